"""What rules say, as commands on the records of signals; and what silences do to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from msgspec.structs import replace

from yiwang.ingest.rules.model import Change
from yiwang.ingest.signal_kinds import SIGNAL, signal_stream
from yiwang.ingest.signal_records import Opens, Signal, Silence
from yiwang.ingest.signal_rules import Clear, Hear, Quieten, Raise, TellAgain
from yiwang.kernel.access import system
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import CHANCE_BYTES, case_number
from yiwang.store.execute import Ask

WHO = system("signals")


@dataclass(frozen=True)
class Sayer:
    """Makes commands for one city at one moment.

    Attributes:
        silences: those that stand now, by id. chance: as many random bytes as asked.
    """

    key: str
    city: City
    now: datetime
    silences: Mapping[UUID, Silence]
    chance: Callable[[int], bytes]

    def asks(self, changes: Iterable[Change]) -> list[Ask]:
        """Return the commands that changes are. Asked twice they change nothing more."""
        return [self._ask(change) for change in changes]

    def hushed(self, standing: Iterable[tuple[UUID, Signal]]) -> list[Ask]:
        """Return what silences that began, or ended, do to the signals that stand."""
        found = []
        for stream, signal in standing:
            silence = self._silence(signal)
            if silence and not signal.silence:
                found.append(self._to(stream, Quieten(silence=silence)))
            elif signal.silence and not silence:
                found.append(self._to(stream, Hear(opens=self._opens(stream, signal))))
        return found

    def _ask(self, change: Change) -> Ask:
        stream = signal_stream(self.key, change.rule, change.about, change.since)
        if change.what == "raised":
            return self._to(stream, Raise(signal=self._signal(stream, change)))
        if change.what == "again":
            return self._to(stream, TellAgain(times=change.times))
        return self._to(
            stream,
            Clear(times=change.times, until=change.until or change.at, why=change.why, worst=change.worst),
        )

    def _to(self, stream: UUID, command: object) -> Ask:
        return Ask(self.key, SIGNAL, stream, command, WHO, self.now)

    def _signal(self, stream: UUID, change: Change) -> Signal:
        thing, place, body = whereabouts(self.city, change.rule, change.about)
        signal = Signal(
            about=change.about,
            body=body,
            lead=self._lead(change),
            place=place,
            rule=change.rule,
            severity=change.severity,
            since=change.since,
            thing=thing,
            worst=change.worst,
        )
        silence = self._silence(signal)
        return replace(signal, silence=silence, opens=None if silence else self._opens(stream, signal))

    def _lead(self, change: Change) -> str:
        if not change.lead:
            return ""
        about, _, since = change.lead.partition("@")
        return str(signal_stream(self.key, change.rule, about, datetime.fromisoformat(since)))

    def _opens(self, stream: UUID, signal: Signal) -> Opens | None:
        rule = next((one for one in self.city.sensing.rules if one.id == signal.rule), None)
        if rule is None or not rule.opens or signal.lead:
            return None
        opened = self.now.astimezone(self.city.calendar.zone)
        return Opens(
            case=str(uuid5(stream, "case")),
            kind=rule.opens,
            number=case_number(opened, self.chance(CHANCE_BYTES)),
        )

    def _silence(self, signal: Signal) -> str:
        places = {signal.thing, *self.city.above(signal.place)}
        found = [
            str(id)
            for id, one in self.silences.items()
            if one.body == signal.body and one.rule in ("", signal.rule) and one.at in places
        ]
        if signal.silence in found:
            return signal.silence
        return min(found, default="")


def whereabouts(city: City, rule: str, about: str) -> tuple[str, str, str]:
    """Return thing ("" of a place), place and body of what a signal is about."""
    id = about.partition(".")[0]
    thing = city.sensing.things.get(id)
    if thing is not None:
        return thing.id, thing.place, thing.body
    bodies = [one.body for one in city.sensing.things.values() if id in city.above(one.place)]
    return "", id if id in city.places else city.root, _whose(city, rule, bodies)


def _whose(city: City, rule: str, bodies: Sequence[str]) -> str:
    """Return the body whose things the parts of a combination look at; the first of several."""
    parts = {part for one in city.sensing.rules if one.id == rule for part in one.of}
    things = {thing for one in city.sensing.rules if one.id in parts for thing in one.things}
    meant = [city.sensing.things[id].body for id in sorted(things) if id in city.sensing.things]
    return next(iter(meant or sorted(bodies)), "")
