"""Whoever told the city of something is told how it goes on: by the number of their report, not the case's.

Who told is sealed from the body that handles the case. So a message to them keeps the body that takes reports
in, which knows already, and the report's number; no case stands in it, and no list of the handling body shows
it. Whoever told without an account is reached by nobody: they follow it by number and code.

Source: 信访工作条例 第三十条 (what was reported, and by whom, is not passed to the body complained of).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from yiwang.kernel.access import system
from yiwang.kernel.case import Case
from yiwang.kernel.matter import City
from yiwang.kernel.told import REPORT_EVENTS, Text
from yiwang.nets.messages import telling
from yiwang.nets.messages.records import About
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.execute import Door
from yiwang.store.relay import Leaf
from yiwang.store.wall import city_transaction

WHO = system("messages")
# Reports are records of another net; of them we know two tables, and nothing of what is sealed.
REPORTS_OF = (
    "SELECT r.id, r.applicant, r.number, r.desk, r.at, t.case_id, t.place FROM report_row r"
    " JOIN told_row t ON t.city = r.city AND t.id = r.told"
    " WHERE r.city = %s AND {column} = %s AND r.applicant <> '' ORDER BY r.at, r.id"
)
COLUMNS = {CASE.name: "t.case_id", "told": "t.id", "report": "r.id"}


@dataclass(frozen=True)
class Teller:
    """Somebody who told the city with an account: the report's id and number, and who takes it in."""

    report: UUID
    person: str
    number: str
    desk: str
    case: UUID
    place: str


def tellers(door: Door, leaf: Leaf) -> list[Teller]:
    """Return who told of what an entry is about, each report once; not who told of it only later."""
    statement = REPORTS_OF.format(column=COLUMNS[leaf.kind])
    with lend(door.pool) as connection, city_transaction(connection, leaf.city, WHO) as cursor:
        rows = cursor.execute(statement, (leaf.city, leaf.stream)).fetchall()
    return [Teller(row[0], row[1], row[2], row[3], row[5], row[6]) for row in rows if row[4] <= leaf.entry.at]


def is_told(leaf: Leaf) -> bool:
    """Say whether an entry of a report is one that its teller is told of; not what they wrote themselves."""
    data = leaf.event().data
    return leaf.entry.type in REPORT_EVENTS and getattr(data, "by", "") != "reporter"


def about_report(about: About, teller: Teller) -> About:
    """Return what a message to whoever told keeps: the report instead of the case."""
    return replace(about, body=teller.desk, case="", number=teller.number, report=str(teller.report))


def with_number(values: dict[str, Text], teller: Teller) -> dict[str, Text]:
    """Return the values of the places, with the number that whoever told was given."""
    return {language: {**words, "number": teller.number} for language, words in values.items()}


def about_entry(teller: Teller, case: Case | None, event: str, at: datetime) -> About:
    """Return what a message keeps of an entry of the report itself."""
    about = About(
        at=at,
        event=event,
        matter=case.matter if case is not None else "",
        phase=case.phase if case is not None else "",
        place=teller.place,
    )
    return about_report(about, teller)


def values_of_entry(
    city: City, teller: Teller, case: Case | None, data: Any, at: datetime
) -> dict[str, Text]:
    """Return what stands in each place of a message about an entry of a report, by language."""
    return with_number(telling.values_of_report(city, case, teller.place, data, at), teller)
