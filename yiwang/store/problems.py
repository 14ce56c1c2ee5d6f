"""What can be wrong with a store, each with a stable code, one sentence, and no personal data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

SENTENCES: dict[str, tuple[str, str]] = {
    "entry.missing": (
        "缺少这条留痕：账本里应有它，现在没有（应为 {expected}，实为 {found}）。",
        "The entry is missing: {expected} should follow, {found} was found.",
    ),
    "entry.doubled": (
        "留痕编号重复：应为 {expected}，实为 {found}。",
        "The entry's number is used twice: {expected} should follow, {found} was found.",
    ),
    "entry.hash": (
        "留痕内容与哈希不符：由前一条与内容算得 {expected}，库中是 {found}。",
        "The entry does not fit its hash: its bytes and the entry before give {expected}, stored is {found}.",
    ),
    "entry.column": (
        "留痕的 {what} 列与内容不符：内容是 {expected}，列中是 {found}。",
        "The entry's column {what} does not fit its bytes: they say {expected}, the column says {found}.",
    ),
    "entry.unreadable": (
        "留痕内容读不懂，无法重算：{what}。",
        "The entry's bytes cannot be read and applied: {what}.",
    ),
    "entry.unknown-kind": (
        "没有名为 {found} 的留痕类别：可能来自更新的版本，或缺少组件。",
        "There is no kind called {found}: the ledger is of a newer version, or a net is missing.",
    ),
    "row.missing": ("账本里有这件，{what} 表里没有它的行。", "In the ledger, but without its row in {what}."),
    "row.foreign": (
        "{what} 表里有这一行，账本里没有它的任何留痕。",
        "There is a row in {what}, but not one entry in the ledger.",
    ),
    "row.differs": (
        "{what} 与账本重算的结果不符：重算得 {expected}，表中是 {found}。",
        "{what} is not what the ledger gives: refolded {expected}, stored {found}.",
    ),
    "projection.missing": (
        "{what} 表缺少账本应有的一行（{expected}）。",
        "A row that the ledger gives is missing in {what} ({expected}).",
    ),
    "projection.foreign": (
        "{what} 表多出一行，账本里没有（{found}）。",
        "A row of {what} comes from no entry of the ledger ({found}).",
    ),
    "projection.differs": (
        "{what} 与账本重算的结果不符：重算得 {expected}，表中是 {found}。",
        "{what} is not what the ledger gives: refolded {expected}, stored {found}.",
    ),
    "vault.missing": (
        "留痕引用的保密库条目不存在（{expected}）。",
        "The vault entry that the ledger refers to does not exist ({expected}).",
    ),
    "vault.other-stream": (
        "保密库条目属于另一件：应为 {expected}，实为 {found}。",
        "The vault entry belongs to another stream: {expected} refers to it, {found} owns it.",
    ),
    "vault.incomplete": (
        "保密库条目未注明删除，却缺少内容或密钥（{expected}）。",
        "The vault entry is not marked erased, yet its value or key is gone ({expected}).",
    ),
    "vault.altered": (
        "保密库条目打不开，或不是留痕所指的值（{expected}）。",
        "The vault entry does not open, or is not the value that the ledger speaks of ({expected}).",
    ),
    "vault.no-key": (
        "保密库条目 {expected} 用主密钥 {found} 加密，密钥目录中没有它，无法打开。",
        "The vault entry {expected} is locked with master key {found}, which is not in the key folder.",
    ),
    "vault.not-erased": (
        "保密库条目注明已删除，内容或密钥却还在（{expected}）。",
        "The vault entry is marked erased, yet its value or key is still there ({expected}).",
    ),
    "vault.foreign": (
        "保密库有这个条目，账本里没有留痕引用它（{found}）。",
        "The vault keeps an entry that no ledger entry refers to ({found}).",
    ),
    "leaf.missing": (
        "这条留痕没有进入存证树，而其后的已经进入。",
        "The entry has no leaf in the tree, although later ones have.",
    ),
    "leaf.foreign": (
        "存证树的第 {found} 片叶没有对应的留痕。",
        "Leaf {found} of the tree belongs to no entry.",
    ),
    "leaf.differs": (
        "存证树叶的 {what} 与留痕不符：留痕是 {expected}，叶中是 {found}。",
        "The leaf's {what} is not the entry's: the entry has {expected}, the leaf {found}.",
    ),
    "leaf.order": (
        "同一件的留痕在存证树中的次序颠倒：应在第 {expected} 片叶之后，实为 {found}。",
        "Entries of one stream stand out of order in the tree: leaf {found} follows leaf {expected}.",
    ),
    "leaf.gap": (
        "存证树的叶不连续：应为第 {expected} 片，实为第 {found} 片。",
        "The leaves are not dense: {expected} should follow, {found} was found.",
    ),
    "node.missing": ("存证树缺少节点 {what}。", "Node {what} of the tree is missing."),
    "node.foreign": (
        "存证树多出节点 {what}，叶还没有长到那里。",
        "Node {what} of the tree stands over leaves that are not there.",
    ),
    "node.differs": (
        "存证树节点 {what} 与其下的叶不符：算得 {expected}，库中是 {found}。",
        "Node {what} does not fit the leaves under it: they give {expected}, stored is {found}.",
    ),
    "edge.differs": (
        "存证树边缘的 {what} 与叶不符：算得 {expected}，库中是 {found}。",
        "The {what} of the tree's edge does not fit the leaves: they give {expected}, stored is {found}.",
    ),
    "checkpoint.root": (
        "存证根与叶不符：由叶算得 {expected}，存证根是 {found}。位置 {what} 中有叶被改过，或存证根被改过。",
        "A checkpoint has another root: the leaves give {expected}, it says {found}."
        " One of the leaves {what}, or the checkpoint, was altered.",
    ),
    "checkpoint.body": (
        "存证根的 {what} 列与签名的内容不符：签名的是 {expected}，列中是 {found}。",
        "The checkpoint's column {what} is not what was signed: signed {expected}, stored {found}.",
    ),
    "checkpoint.signature": (
        "{what} 项时的存证根签名无效。",
        "The signature of the checkpoint over {what} leaves is not the city's own.",
    ),
    "checkpoint.beyond": (
        "存证根签过 {expected} 项，存证树现在只有 {found} 项：有留痕被删去。",
        "A checkpoint was signed over {expected} leaves, but there are {found}: entries were removed.",
    ),
    "checkpoint.other-key": (
        "存证根由密钥 {found} 签名，密钥目录中这座城市的是 {expected}。",
        "The checkpoint is signed with key {found}; the key folder holds {expected} for this city.",
    ),
    "pack.differs": (
        "库中配置包的内容与它的名称不符：名称是 {expected}，按内容算得 {found}。",
        "A stored pack is not what its name says: it is called {expected}, its files give {found}.",
    ),
    "pack.missing": (
        "留痕依据的配置包 {expected} 不在库中。",
        "The pack {expected} that entries were made under is not stored.",
    ),
    "checkpoint.retired-key": (
        "存证根（{what} 项）由已停用的密钥 {found} 签署，此前的存证根已用较新的 {expected}。",
        "The checkpoint over {what} leaves is signed with the retired key {found}, after one signed with the"
        " newer {expected}.",
    ),
    "against.entry": (
        "外部凭证所证明的这条留痕不在账本中：凭证是 {expected}，账本是 {found}。",
        "A document held outside proves this entry, and the ledger has another: {expected} there, {found}"
        " here.",
    ),
    "against.position": (
        "外部凭证所证明的这条留痕不在原来的位置：凭证是 {expected}，账本是 {found}。",
        "A receipt held outside proves this entry at position {expected}; here it is at {found}.",
    ),
    "against.root": (
        "外部凭证带有 {what} 项时签署的存证根，账本的前 {what} 项已不是那些："
        "凭证是 {expected}，账本是 {found}。",
        "A receipt held outside carries the root signed over {what} leaves; the first {what} leaves here give"
        " another: {expected} there, {found} here.",
    ),
    "against.beyond": (
        "外部凭证证明账本曾有 {expected} 项，现在只有 {found} 项：有留痕被拿走。",
        "A receipt held outside proves {expected} leaves; there are {found}: entries were taken away.",
    ),
    "checkpoint.no-key": (
        "密钥目录中没有这座城市的签名密钥，存证根无法核验（--data 是否正确？）。",
        "No signing key of this city is in the key folder: checkpoints cannot be checked (is --data right?).",
    ),
}


def short(value: object) -> str:
    """Return what may be shown of a value: numbers and times as they are, hashes cut, all else as a hash."""
    if value is None:
        return "—"
    if isinstance(value, bool | int):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, bytes):
        return value.hex()[:12] if len(value) == 32 else f"#{sha256(value).hexdigest()[:12]}"
    return f"#{sha256(str(value).encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is wrong. `stream` is `case/<uuid>`; `seq` 0 when it is about no single entry."""

    city: str
    stream: str = ""
    seq: int = 0
    number: str = ""

    @property
    def zh(self) -> str:
        """In Chinese."""
        return self._words("第 {} 条")

    @property
    def en(self) -> str:
        """In English."""
        return self._words("entry {}")

    def _words(self, entry: str) -> str:
        parts = [self.city, self.number, self.stream, entry.format(self.seq) if self.seq else ""]
        return " ".join(part for part in parts if part)


