"""Findings in a table, CSV or XLSX: one line each, columns by their names in Chinese or English."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from yiwang.nets.security.decoding.found import (
    LONGEST,
    MOST_BYTES,
    MOST_LINES,
    Decoded,
    Line,
    Unsound,
    severity_of,
    severity_of_score,
    tenths,
)
from yiwang.nets.security.decoding.scoring import score_of

COLUMNS: dict[str, tuple[str, ...]] = {
    "rule": ("rule", "id", "编号", "问题编号", "规则"),
    "title": ("title", "name", "名称", "标题", "问题名称"),
    "severity": ("severity", "严重程度", "等级", "危险等级"),
    "where": ("where", "location", "位置"),
    "host": ("asset", "host", "资产", "资产编号", "主机"),
    "cve": ("cve",),
    "vector": ("cvss", "vector", "cvss向量"),
    "fixed": ("fixed", "solution", "修复建议", "修复版本"),
    "message": ("message", "description", "说明", "描述"),
}
MOST_ENTRIES = 200


def findings(data: bytes, format: str) -> Decoded:
    """Return the findings of a table; raises Unsound."""
    rows = sheet_rows(data) if format == "XLSX" else csv_rows(data)
    left: Counter[str] = Counter()
    lines: list[Line] = []
    for row in named(rows, COLUMNS, ("rule", "severity")):
        if not row.get("rule"):
            left["no-rule"] += 1
            continue
        lines.append(_line(row))
        if len(lines) > MOST_LINES:
            raise Unsound(f"多于 {MOST_LINES} 条", f"it has more than {MOST_LINES} lines")
    return Decoded(format=format, tool="table", lines=lines, left=left)


def _line(row: Mapping[str, str]) -> Line:
    vector = row.get("vector", "")
    score = score_of(vector) if "/" in vector else tenths(vector)
    return Line(
        rule=row["rule"],
        title=row.get("title", "")[:200],
        where=row.get("where", ""),
        severity=severity_of_score(score) if score >= 0 else severity_of(row.get("severity", "")),
        score=score,
        cve=row.get("cve", ""),
        vector=vector if "/" in vector else "",
        fixed=row.get("fixed", "")[:200],
        message=row.get("message", "")[:LONGEST],
        host=row.get("host", ""),
    )


def named(
    rows: Iterable[list[str]], columns: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]
) -> Iterator[dict[str, str]]:
    """Yield each row by the names of its columns, empty ones left out.

    Raises:
        Unsound: the heading lacks a column of `needed`, or names one twice.
    """
    every = iter(rows)
    heading = [cell.strip().lower().replace(" ", "") for cell in next(every, [])]
    known = {word: name for name, words in columns.items() for word in words}
    found = [known.get(cell, "") for cell in heading]
    twice = next((name for name in found if name and found.count(name) > 1), "")
    if twice:
        raise Unsound(f"表头里 {columns[twice][-1]} 有两列", f"its heading has {twice} twice")
    missing = [name for name in needed if name not in found]
    if missing:
        says = "、".join(columns[name][-1] for name in missing)
        raise Unsound(f"表头里没有 {says}", f"its heading lacks {', '.join(missing)}")
    for row in every:
        if any(cell.strip() for cell in row):
            yield {name: cell.strip() for name, cell in zip(found, row, strict=False) if name}


def csv_rows(data: bytes) -> Iterator[list[str]]:
    """Yield the rows of a CSV file in UTF-8 or GB 18030; raises Unsound."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise Unsound(
                "编码不是 UTF-8 或 GB 18030", "its encoding is neither UTF-8 nor GB 18030"
            ) from error
    if "\0" in text:
        raise Unsound("里面有空字符，不是文本", "it has null characters and is no text")
    try:
        yield from csv.reader(io.StringIO(text, newline=""), strict=True)
    except csv.Error as error:
        raise Unsound(
            "引号没有配对，或一格太长", "a quotation mark is left open, or a cell is too long"
        ) from error


def sheet_rows(data: bytes) -> Iterator[list[str]]:
    """Yield the rows of the first sheet of an XLSX file; formulas by their values. Raises Unsound."""
    from openpyxl import load_workbook  # slow to load: not with the pages
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES or sum(one.file_size for one in entries) > MOST_BYTES:
                raise Unsound("解开后太大", "it grows too large when unpacked")
            for one in entries:
                if one.filename.endswith((".xml", ".rels")) and b"<!" in _prolog(archive.read(one)):
                    raise Unsound(
                        "里面有 DOCTYPE 或实体，不读", "it has a DOCTYPE or entities, which are not read"
                    )
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [_cell(value) for value in row]
    except Unsound:
        raise
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        IndexError,
        OSError,
        SyntaxError,
    ) as error:
        raise Unsound("不是完整的 XLSX", "it is no whole XLSX") from error


def _prolog(xml: bytes) -> bytes:
    """Return what may hold a DTD: all that stands before a root element can, wherever that begins."""
    return xml.replace(b"<!--", b"").replace(b"<![CDATA[", b"")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat()[:10] if hasattr(value, "isoformat") else str(value)
