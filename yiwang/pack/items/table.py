"""Workbooks and CSV files as plain sheets of text. Bounded, nothing computed, nothing fetched."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yiwang.pack.finding import Unreadable

MOST_BYTES = 400_000_000  # of all parts of a workbook together, unpacked
MOST_RATIO = 200  # of a part, unpacked to packed
MOST_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, and rows of cells as text; row and column 1 are at index 0.

    `filled` are the cells (row, column) that only repeat what a merged cell says.
    """

    name: str
    rows: list[list[str]]
    filled: frozenset[tuple[int, int]] = frozenset()


def read_table(file: Path) -> list[Sheet]:
    """Return the sheets of an .xlsx or .csv file that anybody sees. Raises Unreadable."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Unreadable(
            f"{file.name} 读不了: {error.strerror}。", f"{file.name}: {error.strerror}."
        ) from None
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise Unreadable(
            f"{file.name} 是旧式 .xls 或加密的文件。请在表格软件里打开, 另存为不加密的 .xlsx。",
            f"{file.name} is an old .xls or an encrypted file. Open it and save it as a plain .xlsx.",
        )
    if data[:2] == b"PK":
        return _workbook(file.name, data)
    if file.suffix.lower() == ".csv":
        return [Sheet(file.stem, _csv(file.name, data))]
    raise Unreadable(
        f"{file.name} 不是 .xlsx 工作簿, 也不是 .csv。请另存为其中一种。",
        f"{file.name} is neither an .xlsx workbook nor .csv. Save it as one of them.",
    )


def _csv(name: str, data: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            return [row for row, _ in zip(csv.reader(io.StringIO(text)), range(MOST_ROWS), strict=False)]
        except csv.Error as error:
            raise Unreadable(
                f"{name} 不是完好的 CSV: {error}。", f"{name} is no sound CSV: {error}."
            ) from None
    raise Unreadable(
        f"{name} 的文字既不是 UTF-8 也不是 GB 18030。", f"The text of {name} is neither UTF-8 nor GB 18030."
    )


def _workbook(name: str, data: bytes) -> list[Sheet]:
    _guard(name, data)
    import openpyxl  # type: ignore[import-untyped]  # only this command needs it

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        return [_sheet(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except Unreadable:
        raise
    except Exception as error:  # the library raises whatever a broken part makes it stumble over
        kind = type(error).__name__
        raise Unreadable(
            f"{name} 不是完好的 .xlsx 工作簿 ({kind})。请用表格软件打开并另存一次。",
            f"{name} is no sound .xlsx workbook ({kind}). Open it and save it again.",
        ) from None


def _guard(name: str, data: bytes) -> None:
    """Refuse what would unpack to too much, and document types, before anything is parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            total = sum(part.file_size for part in parts)
            swollen = [p for p in parts if p.file_size > 20_000_000]
            swollen = [p for p in swollen if p.file_size > MOST_RATIO * max(p.compress_size, 1)]
            if total > MOST_BYTES or swollen:
                raise Unreadable(
                    f"{name} 展开后有 {total} 字节 (最多 {MOST_BYTES}), 或压缩比超过 {MOST_RATIO}。请拆开。",
                    f"{name} unpacks to {total} bytes (at most {MOST_BYTES}), or over {MOST_RATIO} times "
                    "its size. Split it.",
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as opened:
                        if b"<!DOCTYPE" in opened.read(4096):
                            raise Unreadable(
                                f"{name} 里的 {part.filename} 带有 DOCTYPE, 不接受。",
                                f"{part.filename} in {name} has a DOCTYPE, which is not accepted.",
                            )
    except Unreadable:
        raise
    except Exception as error:  # zipfile and zlib raise whatever a broken part makes them stumble over
        kind = type(error).__name__
        raise Unreadable(
            f"{name} 损坏或加密 ({kind})。请另存为不加密的 .xlsx。",
            f"{name} is damaged or encrypted ({kind}). Save it as a plain .xlsx.",
        ) from None


def _sheet(sheet: Any) -> Sheet:
    if sheet.max_row > MOST_ROWS:
        raise Unreadable(
            f"工作表“{sheet.title}”有 {sheet.max_row} 行, 最多 {MOST_ROWS} 行。",
            f'The sheet "{sheet.title}" has {sheet.max_row} rows; {MOST_ROWS} is the most.',
        )
    rows = [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    filled = set()
    for merged in sheet.merged_cells.ranges:
        top, left = merged.min_row - 1, merged.min_col - 1
        for row in range(top, min(merged.max_row, len(rows))):
            for column in range(left, min(merged.max_col, len(rows[row]))):
                if (row, column) != (top, left):
                    rows[row][column] = rows[top][left]
                    filled.add((row, column))
    return Sheet(sheet.title, rows, frozenset(filled))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
