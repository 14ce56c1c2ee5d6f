"""A staff directory read line by line. Pure: bytes and a mapping in, rows and named faults out.

A bad line is named and the rest goes on; whoever it speaks of is left as they are.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date

import msgspec

from yiwang.kernel.matter import City, Text
from yiwang.people.directory.mapping import Mapping, Unusable

BYTES_AT_MOST = 10 * 1024 * 1024
ROWS_AT_MOST = 100_000
CELL_AT_MOST = 1000
ACTIVE, LEFT = "active", "left"
UNREADABLE = "\ufffd"
_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)?(\d{1,2})(?:-|/|\.|月)?(\d{1,2})日?", re.ASCII)
_DIGITS = re.compile(r"\d{8}", re.ASCII)


class Row(msgspec.Struct, frozen=True):
    """One line: somebody in a position. `position` is "" for who has none, or has left."""

    line: int
    code: str
    name_zh: str
    name_en: str
    position: str
    since: date | None
    until: date | None
    substitute_for: str
    left: bool


class BadLine(msgspec.Struct, frozen=True):
    """What is wrong with a line: the column, what stands there, what could, and how to mend it.

    Attributes:
        who: the staff code of the line, "" where it could not be read.
    """

    line: int
    column: str
    found: str
    says: Text
    who: str = ""


class Reading(msgspec.Struct, frozen=True):
    """A directory, read."""

    rows: tuple[Row, ...]
    bad: tuple[BadLine, ...]
    lines: int


class _Wrong(Exception):
    def __init__(self, column: str, found: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.column, self.found, self.says = column, found, {"zh": zh, "en": en}


def read_directory(data: bytes, mapping: Mapping, city: City, day: date) -> Reading:
    """Return the lines of a directory.

    Args:
        day: first day of a position whose line gives none.
    Raises:
        Unusable: too large, no heading, or a column of the mapping is not in it.
    """
    if len(data) > BYTES_AT_MOST:
        raise Unusable(
            "directory.too-large",
            f"名录有 {len(data)} 字节，最多 {BYTES_AT_MOST} 字节。请分几次导入。",
            f"The directory has {len(data)} bytes; at most {BYTES_AT_MOST}. Import it in parts.",
        )
    text = data.decode(mapping.encoding, "replace").removeprefix("\ufeff")
    lines = _lines(text, mapping.delimiter)
    heading = next(lines, (1, []))[1]
    columns = _columns(heading, mapping)
    rows: list[Row] = []
    bad: list[BadLine] = []
    seen: dict[str, Row] = {}
    number = 0
    for number, (line, cells) in enumerate(lines, 1):
        if number > ROWS_AT_MOST:
            raise Unusable(
                "directory.too-large",
                f"名录多于 {ROWS_AT_MOST} 行。请分几次导入。",
                f"The directory has more than {ROWS_AT_MOST} lines. Import it in parts.",
            )
        code = ""
        try:
            given = _given(line, cells, len(heading), columns, mapping)
            code = given["code"]
            row = _row(line, given, mapping, city, day)
            _agrees(row, seen, mapping)
            rows.append(row)
        except _Wrong as wrong:
            bad.append(BadLine(line, wrong.column, wrong.found[:80], wrong.says, code))
    return Reading(tuple(rows), tuple(bad), number)


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line it begins on, cells); blank lines are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = [UNREADABLE]
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = reader.line_num + 1


def _columns(heading: list[str], mapping: Mapping) -> dict[str, int]:
    """Return field → index of its column.

    Raises:
        Unusable: one of the mapping's columns is not in the heading, or twice.
    """
    titles = [one.strip() for one in heading]
    found = {}
    for field, title in _named(mapping).items():
        if titles.count(title) != 1:
            shown = "、".join(titles)[:300]
            if any(UNREADABLE in one for one in titles):
                raise Unusable(
                    "directory.encoding",
                    f"标题行读不出来。对照文件写的编码是 {mapping.encoding}，名录可能是另一种"
                    "（utf-8 或 gb18030）。请改 encoding。",
                    f"The heading cannot be read as {mapping.encoding}, which the mapping says; the file "
                    "may be in the other one (utf-8 or gb18030). Change encoding.",
                )
            zh = "没有" if title not in titles else "不止一个"
            en = "no" if title not in titles else "more than one"
            raise Unusable(
                "directory.column",
                f"标题行里{zh}“{title}”这一列（对照文件的 {field}）。标题行是：{shown}。",
                f"The heading has {en} column “{title}” (the mapping's {field}). It says: {shown}.",
            )
        found[field] = titles.index(title)
    return found


def _named(mapping: Mapping) -> dict[str, str]:
    columns = msgspec.structs.asdict(mapping.columns)
    return {field: title for field, title in columns.items() if title}


def _given(
    line: int, cells: list[str], width: int, columns: dict[str, int], mapping: Mapping
) -> dict[str, str]:
    """Return field → value, with the mapping's values put in place of the file's."""
    if cells == [UNREADABLE]:
        raise _Wrong("", "", "这一行的引号没有配对。", "The quotes of this line do not match.")
    if len(cells) != width:
        raise _Wrong(
            "",
            str(len(cells)),
            f"这一行有 {len(cells)} 列，标题行有 {width} 列。请检查多余或缺少的分隔符。",
            f"This line has {len(cells)} cells, the heading {width}. Look for a stray or missing delimiter.",
        )
    titles = _named(mapping)
    given = {}
    for field, index in columns.items():
        text = cells[index].strip()
        if UNREADABLE in text or len(text) > CELL_AT_MOST or any(ord(one) < 32 for one in text):
            raise _Wrong(
                titles[field],
                text,
                f"这一格不能按 {mapping.encoding} 读出，或过长。请改正编码或内容。",
                f"This cell cannot be read as {mapping.encoding}, or is too long. Mend encoding or content.",
            )
        given[field] = mapping.values.get(field, {}).get(text, text)
    if not given["code"]:
        raise _Wrong(titles["code"], "", "没有工号。请补上。", "There is no staff code. Add it.")
    return given


def _row(line: int, given: dict[str, str], mapping: Mapping, city: City, day: date) -> Row:
    titles = _named(mapping)
    if not given["name_zh"]:
        raise _Wrong(titles["name_zh"], "", "没有姓名。请补上。", "There is no name. Add it.")
    status = given.get("status") or ACTIVE
    if status not in (ACTIVE, LEFT):
        raise _Wrong(
            titles["status"],
            status,
            f"状态“{status}”不认识；应是 {ACTIVE} 或 {LEFT}，或写进对照文件的 values.status。",
            f"The state “{status}” is not known; it is {ACTIVE} or {LEFT}, or add it to values.status.",
        )
    left = status == LEFT
    since = _day(given.get("since", ""), titles.get("since", ""))
    until = _day(given.get("until", ""), titles.get("until", ""))
    begins = since or day
    if until is not None and until < begins:
        raise _Wrong(
            titles["until"],
            until.isoformat(),
            f"结束日期 {until} 早于开始日期 {begins}。请改正其中一个。",
            f"The end {until} is before the beginning {begins}. Correct one of them.",
        )
    position = "" if left else _position(given, titles, city)
    stands_for = "" if left else given.get("substitute_for", "")
    if stands_for and stands_for not in city.positions:
        raise _Wrong(
            titles["substitute_for"],
            stands_for,
            f"没有岗位 {stands_for}。请改成岗位表里的编号，或写进 values.substitute_for。",
            f"There is no position {stands_for}. Use an id of the table, or add it to values.substitute_for.",
        )
    return Row(
        line,
        given["code"],
        given["name_zh"],
        given.get("name_en", ""),
        position,
        begins,
        until,
        stands_for,
        left,
    )


def _position(given: dict[str, str], titles: dict[str, str], city: City) -> str:
    if named := given.get("position", ""):
        if named in city.positions:
            return named
        raise _Wrong(
            titles["position"],
            named,
            f"没有岗位 {named}。请改成岗位表里的编号，或写进 values.position。",
            f"There is no position {named}. Use an id of the table, or add it to values.position.",
        )
    if "body" not in titles:
        raise _Wrong(titles["position"], "", "没有写岗位。请补上。", "No position is named. Add it.")
    body, role = given["body"], given["role"]
    if body not in city.bodies:
        raise _Wrong(
            titles["body"],
            body,
            f"没有单位“{body}”。请写单位编号，或写进 values.body。",
            f"There is no body “{body}”. Use its id, or add it to values.body.",
        )
    found = [one.id for one in city.positions.values() if one.body == body and one.role == role]
    if len(found) == 1:
        return found[0]
    there = "、".join(sorted({one.role for one in city.positions.values() if one.body == body})) or "—"
    which = "、".join(found)
    if found:
        raise _Wrong(
            titles["role"],
            role,
            f"单位 {body} 有几个角色为 {role} 的岗位：{which}。请用 position 一列写明是哪一个。",
            f"Body {body} has several positions of role {role}: {which}. Name one in a position column.",
        )
    raise _Wrong(
        titles["role"],
        role,
        f"单位 {body} 没有角色为 {role} 的岗位；有的是：{there}。请改正，或写进 values.role。",
        f"Body {body} has no position of role {role}; it has: {there}. Correct it, or add it to values.role.",
    )


def _day(text: str, column: str) -> date | None:
    if not text:
        return None
    match = _DAY.fullmatch(text)
    try:
        if match is None or (text.isdecimal() and not _DIGITS.fullmatch(text)):
            raise ValueError(text)
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise _Wrong(
            column,
            text,
            f"“{text}”不是一个日期。请写成 2026-11-30、2026/11/30、2026年11月30日或 20261130。",
            f"“{text}” is no date. Write 2026-11-30, 2026/11/30 or 20261130.",
        ) from None


def _agrees(row: Row, seen: dict[str, Row], mapping: Mapping) -> None:
    """Hold a line against an earlier one of the same code: the same name, another position."""
    titles = _named(mapping)
    first = seen.setdefault(row.code, row)
    if first is not row and first.name_zh != row.name_zh:
        raise _Wrong(
            titles["name_zh"],
            row.name_zh,
            f"同一个工号在第 {first.line} 行是另一个姓名。请核对工号。",
            f"The same staff code has another name on line {first.line}. Check the code.",
        )
    if first is not row and (row.left or first.left or f"{row.code}/{row.position}" in seen):
        raise _Wrong(
            titles["code"],
            row.position,
            f"这一行与第 {first.line} 行重复或矛盾（同一工号、同一岗位，或已写离开）。请删去一行。",
            f"This line repeats or contradicts line {first.line} (same position, or gone). Remove one.",
        )
    seen[f"{row.code}/{row.position}"] = row
