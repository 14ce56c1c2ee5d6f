"""The mapping file: which column of an export holds what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from yiwang.pack.finding import Unreadable

CONCEPTS: dict[str, tuple[str, ...]] = {
    "code": ("事项编码", "实施编码", "基本编码", "业务办理项编码", "item code"),
    "name": ("事项名称", "业务办理项名称", "办理项名称", "name"),
    "place": ("区划", "行政区划", "所属区划", "place"),
    "lead": ("实施主体", "实施机构", "主责单位", "责任单位", "lead body"),
    "basis": ("设定依据", "实施依据", "法律依据", "basis"),
    "legal": ("法定办结时限", "法定时限", "legal limit"),
    "legal_unit": ("法定办结时限单位", "法定时限单位"),
    "promise": ("承诺办结时限", "承诺时限", "promise"),
    "promise_unit": ("承诺办结时限单位", "承诺时限单位"),
    "fee": ("是否收费", "收费", "fee"),
    "fee_basis": ("收费依据", "fee basis"),
    "materials": ("申请材料", "申报材料", "材料名称", "materials"),
    "conditions": ("受理条件", "申请条件", "conditions"),
    "visits": ("到办事现场次数", "到现场次数", "visits"),
}
NEEDED = ("name",)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Columns by concept (any of several names), what separates materials, words for fee and none."""

    columns: dict[str, tuple[str, ...]]
    sheets: tuple[str, ...] = ()
    separators: str = "\n;；"
    charged: tuple[str, ...] = ("是", "收费", "有", "yes")
    free: tuple[str, ...] = ("否", "不收费", "无", "免费", "no")


def read_mapping(file: Path | None) -> Mapping:
    """Return the mapping of a file; without one, the usual names of the national catalogue's columns.

    Raises Unreadable, naming the key that is wrong.
    """
    if file is None:
        return Mapping(dict(CONCEPTS))
    try:
        given = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        kind = type(error).__name__
        raise Unreadable(
            f"映射文件 {file.name} 读不了 ({kind}), 应为 UTF-8 的 YAML。",
            f"The mapping {file.name} cannot be read ({kind}); it is YAML in UTF-8.",
        ) from None
    if not isinstance(given, dict) or not isinstance(given.get("columns"), dict):
        raise _wrong(file, "columns", "列名, 如 name: [事项名称]", "columns, such as name: [事项名称]")
    known = {"columns", "sheets", "separators", "charged", "free"}
    for key in given:
        if key not in known:
            raise _wrong(file, key, "、".join(sorted(known)), ", ".join(sorted(known)))
    columns: dict[str, tuple[str, ...]] = {}
    for concept, names in given["columns"].items():
        if concept not in CONCEPTS:
            listed = list(CONCEPTS)
            zh, en = f"以下之一: {'、'.join(listed)}", f"one of {', '.join(listed)}"
            raise _wrong(file, f"columns.{concept}", zh, en)
        columns[concept] = _words(file, f"columns.{concept}", names)
    separators = given.get("separators", "\n;；")
    if not isinstance(separators, str) or not separators:
        raise _wrong(file, "separators", "几个符号, 如 ；;", "some characters, such as ;")
    plain = Mapping(columns)
    return Mapping(
        columns,
        _words(file, "sheets", given.get("sheets", [])),
        separators + "\n",
        tuple(word.lower() for word in _words(file, "charged", given.get("charged", list(plain.charged)))),
        tuple(word.lower() for word in _words(file, "free", given.get("free", list(plain.free)))),
    )


def _words(file: Path, key: str, given: object) -> tuple[str, ...]:
    listed = [given] if isinstance(given, str) else given
    if not isinstance(listed, list) or not all(isinstance(one, str) and one for one in listed):
        raise _wrong(file, key, "一个或几个名称", "one name or a list of names")
    return tuple(listed)


def _wrong(file: Path, key: object, zh: str, en: str) -> Unreadable:
    return Unreadable(
        f"映射文件 {file.name}: “{key}”应为{zh}。", f'The mapping {file.name}: "{key}" should be {en}.'
    )
