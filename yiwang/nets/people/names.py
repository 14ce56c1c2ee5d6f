"""Names of persons: opened from the vault for whoever may read the person, and counted each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from yiwang.kernel.access import may
from yiwang.kernel.people import person as rules
from yiwang.kernel.people.held import Person
from yiwang.nets.people.asking import counting
from yiwang.people import codes
from yiwang.people.kinds import PERSON
from yiwang.store.vault import Damaged, Erased
from yiwang.web import store_door
from yiwang.web.here import actor_of, city_key, city_now
from yiwang.web.words import T, Text

FIELDS = ("name_zh", "name_en", "code")
READ = (
    "INSERT INTO person_reading (city, person, actor, purpose, at, fields)"
    " SELECT %s, read.person, %s, %s, %s, read.fields"
    " FROM unnest(%s::text[], %s::int[]) AS read(person, fields)"
)


@dataclass(frozen=True)
class Named:
    """Somebody with their name: `title` in both languages, `code` of the staff, "" when there is none."""

    id: str
    title: Text
    code: str = ""


def opened(request: HttpRequest, persons: Iterable[Person], purpose: str) -> dict[str, Named]:
    """Return the names of these persons by id: one query for all, and one that counts them.

    Of whom the actor may not read, only that it is somebody elsewhere.

    Args:
        purpose: what they are opened for: `list`, `person`, `why`, `directory`, `acts`, `glass`.
    """
    city, actor = city_now(request), actor_of(request)
    given = {one.id: one for one in persons}
    found = {id: one for id, one in given.items() if may(actor, "person.read", rules.target(one, city))}
    references = {
        f"{one.id}/{field}": one.sealed[field]
        for one in found.values()
        for field in FIELDS
        if field in one.sealed
    }
    values = store_door.opened(request, references)
    note(request, Counter(key.rpartition("/")[0] for key in references), purpose)
    named = {id: Named(id, T("desk.name.elsewhere")) for id in given}
    return named | {
        one: _named(one, {field: values.get(f"{one}/{field}") for field in FIELDS}) for one in found
    }


def _named(person: str, values: Mapping[str, object]) -> Named:
    zh, en, code = (_text(values[field]) for field in FIELDS)
    title = {"zh": zh, "en": en or zh} if zh else _missing(values["name_zh"], person)
    return Named(person, title, code)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _missing(value: object, person: str) -> Text:
    if isinstance(value, Erased):
        return T("desk.name.erased")
    return T("desk.name.damaged") if isinstance(value, Damaged) else {"zh": person, "en": person}


def note(request: HttpRequest, fields: Mapping[str, int], purpose: str) -> None:
    """Count the opening of names: who, whose, what for, how many fields. Never a value."""
    read = {person: count for person, count in fields.items() if count}
    if not read:
        return
    with counting(request) as cursor:
        cursor.execute(
            READ,
            (
                city_key(request),
                actor_of(request).signature,
                purpose,
                store_door.now(),
                list(read),
                list(read.values()),
            ),
        )


def by_id(request: HttpRequest, persons: Iterable[str]) -> dict[str, Person]:
    """Return the records of these persons, those there are."""
    wanted = sorted(set(persons) - {""})
    if not wanted:
        return {}
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT state FROM person_row WHERE city = %s AND person = ANY(%s)", (city_key(request), wanted)
        ).fetchall()
    return {one.id: one for one in (PERSON.decode(bytes(row[0])) for row in rows)}


def by_streams(request: HttpRequest, streams: Iterable[UUID]) -> dict[UUID, Person]:
    """Return the records of these streams, those that are persons."""
    wanted = list(set(streams))
    if not wanted:
        return {}
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT id, state FROM person_row WHERE city = %s AND id = ANY(%s)", (city_key(request), wanted)
        ).fetchall()
    return {row[0]: PERSON.decode(bytes(row[1])) for row in rows}


def by_code(request: HttpRequest, code: str) -> Person | None:
    """Return the person with this staff code, found by the vault's blind index."""
    with store_door.reading(request) as cursor:
        found = codes.by_codes(cursor, store_door.door().safe, city_key(request), [code])
    return found.get(code.strip())
