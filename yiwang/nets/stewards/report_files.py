"""The yearly report as a workbook and as a PDF: the same figures as its page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from yiwang.kernel.matter import City
from yiwang.nets.stewards.yearly import Year
from yiwang.web.pdf.sheet import Sheet, block, both, facts
from yiwang.web.words import LANGUAGES, T, Text, say

COLUMNS = (
    "products",
    "grants_given",
    "grants_had",
    "given",
    "received",
    "requests_made",
    "requests.asked",
    "requests.in_time",
    "requests.late",
    "requests.open",
    "requests.open_late",
    "corrections.asked",
    "corrections.in_time",
    "corrections.late",
    "corrections.open",
    "corrections.open_late",
    "corrected",
    "complaints",
)
"""The figures of a body, in the order of the page, the workbook and the PDF."""


def figure(one: Year, column: str) -> int:
    """Return one figure of a body's year."""
    found: Any = one
    for part in column.split("."):
        found = getattr(found, part)
    return int(found)


def title_of(column: str) -> Text:
    """Return what a figure is called."""
    return T(f"stewards.report.{column}")


def heading(city: City, year: int) -> Text:
    """Return the title of the report."""
    words = T("stewards.report.of")
    return {one: say(words, one, city=say(city.title, one), year=year) for one in LANGUAGES}


def until_in_words(day: date) -> Text:
    """Return up to which day the figures are."""
    words = T("stewards.report.until")
    return {one: say(words, one, day=day.isoformat()) for one in LANGUAGES}


def workbook(city: City, year: int, rows: Sequence[Year], until: date, language: str) -> bytes:
    """Return the report in one language, as the bytes of an XLSX file."""
    from openpyxl import Workbook  # slow to load: not with the pages
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    page = book.active
    assert page is not None
    page.title = str(year)
    page.append([say(heading(city, year), language)])
    page.append([say(until_in_words(until), language)])
    page.append(
        [say(T("stewards.report.body"), language), *(say(title_of(one), language) for one in COLUMNS)]
    )
    for row in rows:
        body = city.bodies[row.body].title
        page.append([say(body, language), *(figure(row, one) for one in COLUMNS)])
    for cell in page[3]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    page.column_dimensions["A"].width = 32
    page.freeze_panes = "B4"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def paper(city: City, year: int, rows: Sequence[Year], until: date, at: datetime) -> Sheet:
    """Return the report as a sheet to be typeset, in both languages; of a body only what it had."""
    blocks = [block("text", until_in_words(until)), block("text", T("stewards.report.says"))]
    for row in rows:
        blocks.append(block("heading", city.bodies[row.body].title))
        shown = [(title_of(one), str(figure(row, one))) for one in COLUMNS if figure(row, one)]
        blocks.append(facts(shown))
    if not rows:
        blocks.append(block("text", T("stewards.report.none")))
    return Sheet(
        title=both(heading(city, year)),
        issuer=both(city.title),
        number=f"{city.id}-{year}",
        at=at,
        blocks=tuple(blocks),
        sign=(both(city.title)[0], until.isoformat()),
        address="",
        code="",
        qr="",
        verify=("", ""),
        foot=(both(T("stewards.report.foot")),),
    )
