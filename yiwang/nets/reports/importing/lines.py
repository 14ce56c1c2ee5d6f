"""The lines of a CSV file as reports; what is wrong with a line is named, and it is left out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from yiwang.kernel.event_kinds import sound_position
from yiwang.nets.reports.importing.mapping import Mapping, Unusable
from yiwang.nets.reports.inputs import rounded
from yiwang.nets.reports.saying import LONGEST

MOST_FIELD = 100_000


@dataclass(frozen=True)
class Line:
    """One report of the file."""

    number: int
    id: str
    opened: datetime
    ended: datetime | None
    kind: str
    place: str
    words: str
    where: str
    longitude: str
    latitude: str


@dataclass(frozen=True)
class Fault:
    """A line that is left out: its number in the file, a stable code, the column, and why."""

    line: int
    code: str
    column: str
    zh: str
    en: str


def read(data: bytes, mapping: Mapping, now: datetime) -> Iterator[Line | Fault]:
    """Yield each line, or what is wrong with it.

    Raises:
        Unusable: the file is no UTF-8, has no lines, or lacks a column that the mapping names.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Unusable(
            "import.encoding",
            f"文件不是 UTF-8（第 {fault.start} 个字节）。",
            f"The file is not UTF-8 (byte {fault.start}).",
        ) from None
    csv.field_size_limit(MOST_FIELD)
    rows = csv.DictReader(io.StringIO(text, newline=""))
    try:
        names = rows.fieldnames or []
    except csv.Error as fault:
        raise Unusable("import.csv", f"读不懂这个 CSV：{fault}", f"This is no CSV: {fault}") from None
    wanted = [column for columns in mapping.columns.values() for column in columns]
    if missing := sorted({one for one in wanted if one not in names}):
        listed = "、".join(missing)
        raise Unusable(
            "import.column-missing",
            f"映射文件用到的列，文件里没有：{listed}。文件的列是：{'、'.join(names)[:600]}。什么都没有导入。",
            f"The mapping names columns that the file lacks: {', '.join(missing)}. Nothing was imported.",
        )
    return _lines(rows, mapping, now)


def _lines(rows: csv.DictReader[str], mapping: Mapping, now: datetime) -> Iterator[Line | Fault]:
    seen: set[str] = set()
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as fault:
            yield Fault(rows.line_num, "line.csv", "", f"读不懂：{fault}", f"It cannot be read: {fault}")
            return
        one = _line(rows.line_num, row, mapping, now)
        if isinstance(one, Line):
            if one.id in seen:
                yield _wrong(
                    one.number,
                    "line.twice",
                    mapping,
                    "id",
                    f"编号 {one.id} 前面有过",
                    f"The id {one.id} stood before",
                )
                continue
            seen.add(one.id)
        yield one


def _line(number: int, row: dict[str, str], mapping: Mapping, now: datetime) -> Line | Fault:
    def cell(name: str) -> str:
        return " ".join(
            text for column in mapping.columns.get(name, ()) if (text := (row.get(column) or "").strip())
        )

    def wrong(code: str, name: str, zh: str, en: str) -> Fault:
        return _wrong(number, code, mapping, name, zh, en)

    id, words = cell("id")[:100], cell("words")
    if not id:
        return wrong("line.no-id", "id", "没有编号", "It has no id")
    if not words:
        return wrong("line.no-words", "words", "没有内容", "It has no words")
    opened = mapping.time_of(cell("opened"))
    if opened is None:
        return wrong(
            "line.time", "opened", f"“{cell('opened')[:40]}”不是时间", f"{cell('opened')[:40]!r} is no time"
        )
    ended = mapping.time_of(cell("ended")) if cell("ended") else None
    if cell("ended") and ended is None:
        return wrong(
            "line.time", "ended", f"“{cell('ended')[:40]}”不是时间", f"{cell('ended')[:40]!r} is no time"
        )
    if ended is not None and ended < opened:
        both = f"{ended.isoformat()} < {opened.isoformat()}"
        return wrong(
            "line.ends-before", "ended", f"结束早于开始：{both}", f"It ends before it begins: {both}"
        )
    if opened > now:
        return wrong(
            "line.future", "opened", f"{opened.isoformat()} 还没有到", f"{opened.isoformat()} is yet to come"
        )
    east, north = rounded(cell("longitude")), rounded(cell("latitude"))
    fault = _position_fault(number, east, north, mapping)
    if fault is not None:
        return fault
    kind = mapping.kinds.get(cell("kind"), mapping.other_kind)
    if not kind:
        return wrong(
            "line.kind",
            "kind",
            f"没有对应“{cell('kind')[:60]}”的小类",
            f"No kind is named for {cell('kind')[:60]!r}",
        )
    place = mapping.places.get(cell("place"), mapping.other_place)
    if not place:
        return wrong(
            "line.place",
            "place",
            f"没有对应“{cell('place')[:60]}”的区域",
            f"No place is named for {cell('place')[:60]!r}",
        )
    return Line(number, id, opened, ended, kind, place, words[:LONGEST], cell("where")[:200], east, north)


def _position_fault(number: int, east: str, north: str, mapping: Mapping) -> Fault | None:
    zh, en = f"“{east[:20]}, {north[:20]}”", f"{east[:20]}, {north[:20]}"
    if (east or north) and not (east and north and sound_position(east, north)):
        zh, en = f"{zh}不是位置", f"{en} is no position"
        return _wrong(number, "line.no-position", mapping, "longitude", zh, en)
    if east and mapping.within is not None and not _inside(float(east), float(north), mapping.within):
        zh, en = f"{zh}在城市之外", f"{en} lies outside the city"
        return _wrong(number, "line.outside", mapping, "longitude", zh, en)
    return None


def _inside(east: float, north: float, box: tuple[float, float, float, float]) -> bool:
    return box[0] <= east <= box[2] and box[1] <= north <= box[3]


def _wrong(line: int, code: str, mapping: Mapping, name: str, zh: str, en: str) -> Fault:
    column = " ".join(mapping.columns.get(name, (name,)))
    return Fault(line, code, column, f"第 {line} 行 {column}：{zh}。", f"Line {line}, {column}: {en}.")
