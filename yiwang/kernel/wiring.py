"""Wiring (接线): when this happens to a case of one matter, ask that of another. Pure.

What nobody needs to weigh is asked at once, or when a clock has passed. What needs a person becomes a task of
the position the wiring names, and goes on when that person confirms it; everything that goes against
somebody is such (`pack/check/adverse.py`), and is then done by that person's own act, never by the wire.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from yiwang.kernel.business_rules import number
from yiwang.kernel.case import Case
from yiwang.kernel.commands import Accept, Close, Command, File, Propose, Resume
from yiwang.kernel.feel import Expression, FeelError, compile_expression
from yiwang.kernel.matter import City, Matter, Wire
from yiwang.kernel.numbers import CHANCE_BYTES, called_id, case_number
from yiwang.kernel.traffic import Origin

CONFIRMED = "case.wire-confirmed"
LIMIT_PASSED = "case.limit-passed"
ASKED_ALONE: dict[str, type[Command]] = {
    "accept": Accept,
    "resume": Resume,
    "close": Close,
}
"""What a wire asks of the case itself without more words; `file` begins another case."""


_OVER = frozenset({"closed", "withdrawn", "rejected", "void", "lapsed"})
PAST: dict[str, frozenset[str]] = {
    Accept.verb: _OVER | {"accepted", "suspended", "decided", "delivered"},
    Resume.verb: _OVER | {"accepted", "decided", "delivered"},
    Close.verb: _OVER,
}
"""Phases in which there is nothing left to do of what a wire asks alone: it is done, or the case is over."""


def overtaken(command: Command, case: Case) -> bool:
    """Say whether somebody was quicker than the wire: what it asks is done, or the case has ended."""
    return case.phase in PAST.get(command.verb, ())


def awaited(city: City) -> frozenset[str]:
    """Return the types of all events that some wire of a city looks at."""
    if not city.wires:
        return frozenset()
    return frozenset({CONFIRMED, LIMIT_PASSED, *(wire.event for wire in city.wires)})


def asked(
    city: City, case: Case, event: str, about: dict[str, str], earlier: Collection[str], opened_on: datetime
) -> Iterator[tuple[str, str, Command]]:
    """Yield (id of the wire, id of the case it goes to, command) for what an event sets going.

    Args:
        case: as it stands now, which may be later than the event.
        event, about: its type, and the `clock` or `wire` it names.
        earlier: types of the case's events up to and with this one; `limit:<clock>` for a limit that passed.
        opened_on: now, in the city's zone.
    """
    for wire in city.wires:
        if wire.matter != case.matter or not _reached(wire, event, about, earlier):
            continue
        if event != CONFIRMED and not holds(wire, case, city.matters.get(case.matter)):
            continue
        if needs_person(wire) and event != CONFIRMED:
            yield wire.id, case.id, Propose(wire=wire.id)
            continue
        command = _command(wire, case, opened_on)
        if command is not None:
            yield wire.id, command.case if isinstance(command, File) else case.id, command


def needs_person(wire: Wire) -> bool:
    """Say whether a person is asked first: where the wire says so, and for what needs words.

    Where it names no position it is the head of the lead body.
    """
    return bool(wire.position) or wire.command not in {"file", *ASKED_ALONE}


def _reached(wire: Wire, event: str, about: dict[str, str], earlier: Collection[str]) -> bool:
    if event == CONFIRMED:
        return about.get("wire") == wire.id and wire.command == "file"
    if not wire.clock:
        return event == wire.event
    passed = f"limit:{wire.clock}"
    if event == LIMIT_PASSED and about.get("clock") == wire.clock:
        return wire.event in earlier
    return event == wire.event and passed in earlier


def holds(wire: Wire, case: Case, matter: Matter | None) -> bool:
    """Say whether a wire's condition is true of a case; null and what cannot be worked out are not."""
    if not wire.condition:
        return True
    written = matter.number_fields if matter is not None else ()
    numbers = {name: number(case.facts[name]) for name in written if isinstance(case.facts.get(name), str)}
    facts = {**case.facts, **numbers, "outcome": case.outcome}
    return _read(wire.condition).evaluate(facts) is True


@lru_cache(maxsize=512)
def _read(condition: str) -> Expression:
    read = compile_expression(condition)
    assert not isinstance(read, FeelError), "a condition that the check refuses (YW801)"
    return read


def _command(wire: Wire, case: Case, opened_on: datetime) -> Command | None:
    if wire.command != "file":
        kind = ASKED_ALONE.get(wire.command)
        return kind() if kind is not None and wire.asked == case.matter else None
    new = called_id(case.id, f"wire/{wire.id}/{case.opened_at.isoformat()}/{case.events}")
    facts = {target: case.facts[source] for target, source in wire.facts if source in case.facts}
    return File(
        case=new,
        number=case_number(opened_on, sha256(new.encode()).digest()[:CHANCE_BYTES]),
        matter=wire.asked,
        place=case.place,
        channel=case.channel,
        facts=facts,
        origin=Origin(case=case.id, depth=case.origin.depth + 1 if case.origin else 1, wire=wire.id),
    )
