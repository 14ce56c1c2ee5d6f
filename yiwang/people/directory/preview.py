"""What a directory would change: per person what joins, moves and leaves, what that opens and closes,
and what the rules would refuse. Pure.

A person is found by staff code, never by name. Nobody leaves whose line could not be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from yiwang.kernel.access import system
from yiwang.kernel.commands import Context
from yiwang.kernel.matter import City
from yiwang.kernel.people import person as rules
from yiwang.kernel.people.directory import Change, Effect, Post, Wanted, effect, plan
from yiwang.kernel.people.held import Person
from yiwang.kernel.people.person import Appoint, Dismiss, Leave
from yiwang.kernel.people.proposal import Totals
from yiwang.kernel.refusal import Refusal
from yiwang.people.directory.reading import BadLine, Reading, Row

SOURCE = "directory"
JOINS = frozenset({"join", "rejoin"})
MANY = 5  # more than one in so many leaving is warned of


class Upload(msgspec.Struct, frozen=True):
    """What is kept, sealed, of an uploaded directory: its lines, and ids for those who are new."""

    rows: tuple[Row, ...]
    bad: tuple[BadLine, ...]
    ids: dict[str, str]  # staff code → person id

    @property
    def codes(self) -> list[str]:
        """Every staff code that could be read, of good lines and bad."""
        return sorted({row.code for row in self.rows} | {bad.who for bad in self.bad if bad.who})


@dataclass(frozen=True)
class Step:
    """One change, and why the rules would refuse it."""

    change: Change
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Line:
    """One person of the preview: the record `before`, and `after` all that is not refused."""

    person: str
    code: str
    name: str
    steps: tuple[Step, ...]
    before: Person | None
    after: Person | None
    city: City
    day: date

    @property
    def effects(self) -> tuple[tuple[date, Effect], ...]:
        """What is opened and closed, by day; worked out when it is asked for, a page at a time."""
        return tuple(_effects(self.before, self.after, self.steps, self.city, self.day))

    @property
    def moves(self) -> set[str]:
        """The kinds of changes that would be made."""
        return {step.change.move for step in self.steps if step.refusal is None}


@dataclass(frozen=True)
class Preview:
    """The whole of it.

    Attributes:
        many_leave: more than a fifth of those the directory keeps would leave.
        kept: nobody leaves by this file, since a line without a readable code could be anybody's.
    """

    lines: tuple[Line, ...]
    totals: Totals
    digest: str
    many_leave: bool
    kept: bool

    @property
    def changes(self) -> list[Change]:
        """What is to be done, in order: takings-away before givings, over all persons."""
        order = {"join": 0, "rejoin": 0, "dismiss": 1, "leave": 2}
        found = [step.change for line in self.lines for step in line.steps if step.refusal is None]
        return sorted(found, key=lambda change: order.get(change.move, 3))


def upload_of(reading: Reading, new_ids: Iterable[str]) -> Upload:
    """Return what is kept of a reading. `new_ids` gives random ids, one for each code that needs one."""
    codes = sorted({row.code for row in reading.rows})
    return Upload(reading.rows, reading.bad, dict(zip(codes, new_ids, strict=False)))


def preview(
    upload: Upload,
    found: Mapping[str, Person],
    known: Mapping[str, Person],
    names: Mapping[str, Mapping[str, str]],
    city: City,
    now: datetime,
    own: frozenset[str],
) -> Preview:
    """Work out what would be done at this moment.

    Args:
        found: staff code → record, of the upload's codes. known: person id → record, of everybody.
        names: person id → field → what the vault holds now, of those found.
        own: who proposes and who applies: they give themselves nothing.
    """
    day = now.astimezone(ZoneInfo(city.zone)).date()
    held_back = {bad.who for bad in upload.bad if bad.who}
    kept = any(not bad.who for bad in upload.bad)
    wanted = _wanted(upload, found, known, held_back, day)
    untouched = {found[code].id for code in held_back if code in found}
    considered = {id: one for id, one in known.items() if id not in untouched}
    renamed = frozenset(one.person for one in wanted if _renamed(one, names.get(one.person)))
    changes = plan(wanted, considered, day, source=SOURCE, renamed=renamed, rejoins=True)
    changes = [change for change in changes if not (kept and change.move == "leave")]
    changes += _gone(upload, found, changes, held_back)
    lines = _lines(changes, upload, found, known, city, now, own)
    active = sum(one.source == SOURCE and one.phase != "left" for one in known.values())
    totals = _totals(lines)
    return Preview(tuple(lines), totals, _digest(lines), totals.leaves * MANY > active > 0, kept)


def _wanted(
    upload: Upload,
    found: Mapping[str, Person],
    known: Mapping[str, Person],
    held_back: set[str],
    day: date,
) -> list[Wanted]:
    by_code: dict[str, list[Row]] = {}
    for row in upload.rows:
        if not row.left and row.code not in held_back:
            by_code.setdefault(row.code, []).append(row)
    ids = {code: found[code].id if code in found else upload.ids[code] for code in by_code}
    holders = _holders(known, day) | {
        row.position: ids[code] for code, rows in by_code.items() for row in rows if _holds(row, day)
    }
    return [
        Wanted(ids[code], tuple(_posts(rows, holders, ids[code])), _names(rows[0]))
        for code, rows in by_code.items()
    ]


def _holds(row: Row, day: date) -> bool:
    begun = row.since is None or row.since <= day
    return begun and (row.until is None or day <= row.until)


def _holders(known: Mapping[str, Person], day: date) -> dict[str, str]:
    return {
        held.position: one.id
        for one in known.values()
        if one.phase == "active"
        for held in one.held
        if held.how == "own" and held.on(day)
    }


def _posts(rows: list[Row], holders: Mapping[str, str], person: str) -> Iterable[Post]:
    for row in rows:
        assert row.since is not None, "a line that has not left has a first day"
        if row.position:
            yield Post(row.position, row.since, row.until)
        if row.substitute_for:
            whose = holders.get(row.substitute_for, "")
            yield Post(
                row.substitute_for, row.since, row.until, "substitute", whose if whose != person else ""
            )


def _names(row: Row) -> dict[str, str]:
    given = {"code": row.code, "name_zh": row.name_zh, "name_en": row.name_en}
    return {field: text for field, text in given.items() if text}


def _renamed(one: Wanted, now: Mapping[str, str] | None) -> bool:
    return now is not None and any(now.get(field) != text for field, text in one.names.items())


def _gone(
    upload: Upload, found: Mapping[str, Person], changes: list[Change], held_back: set[str]
) -> list[Change]:
    """Who is written down as gone leaves, wherever the record came from."""
    leaving = {change.person for change in changes if change.move == "leave"}
    gone = [found[row.code] for row in upload.rows if row.left and row.code in found]
    codes = {row.code for row in upload.rows if row.left and row.code not in held_back}
    by_id = {found[code].id for code in codes if code in found}
    return [
        Change(one.id, "leave", Leave())
        for one in gone
        if one.id in by_id and one.id not in leaving and one.phase != "left"
    ]


def _lines(
    changes: list[Change],
    upload: Upload,
    found: Mapping[str, Person],
    known: Mapping[str, Person],
    city: City,
    now: datetime,
    own: frozenset[str],
) -> list[Line]:
    context = Context(now, system(SOURCE), city)
    day = now.astimezone(ZoneInfo(city.zone)).date()
    after: dict[str, Person | None] = {}
    steps: dict[str, list[Step]] = {}
    for change in changes:
        before = after.get(change.person, known.get(change.person))
        answer = _tried(before, change, context, own)
        if isinstance(answer, Refusal):
            steps.setdefault(change.person, []).append(Step(change, answer))
            continue
        steps.setdefault(change.person, []).append(Step(change))
        after[change.person] = answer
    codes = {upload.ids[code]: code for code in upload.ids if code not in found}
    codes |= {one.id: code for code, one in found.items()}
    names = {row.code: row.name_zh for row in upload.rows}
    return [
        Line(
            person,
            codes.get(person, ""),
            names.get(codes.get(person, ""), ""),
            tuple(made),
            known.get(person),
            after.get(person),
            city,
            day,
        )
        for person, made in sorted(steps.items(), key=lambda one: (codes.get(one[0], ""), one[0]))
    ]


def _tried(
    before: Person | None, change: Change, context: Context, own: frozenset[str]
) -> Person | Refusal | None:
    """Return the record after a change, or why it is refused."""
    if change.person in own and isinstance(change.command, Appoint):
        return Refusal(
            code="people.own-rights",
            zh="提出或应用名录变更的人，不能由此给自己岗位。请由另一位安全管理员另行任命。",
            en="Who proposes or applies a directory change gets no position by it. Ask another security "
            "administrator to appoint them.",
        )
    answer = rules.decide(before, change.command, context)
    if isinstance(answer, Refusal):
        return answer
    state = before
    for event in answer:
        state = (
            rules.begin(event, context.city.pack, context.now)
            if state is None
            else rules.evolve(state, event, context.now)
        )
    return state


def _effects(
    before: Person | None, after: Person | None, steps: Iterable[Step], city: City, day: date
) -> Iterable[tuple[date, Effect]]:
    """Yield what is opened and closed today, and on each day to come on which something begins or ends."""
    if after is None:
        return
    days = {day}
    for step in steps:
        command = step.change.command
        if isinstance(command, Appoint) and step.refusal is None and command.since > day:
            days.add(command.since)
        if isinstance(command, Dismiss) and step.refusal is None and command.last >= day:
            days.add(date.fromordinal(command.last.toordinal() + 1))
    for one in sorted(days):
        found = effect(before, after, city, one)
        if found.opens or found.closes:
            yield one, found


def _totals(lines: list[Line]) -> Totals:
    return Totals(
        joins=sum(bool(line.moves & JOINS) for line in lines),
        leaves=sum("leave" in line.moves for line in lines),
        moves=sum(bool(line.moves - {*JOINS, "leave"}) and not line.moves & JOINS for line in lines),
        refused=sum(step.refusal is not None for line in lines for step in line.steps),
    )


def _digest(lines: list[Line]) -> str:
    """Return what the preview is known by: the changes without any personal value."""
    said: list[Any] = [
        (line.person, step.change.move, step.change.command, step.refusal.code if step.refusal else "")
        for line in lines
        for step in line.steps
    ]
    return sha256(msgspec.json.encode(said, order="deterministic")).hexdigest()
