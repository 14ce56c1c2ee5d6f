"""What persons are called: from their records, whose names lie in the vault, else from the pack."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from yiwang.kernel.access import Actor, Principal
from yiwang.people.ids import person_stream
from yiwang.people.kinds import PERSON
from yiwang.web import store_door
from yiwang.web.words import T, Text


def names_of(request: HttpRequest, persons: Iterable[str]) -> dict[str, Text]:
    """Return the name of each person, for a reader who may know it; two queries, whatever their number.

    The caller answers for that: agents and principals of each other, colleagues who give each other tasks.

    Somebody without a name, or whose name was erased, is called so; an id is never shown.
    """
    wanted = sorted(set(persons) - {""})
    if not wanted:
        return {}
    city = request.city  # type: ignore[attr-defined]
    # The wall shows a record to its person; whoever asks here may know these names and no other's.
    reader = Actor("names", "resident", principals=tuple(Principal(one) for one in wanted))
    with store_door.reading(request, reader) as cursor:
        rows = cursor.execute(
            "SELECT state FROM person_row WHERE city = %s AND id = ANY(%s)",
            (city.key, [person_stream(city.key, one) for one in wanted]),
        ).fetchall()
    records = [PERSON.decode(bytes(row[0])) for row in rows]
    sealed = {
        f"{one.id}/{name}": one.sealed[name]
        for one in records
        for name in ("name_zh", "name_en")
        if name in one.sealed
    }
    opened = store_door.opened(request, sealed, reader)
    return {one: _name(one, opened, city) for one in wanted}


def _name(person: str, opened: dict[str, Any], city: Any) -> Text:
    zh, en = (opened.get(f"{person}/name_{language}") for language in ("zh", "en"))
    if isinstance(zh, str) or isinstance(en, str):
        known = zh if isinstance(zh, str) else str(en)
        return {"zh": known, "en": en if isinstance(en, str) else known}
    named = city.city.persons.get(person) if city.city is not None else None
    if named is not None:
        return named.title  # type: ignore[no-any-return]
    persona = next((one for one in city.personas() if getattr(one, "person", "") == person), None)
    return persona.name if persona is not None else T("names.unknown")
