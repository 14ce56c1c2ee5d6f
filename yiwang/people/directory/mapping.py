"""How the columns of a staff directory map to what the city keeps of people."""

from __future__ import annotations

from typing import Literal

import msgspec

from yiwang.pack.nodes import plain
from yiwang.pack.read_yaml import read_yaml

LONGEST = 100_000  # bytes of a mapping


class Columns(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from", "until": "to"}
):
    """Column title by field. A position is named by `position`, or by `body` and `role` together."""

    code: str
    name_zh: str
    name_en: str = ""
    position: str = ""
    body: str = ""
    role: str = ""
    since: str = ""
    until: str = ""
    substitute_for: str = ""
    status: str = ""


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole mapping. `values`: field → what stands in the file → what it means here."""

    columns: Columns
    values: dict[str, dict[str, str]] = {}
    encoding: Literal["utf-8", "gb18030"] = "utf-8"
    delimiter: str = ","
    title: dict[str, str] = {}


class Unusable(Exception):
    """A mapping or a whole file cannot be used: two sentences that say where and how to mend it."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.code, self.zh, self.en = code, zh, en


def read_mapping(name: str, data: bytes) -> Mapping:
    """Return the mapping that a YAML file holds.

    Raises:
        Unusable: it cannot be read, or is no mapping.
    """
    if len(data) > LONGEST:
        raise Unusable(
            "directory.mapping",
            f"{name} 有 {len(data)} 字节，对照文件最多 {LONGEST} 字节。",
            f"{name} has {len(data)} bytes; a mapping has at most {LONGEST}.",
        )
    node, findings = read_yaml(name, data)
    if findings or node is None:
        says = findings[0].message if findings else {"zh": "是空的", "en": "is empty"}
        zh, en = (says["zh"], says["en"]) if isinstance(says, dict) else (str(says), str(says))
        raise Unusable("directory.mapping", f"{name} 读不了：{zh}", f"{name} cannot be read: {en}")
    try:
        mapping = msgspec.convert(plain(node), Mapping)
    except msgspec.ValidationError as error:
        raise Unusable(
            "directory.mapping",
            f"{name} 不是一份对照文件：{error}。请对照 docs/people-desk.md 里的例子改正。",
            f"{name} is no mapping: {error}. Compare it with the example in docs/people-desk.md.",
        ) from None
    if not mapping.columns.position and not (mapping.columns.body and mapping.columns.role):
        raise Unusable(
            "directory.mapping",
            f"{name} 没有写明岗位在哪一列：columns 里要有 position，或同时有 body 和 role。",
            f"{name} does not say where a position stands: columns need position, or body and role.",
        )
    if len(mapping.delimiter) != 1:
        raise Unusable(
            "directory.mapping",
            f"{name} 的 delimiter 是“{mapping.delimiter}”，应是一个字符。",
            f"The delimiter of {name} is “{mapping.delimiter}”; it must be one character.",
        )
    return mapping
