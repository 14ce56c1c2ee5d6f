"""The four kinds of streams of people, and the rows and tables they keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from yiwang.kernel.access import Actor
from yiwang.kernel.people import client, glass, mandate, person
from yiwang.kernel.people.client import Client
from yiwang.kernel.people.glass import Glass
from yiwang.kernel.people.held import Held, Person
from yiwang.kernel.people.mandate import Mandate
from yiwang.kernel.refusal import Refusal
from yiwang.store.identity import identity
from yiwang.store.kinds import Change, Projection, record_kind
from yiwang.store.wall import DESK

ONE_PERSONS = "staff_code_is_one_persons"  # the constraint of migration 0004
CODE_TAKEN = Refusal(
    code="people.code-taken",
    zh="这个工号已经是另一个人的了。请核对工号；如果那个人已经离开、现在回来，请在他的页面重新入职。",
    en="This staff code is another person's. Check the code; if that person left and is back now, take them "
    "back on their own page.",
)
FOREVER = "9999-12-31"  # a day that stands for "no end", so that days compare as text
HELD_COLUMNS = ("position", "acting_for", "since", "until", "body", "role", "how", "person")
HOLD = (
    f"INSERT INTO held_row (city, stream, {', '.join(HELD_COLUMNS)})"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (city, stream, position, acting_for, since) DO UPDATE SET until = excluded.until,"
    " body = excluded.body, role = excluded.role, how = excluded.how, person = excluded.person"
)
HOLD_NO_MORE = (
    "DELETE FROM held_row"
    " WHERE city = %s AND stream = %s AND position = %s AND acting_for = %s AND since = %s"
)


def day(value: date | None) -> str:
    """Return a day as it stands in a row; None as `FOREVER`."""
    return value.isoformat() if value is not None else FOREVER


def held_rows(who: Person) -> list[tuple[str, ...]]:
    """Return what `held_row` holds of a person, in the order of `HELD_COLUMNS`."""
    return [_held_row(who.id, held) for held in who.held]


def _held_row(whose: str, held: Held) -> tuple[str, ...]:
    return (
        held.position,
        held.acting_for,
        day(held.since),
        day(held.until),
        held.body,
        held.role,
        held.how,
        whose,
    )


def _project_person(stream: UUID, old: Person | None, new: Person, events: Sequence[Any]) -> list[Change]:
    before = set(held_rows(old)) if old is not None else set()
    after = set(held_rows(new))
    gone = [(stream, *row[:3]) for row in sorted(before) if row[:3] not in {one[:3] for one in after}]
    come = [(stream, *row) for row in sorted(after - before)]
    found = ((HOLD_NO_MORE, gone), (HOLD, come))
    return [Change(sql, rows) for sql, rows in found if rows]


def sees_person(actor: Actor, who: Person) -> bool:
    """Say of a batch what the wall says of a row: oneself, colleagues, administrators: as migration 0002."""
    own = identity(actor)
    held = {one.body for one in who.held}
    return who.id in own.persons or bool(own.bodies & held) or DESK in own.reach


def _person_values(who: Person) -> tuple[Any, ...]:
    bodies = sorted({held.body for held in who.held})
    return (who.id, who.kind, who.phase, bodies, who.epoch)


def _mandate_values(one: Mandate) -> tuple[Any, ...]:
    return (one.principal, one.agent, one.phase, day(one.since), day(one.until), one.digest)


def _client_values(one: Client) -> tuple[Any, ...]:
    return (one.body, one.phase)


def _glass_values(one: Glass) -> tuple[Any, ...]:
    return (one.person, one.case, one.lead, one.phase, one.verdict, one.until, day(one.review_by))


PERSON = record_kind(
    "person",
    person,
    Person,
    (("person", "text"), ("kind", "text"), ("phase", "text"), ("bodies", "text[]"), ("epoch", "integer")),
    _person_values,
    project=_project_person,
    projections=(Projection("held_row", HELD_COLUMNS, held_rows),),
    sees=sees_person,
    taken={ONE_PERSONS: CODE_TAKEN},
)
MANDATE = record_kind(
    "mandate",
    mandate,
    Mandate,
    (
        ("principal", "text"),
        ("agent", "text"),
        ("phase", "text"),
        ("since", "text"),
        ("until", "text"),
        ("digest", "text"),
    ),
    _mandate_values,
)
CLIENT = record_kind("client", client, Client, (("body", "text"), ("phase", "text")), _client_values)
GLASS = record_kind(
    "glass",
    glass,
    Glass,
    (
        ("person", "text"),
        ("case_id", "text"),
        ("lead", "text"),
        ("phase", "text"),
        ("verdict", "text"),
        ("until", "timestamptz"),
        ("review_by", "text"),
    ),
    _glass_values,
)
