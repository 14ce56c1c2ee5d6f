"""From a pack to the kernel's city. A city serves only what a check found without errors."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from yiwang.kernel import matter as kernel
from yiwang.kernel.calendar import Calendar, CalendarError, parse_session
from yiwang.kernel.told import Keeping
from yiwang.pack import (
    compile_governed,
    events,
    guarding,
    incidents,
    looks,
    open_sets,
    plans,
    policies,
    reports,
    sensing,
    told,
    upward,
)
from yiwang.pack.catalogue import compiled
from yiwang.pack.compile_matter import compile_matter, frame_of
from yiwang.pack.model import Pack
from yiwang.pack.nodes import plain
from yiwang.pack.where import Word
from yiwang.pack.windows import bookables_of, halls_of


class Unfit(Exception):
    """A pack with errors was to be compiled. Carries the sentences of what prevents it."""

    def __init__(self, sentences: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(en for _, en in sentences))
        self.sentences = sentences


def compile_pack(pack: Pack) -> kernel.City:
    """Return the city of a pack that was examined and has no errors.

    Raises:
        Unfit: it has errors after all, in a process, a clock or the calendar.
    """
    wrong: list[tuple[str, str]] = []
    try:
        calendar = calendar_of(pack)
    except CalendarError as fault:
        raise Unfit([(fault.zh, fault.en)]) from fault
    clauses = {clause.citation: clause for clause in pack.clauses}
    matters: dict[str, kernel.Matter] = {}
    for matter in pack.matters:
        made = compile_matter(matter, clauses)
        if isinstance(made, tuple):
            wrong += [(f"{matter.id}: {one.zh}", f"{matter.id}: {one.en}") for one in made]
        else:
            matters[made.id] = made
    if wrong:
        raise Unfit(wrong)
    return _city(pack, calendar, matters)


def frame(pack: Pack) -> kernel.City:
    """Return places, bodies and who leads what, of a pack that may still be broken.

    Its matters have neither process nor clocks; a calendar that cannot be built is an empty one.
    """
    try:
        calendar = calendar_of(pack)
    except CalendarError:
        calendar = Calendar.of_notices((), zone=zone_of(pack))
    return _city(pack, calendar, {str(matter.id): frame_of(matter) for matter in pack.matters})


def zone_of(pack: Pack) -> ZoneInfo:
    """Return the city's zone; UTC when the pack names one that does not exist."""
    try:
        return ZoneInfo(str(pack.head.zone) or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def calendar_of(pack: Pack) -> Calendar:
    """Return the city's calendar.

    Raises:
        CalendarError: the notices contradict each other, or a year between them is missing.
    """
    settings = pack.head.calendar
    return Calendar.of_notices(
        [plain(node) for node in pack.holidays],
        zone=zone_of(pack),
        weekend=[str(day) for day in settings.weekend],
        office=[parse_session(str(hours)) for hours in settings.office_hours],
    )


def _city(pack: Pack, calendar: Calendar, matters: dict[str, kernel.Matter]) -> kernel.City:
    bodies = _bodies(pack)
    halls = halls_of(pack.windows)
    return kernel.City(
        id=str(pack.head.id),
        title=pack.head.title.plain(),
        pack=pack.digest,
        zone=str(pack.head.zone),
        root=str(pack.head.root),
        calendar=calendar,
        places=_places(pack),
        bodies=bodies,
        positions=_positions(pack),
        persons=_persons(pack),
        matters=matters,
        clauses=_clauses(pack),
        seats=kernel.seats_of(bodies),
        windows=_windows(pack),
        shares=_shares(pack),
        overlays=_overlays(pack),
        personas=_personas(pack),
        synthetic=pack.head.synthetic.plain() if pack.head.synthetic else {},
        languages=pack.head.languages,
        ratings={name: tuple(map(str, ids)) for name, ids in pack.head.ratings.items()},
        catalogue=compiled(pack.catalogue),
        witnesses=tuple(
            kernel.Witness(str(one.id), one.title.plain(), str(one.key)) for one in pack.head.witnesses
        ),
        looks=looks.compiled(pack.head.looks),
        halls=halls,
        halls_note=pack.windows.note.plain() if pack.windows.note else {},
        bookables=bookables_of(pack.windows, halls),
        messages=told.compiled(pack.messages),
        keeping=Keeping(pack.keeping.messages, pack.keeping.addresses),
        sensing=sensing.compiled(pack.sensing),
        event_kinds=events.compiled(pack.events),
        event_rules=events.compiled_rules(pack.events),
        incident_rules=incidents.compiled(pack.incidents),
        reports=reports.compiled(pack.reports),
        guarding=guarding.compiled(pack.guarding),
        upward=upward.compiled(pack.upwards),
        plans=plans.compiled(pack.plans),
        alerting=plans.compiled_alerting(pack.alerting),
        policies=policies.compiled(pack.policies, pack.governed),
        open_sets=open_sets.compiled(pack.open_sets),
        wires=tuple(compile_governed.wire(one) for one in pack.governed.wires),
        products=compile_governed.products(pack.governed),
        grants=compile_governed.grants(pack.governed),
        duties=compile_governed.duties(pack.governed),
    )


def _bodies(pack: Pack) -> dict[str, kernel.Body]:
    return {
        str(body.id): kernel.Body(
            id=str(body.id),
            title=body.title.plain(),
            parent=_maybe(body.parent),
            seat=str(body.seat),
            function=str(body.function),
            level=str(body.level),
            replaces=tuple(str(body.replaces or "").split()),
        )
        for body in pack.bodies
    }


def _maybe(word: Word | None) -> str | None:
    return None if word is None else str(word)


def _day(word: Word | None) -> date | None:
    try:
        return date.fromisoformat(str(word)) if word else None
    except ValueError:
        return None


def _places(pack: Pack) -> dict[str, kernel.Place]:
    return {
        str(place.code): kernel.Place(
            code=str(place.code),
            title=place.title.plain(),
            parent=_maybe(place.parent),
            level=str(place.level),
            system=str(place.system),
            boundary=_maybe(place.boundary),
        )
        for place in pack.places
    }


def _positions(pack: Pack) -> dict[str, kernel.Position]:
    return {
        str(position.id): kernel.Position(
            id=str(position.id),
            body=str(position.body),
            title=position.title.plain(),
            role=str(position.role),
        )
        for position in pack.positions
    }


def _persons(pack: Pack) -> dict[str, kernel.Person]:
    return {
        str(person.id): kernel.Person(
            id=str(person.id),
            title=person.title.plain(),
            position=str(person.position),
            since=_day(person.since) or date.min,
            until=_day(person.until),
            substitute_for=_maybe(person.substitute_for),
        )
        for person in pack.persons
    }


def _clauses(pack: Pack) -> dict[str, kernel.Clause]:
    return {
        clause.citation: kernel.Clause(
            law=str(clause.law),
            article=str(clause.article),
            version=clause.version,
            says=clause.says.plain(),
            verified=clause.verified,
            source=clause.source,
        )
        for clause in pack.clauses
    }


def _windows(pack: Pack) -> dict[str, str]:
    """Return the body with a window in each place; the first in the table where there are several."""
    seats = {str(body.id): str(body.seat) for body in pack.bodies}
    found: dict[str, str] = {}
    for position in pack.positions:
        if position.role == "window" and str(position.body) in seats:
            found.setdefault(seats[str(position.body)], str(position.body))
    return found


def _shares(pack: Pack) -> dict[str, tuple[kernel.Share, ...]]:
    grouped: dict[str, list[kernel.Share]] = {}
    for share in pack.shares:
        grouped.setdefault(str(share.matter), []).append(
            kernel.Share(
                matter=str(share.matter),
                place=str(share.place),
                below=share.below,
                lead=_maybe(share.lead),
                assisting=tuple(map(str, share.assisting)),
                regulator=_maybe(share.regulator),
                supervisor=_maybe(share.supervisor),
            )
        )
    return {matter: tuple(shares) for matter, shares in grouped.items()}


def _overlays(pack: Pack) -> tuple[kernel.Overlay, ...]:
    return tuple(
        kernel.Overlay(
            id=str(overlay.id),
            title=overlay.title.plain(),
            kind=str(overlay.kind),
            covers=tuple(map(str, overlay.covers)),
            body=_maybe(overlay.body),
            since=_day(overlay.since),
            until=_day(overlay.until),
            precedence=overlay.precedence,
            document=overlay.document,
            verified=overlay.verified,
        )
        for overlay in pack.overlays
    )


def _personas(pack: Pack) -> tuple[dict[str, Any], ...]:
    """Return `{id, kind, name, position, person, place}`; what is not written is an empty string."""
    return tuple(
        {
            "id": str(persona.id),
            "kind": str(persona.kind),
            "name": persona.title.plain(),
            "position": str(persona.position or ""),
            "person": str(persona.person or ""),
            "place": str(persona.place or ""),
        }
        for persona in pack.personas
    )