@dataclass
class Problem:
    """The first thing wrong of its code in a city.

    Attributes:
        what: column, field, table or reason. expected, found: shortened; never a personal value.
        count: how many there are of this code in this city.
    """

    code: str
    place: Place
    what: str = ""
    expected: str = ""
    found: str = ""
    count: int = 1

    @property
    def zh(self) -> str:
        """The sentence in Chinese."""
        return f"{self.place.zh}：{self._say(0)}"

    @property
    def en(self) -> str:
        """The sentence in English."""
        return f"{self.place.en}: {self._say(1)}"

    def _say(self, language: int) -> str:
        return SENTENCES[self.code][language].format(what=self.what, expected=self.expected, found=self.found)

    def as_json(self) -> dict[str, Any]:
        """Return it for machines."""
        place = self.place
        return {
            "code": self.code,
            "city": place.city,
            "stream": place.stream,
            "seq": place.seq,
            "number": place.number,
            "what": self.what,
            "expected": self.expected,
            "found": self.found,
            "count": self.count,
            "zh": self.zh,
            "en": self.en,
        }


@dataclass
class Problems:
    """Keeps the first problem of each code in each city, and counts the others."""

    first: dict[tuple[str, str], Problem] = field(default_factory=dict)

    def add(self, code: str, place: Place, what: str = "", expected: object = "", found: object = "") -> None:
        """Note one. `expected` and `found` are text made ready, or values that `short` makes safe."""
        known = self.first.get((place.city, code))
        if known is not None:
            known.count += 1
            return
        assert code in SENTENCES, code
        given = [one if isinstance(one, str) else short(one) for one in (expected, found)]
        self.first[place.city, code] = Problem(code, place, what, *given)

    def __iter__(self) -> Any:
        return iter(self.first.values())
