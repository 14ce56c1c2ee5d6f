"""An import, run: every sound line through the batch door, each report once.

What had ended in the other system is kept as a report and opens no case: nobody here saw that it is mended.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from yiwang.kernel.matter import City
from yiwang.kernel.numbers import CHANCE_BYTES, case_number
from yiwang.kernel.refusal import Refusal
from yiwang.nets.reports import taking, told_rules
from yiwang.nets.reports.importing.lines import Fault, Line, read
from yiwang.nets.reports.importing.mapping import Mapping, Unusable, mapping_of
from yiwang.nets.reports.kinds import imported_report
from yiwang.nets.reports.records import Told
from yiwang.nets.reports.taking import WHO, Telling
from yiwang.store.batch import batch
from yiwang.store.execute import Ask, Done, Door

AT_ONCE, MOST_FAULTS = 200, 200
ALREADY = frozenset({"people.exists", "case.exists"})


@dataclass
class Outcome:
    """What an import did: counts, and the first faults by line."""

    source: str
    lines: int = 0
    imported: int = 0
    already: int = 0
    ended: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return it for machines."""
        return {
            "source": self.source,
            "lines": self.lines,
            "imported": self.imported,
            "already": self.already,
            "ended": self.ended,
            "skipped": dict(sorted(self.skipped.items())),
            "faults": [asdict(one) for one in self.faults],
        }

    def leave_out(self, fault: Fault) -> None:
        """Count a line that is left out."""
        self.skipped[fault.code] += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)


def run(door: Door, key: str, city: City, data: bytes, mapping: bytes, now: datetime) -> Outcome:
    """Import a file. Run twice, it imports nothing twice.

    The cases are filed now: what is told of when each was told stands in the report. Raises Unusable.
    """
    if not city.reports.intake:
        raise Unusable("import.not-taken", "这个城市没有 reports.yaml。", "The city has no reports.yaml.")
    told = mapping_of(mapping, city)
    found = read(data, told, now)  # a column that is missing is said before anything is imported
    outcome = Outcome(told.source)
    sound = _sound(found, outcome)
    while group := list(islice(sound, AT_ONCE)):
        _import(door, key, city, told, group, now, outcome)
    return outcome


def _sound(found: Iterable[Line | Fault], outcome: Outcome) -> Iterable[Line]:
    def each() -> Any:
        for one in found:
            outcome.lines += 1
            if isinstance(one, Fault):
                outcome.leave_out(one)
            else:
                yield one

    return iter(each())


def _import(
    door: Door, key: str, city: City, mapping: Mapping, group: list[Line], now: datetime, outcome: Outcome
) -> None:
    records: list[Ask] = []
    kept: list[tuple[Line, Ask]] = []
    for line in group:
        telling = _telling(door, key, city, mapping, line)
        asks = taking.asks_of(city, key, telling, WHO, now)
        if isinstance(asks, Refusal):
            outcome.leave_out(Fault(line.number, asks.code, "", asks.zh, asks.en))
            continue
        records += asks
        kept.append((line, asks[0]))
    answers = list(batch(door, records))
    files: list[Ask] = []
    for (line, ask), answer in zip(kept, answers[::2], strict=True):
        new = isinstance(answer, Done) and not answer.repeated
        if isinstance(answer, Refusal) and answer.code not in ALREADY:
            outcome.leave_out(Fault(line.number, answer.code, "", answer.zh, answer.en))
            continue
        outcome.imported += new
        outcome.already += not new
        outcome.ended += new and line.ended is not None
        file = taking.filing(city, key, _told(ask), ask.secrets, now)
        if isinstance(file, Ask):
            files.append(file)
    for _ in batch(door, files):  # a case that is there already refuses to be filed again
        pass


def _telling(door: Door, key: str, city: City, mapping: Mapping, line: Line) -> Telling:
    report = imported_report(key, mapping.source, line.id)
    master = door.safe.keyring.master().secret
    chance = hmac.new(master, f"import/{key}/{report}".encode(), sha256).digest()
    month = line.opened.astimezone(city.calendar.zone)
    return Telling(
        report=report,
        kind=line.kind,
        place=line.place,
        words=line.words,
        channel="import",
        number=case_number(month, chance[:CHANCE_BYTES]),
        case_number=case_number(month, chance[CHANCE_BYTES : 2 * CHANCE_BYTES]),
        where=line.where,
        longitude=line.longitude,
        latitude=line.latitude,
        outside=f"{mapping.source}/{line.id}",
        at=line.opened.astimezone(UTC),
        ended=line.ended is not None,
    )


def _told(ask: Ask) -> Told:
    """Return what was told as its first event makes it: what a case is filed from."""
    command: told_rules.Begin = ask.command
    return Told(
        report=command.report,
        at=ask.now,
        channel=command.channel,
        kind=command.kind,
        place=command.place,
        desk=command.desk,
        opens=command.opens,
        longitude=command.longitude,
        latitude=command.latitude,
        joined=command.joined,
    )
