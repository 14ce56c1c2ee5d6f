"""The file that names a city's identity providers, read strictly: what is wrong is told by line and key.

docs/sign-in.md shows one by example. Secrets stand in files of their own; here is only their path.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from yiwang.pack.nodes import Listing, Mapping, Node, Scalar
from yiwang.pack.read_yaml import read_yaml
from yiwang.web.words import Text

KINDS = ("natural", "legal", "agent")
PEOPLE = ("residents", "staff")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
OPENID = "openid"
PROVIDER_KEYS = frozenset(
    {
        *("title", "help", "issuer", "client_id", "client_secret_file", "scopes", "people", "kind", "level"),
        *("name", "credit_code", "company_name", "representative", "staff_code", "single_logout"),
    }
)


class BadIdentityFile(Exception):
    """The file can not be used: says where, what stands there, and how to mend it, in both languages."""

    def __init__(self, file: str, line: int, key: str, zh: str, en: str) -> None:
        self.zh = f"{file}:{line}: {key}: {zh}"
        self.en = f"{file}:{line}: {key}: {en}"
        super().__init__(f"{self.zh} {self.en}")


@dataclass(frozen=True)
class Choice:
    """A claim, and what its values mean."""

    claim: str
    meanings: dict[str, str]


@dataclass(frozen=True)
class Provider:
    """An identity provider of a city.

    Attributes:
        people: `residents` or `staff`: whom it signs in.
        kind: claim → natural | legal | agent; without it everybody is a natural person.
        level: claim → "1" | "2", how sure the provider is; without it level 1.
        name, credit_code, company_name, representative, staff_code: names of claims, "" for none.
        single_logout: signing out here signs out there.
    """

    id: str
    title: Text
    issuer: str
    client_id: str
    secret: str = field(repr=False)
    people: str
    help: Text = field(default_factory=dict)
    scopes: tuple[str, ...] = (OPENID,)
    kind: Choice | None = None
    level: Choice | None = None
    name: str = ""
    credit_code: str = ""
    company_name: str = ""
    representative: str = ""
    staff_code: str = ""
    single_logout: bool = True


@dataclass(frozen=True)
class OfCity:
    """What the file says of one city."""

    residents: bool = True
    staff: bool = True
    providers: tuple[Provider, ...] = ()


def read(path: Path) -> dict[str, OfCity]:
    """Return what the file says, by city key.

    Raises:
        BadIdentityFile: anything in it is not as it must be.
    """
    try:
        node, findings = read_yaml(str(path), path.read_bytes())
    except OSError as error:
        why = str(error.strerror)
        raise BadIdentityFile(
            str(path), 1, "YIWANG_IDENTITY", f"读不到：{why}", f"unreadable: {why}"
        ) from error
    for one in findings:
        raise BadIdentityFile(str(path), one.where.line, "YAML", one.message.zh, one.message.en)
    top = _mapping(node, str(path), "cities", {"cities"})
    cities = _mapping(top.entries.get("cities"), str(path), "cities", None)
    return {key: _city(value, key) for key, value in cities.entries.items()}


def _city(node: Node, key: str) -> OfCity:
    said = _mapping(node, node.where.file, key, {"own_accounts", "providers"})
    own = said.entries.get("own_accounts")
    allowed = {"residents": True, "staff": True}
    if own is not None:
        kinds = _mapping(own, own.where.file, f"{key}.own_accounts", set(allowed))
        for kind, value in kinds.entries.items():
            allowed[kind] = _flag(value, f"{key}.own_accounts.{kind}")
    listed = said.entries.get("providers")
    found = _mapping(listed, node.where.file, f"{key}.providers", None).entries if listed is not None else {}
    return OfCity(**allowed, providers=tuple(_provider(value, key, name) for name, value in found.items()))


def _provider(node: Node, city: str, name: str) -> Provider:
    at = f"{city}.providers.{name}"
    if not name.replace("-", "").isalnum() or not name.isascii():
        raise _bad(
            node, at, "代号只能有字母、数字和连字符", "its name may have letters, digits and hyphens only"
        )
    said = _mapping(node, node.where.file, at, set(PROVIDER_KEYS)).entries

    def text(key: str, *, needed: bool = False) -> str:
        if key not in said:
            if needed:
                raise _bad(node, f"{at}.{key}", "必须填写", "is needed")
            return ""
        return _text(said[key], f"{at}.{key}")

    people = text("people", needed=True)
    if people not in PEOPLE:
        what = f"应为 residents 或 staff，现为 {people}", f"must be residents or staff, not {people}"
        raise _bad(said["people"], f"{at}.people", *what)
    if people == "staff":
        text("staff_code", needed=True)
    kind = _choice(said.get("kind"), f"{at}.kind", KINDS)
    if kind is not None and {"legal", "agent"} & set(kind.meanings.values()):
        text("credit_code", needed=True)
    level = _choice(said.get("level"), f"{at}.level", ("one", "two"))
    scopes = tuple(_texts(said["scopes"], f"{at}.scopes")) if "scopes" in said else (OPENID,)
    if OPENID not in scopes:
        raise _bad(said["scopes"], f"{at}.scopes", "必须含有 openid", "must have openid")
    return Provider(
        id=name,
        title=_words(said.get("title"), node, f"{at}.title"),
        help=_words(said["help"], node, f"{at}.help") if "help" in said else {},
        issuer=_issuer(said.get("issuer"), node, f"{at}.issuer"),
        client_id=text("client_id", needed=True),
        secret=_secret(said.get("client_secret_file"), node, f"{at}.client_secret_file"),
        people=people,
        scopes=scopes,
        kind=kind,
        level=level,
        name=text("name"),
        credit_code=text("credit_code"),
        company_name=text("company_name"),
        representative=text("representative"),
        staff_code=text("staff_code"),
        single_logout=_flag(said["single_logout"], f"{at}.single_logout")
        if "single_logout" in said
        else True,
    )


def _choice(node: Node | None, at: str, meanings: tuple[str, ...]) -> Choice | None:
    """Read `{claim: acr, two: [L3, L4]}`: each meaning with the values of the claim that have it."""
    if node is None:
        return None
    said = _mapping(node, node.where.file, at, {"claim", *meanings}).entries
    if "claim" not in said:
        raise _bad(node, f"{at}.claim", "必须填写", "is needed")
    found: dict[str, str] = {}
    for meaning in meanings:
        for value in _texts(said[meaning], f"{at}.{meaning}") if meaning in said else []:
            if value in found:
                what = f"值 {value} 写了两次", f"the value {value} stands twice"
                raise _bad(said[meaning], f"{at}.{meaning}", *what)
            found[value] = meaning
    return Choice(_text(said["claim"], f"{at}.claim"), found)


def _issuer(node: Node | None, beside: Node, at: str) -> str:
    if node is None:
        raise _bad(beside, at, "必须填写", "is needed")
    address = _text(node, at)
    parts = urlsplit(address)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not safe or parts.query or parts.fragment:
        what = f"应为 https 地址，不带问号和井号，现为 {address}"
        raise _bad(node, at, what, f"must be an https address without query or fragment, not {address}")
    return address


def _secret(node: Node | None, beside: Node, at: str) -> str:
    if node is None:
        raise _bad(beside, at, "必须填写", "is needed")
    path = Path(node.where.file).parent / _text(node, at)
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = type(error).__name__
        raise _bad(
            node, at, f"读不到文件 {path}（{why}）", f"the file {path} can not be read ({why})"
        ) from error
    if not secret:
        raise _bad(node, at, f"文件 {path} 是空的", f"the file {path} is empty")
    return secret


def _words(node: Node | None, beside: Node, at: str) -> Text:
    if node is None:
        raise _bad(beside, at, "必须填写 {zh, en}", "is needed, as {zh, en}")
    said = _mapping(node, node.where.file, at, {"zh", "en"}).entries
    if set(said) != {"zh", "en"}:
        raise _bad(node, at, "zh 和 en 都要填写", "both zh and en are needed")
    return {key: _text(value, f"{at}.{key}") for key, value in said.items()}


def _mapping(node: Node | None, file: str, at: str, keys: set[str] | None) -> Mapping:
    if not isinstance(node, Mapping):
        line = node.where.line if node is not None else 1
        raise BadIdentityFile(file, line, at, "应为若干“键: 值”", "must be keys with values")
    for key, word in node.keys.items():
        if keys is not None and key not in keys:
            known = "、".join(sorted(keys))
            what = (
                f"没有这个键，可用的有 {known}",
                f"there is no such key; there are {', '.join(sorted(keys))}",
            )
            raise BadIdentityFile(file, word.where.line, f"{at}.{key}", *what)
    return node


def _text(node: Node, at: str) -> str:
    if not isinstance(node, Scalar) or not isinstance(node.value, str) or not node.value.strip():
        raise _bad(node, at, "应为文字（数字请加引号）", "must be a text (put digits in quotes)")
    return node.value.strip()


def _texts(node: Node, at: str) -> list[str]:
    if not isinstance(node, Listing):
        raise _bad(node, at, "应为列表", "must be a list")
    return [_text(item, at) for item in node.items]


def _flag(node: Node, at: str) -> bool:
    if not isinstance(node, Scalar) or not isinstance(node.value, bool):
        raise _bad(node, at, "应为 true 或 false", "must be true or false")
    return node.value


def _bad(node: Node, at: str, zh: str, en: str) -> BadIdentityFile:
    return BadIdentityFile(node.where.file, node.where.line, at, zh, en)
