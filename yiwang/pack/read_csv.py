"""CSV (RFC 4180) to rows with positions: UTF-8, a byte-order mark tolerated, a header in the first line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from yiwang.pack import limits
from yiwang.pack.finding import Finding, Sentence
from yiwang.pack.read_text import read_text
from yiwang.pack.read_yaml import too_many_findings
from yiwang.pack.where import Where, Word

_BARE = re.compile(r'[^,"\r\n]*')
_QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"')
_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what its cells say, without empty ones, each where it stands."""

    cells: dict[str, Word]
    where: Where


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file."""

    header: tuple[Word, ...]
    rows: tuple[Row, ...]
    where: Where


def read_csv(file: str, data: bytes) -> tuple[Table | None, list[Finding]]:
    """Return the table and what is wrong with it; a row that does not fit the header is left out.

    A cell that is empty is absent. Blanks around a cell are dropped. Wholly empty lines are skipped.
    """
    text = read_text(file, data)
    if isinstance(text, Finding):
        return None, [text]
    findings: list[Finding] = []
    header: tuple[Word, ...] | None = None
    rows: list[Row] = []
    for cells in _lines(file, text, findings):
        if not any(cells):
            continue
        if header is None:
            header = tuple(cells)
        elif len(cells) > len(header) and any(cells[len(header) :]):
            if len(findings) <= limits.FINDINGS_OF_A_FILE:
                findings.append(_too_many(cells, len(header)))
        else:
            filled = {str(name): cell for name, cell in zip(header, cells, strict=False) if cell}
            rows.append(Row(filled, cells[0].where))
    if header is None:
        findings.append(_malformed(Where(file), "文件是空的, 没有列名", "it is empty, without column names"))
        return None, findings
    return Table(header, tuple(rows), header[0].where), findings


def _lines(file: str, text: str, findings: list[Finding]) -> list[list[Word]]:
    lines: list[list[Word]] = []
    cells: list[Word] = []
    index, line, begin = 0, 1, 0
    count = 0
    while index < len(text):
        where = Where(file, line, index - begin + 1)
        count += 1
        if count > limits.NODES or len(cells) > limits.COLUMNS:
            much = ("列数过多", "it has too many columns") if cells else ("格数过多", "it has too many cells")
            findings.append(_malformed(where, *much, "YW005"))
            return lines
        if len(findings) >= limits.FINDINGS_OF_A_FILE:
            findings.append(too_many_findings(where))
            return lines
        quoted = text[index] == '"'
        found = (_QUOTED if quoted else _BARE).match(text, index)
        if found is None:
            findings.append(_malformed(where, "引号没有收尾", "the quotation mark is never closed"))
            return lines
        raw = found.group(1).replace('""', '"') if quoted else found.group()
        for inner in _BREAK.finditer(found.group()):
            line, begin = line + 1, index + inner.end()
        index = found.end()
        cells.append(Word(raw if quoted else raw.strip(), where))
        after = text[index : index + 1]
        if after == ",":
            index += 1
            if index == len(text):
                cells.append(Word("", Where(file, line, index - begin + 1)))
            continue
        ended = _BREAK.match(text, index)
        if ended is None and after:
            findings.append(_malformed(where, "引号的位置不对", "a quotation mark is out of place"))
            ended = _BREAK.search(text, index)
            cells = []
        if cells:
            lines.append(cells)
        cells = []
        index = ended.end() if ended else len(text)
        line, begin = line + 1, index
    if cells:
        lines.append(cells)
    return lines


def _too_many(cells: list[Word], expected: int) -> Finding:
    return Finding(
        code="YW002",
        where=cells[expected].where,
        message=Sentence(
            f"这一行有 {len(cells)} 格, 列名只有 {expected} 个。",
            f"This line has {len(cells)} cells, but there are {expected} column names.",
        ),
        remedy=Sentence(
            "含逗号的内容加双引号, 或删去多余的格。", "Quote what holds a comma, or remove the extra cells."
        ),
    )


def _malformed(where: Where, zh: str, en: str, code: str = "YW002") -> Finding:
    return Finding(
        code=code,
        where=where,
        message=Sentence(f"不是合法的 CSV: {zh}。", f"This is not CSV: {en}."),
        remedy=Sentence(
            "含逗号、引号、换行的内容用双引号括起, 引号写两次。",
            "Put what holds commas, quotes or line breaks in double quotes; double the quotes within.",
        ),
    )
