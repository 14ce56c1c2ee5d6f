"""sensing.yaml (感知设备和告警规则) as values that know where they were written, and compiled."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from yiwang.kernel.sensing import rule_model, things
from yiwang.pack.fields import Fields
from yiwang.pack.nodes import Node
from yiwang.pack.text import Text
from yiwang.pack.where import Where, Word, Words

FILE = "sensing.yaml"
MONTHS = 13


@dataclass(frozen=True, slots=True)
class Sensor:
    """A kind of device."""

    id: Word
    title: Text
    measures: Words
    where: Where


@dataclass(frozen=True, slots=True)
class Stream:
    """One series of a thing."""

    id: Word
    title: Text | None
    property: Word
    sensor: Word
    unit: Word
    every_minutes: int
    open: bool
    at_least: int
    drift: Word | None
    where: Where


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that stands in the city and observes."""

    id: Word
    title: Text
    why: Text
    feature: Text | None
    body: Word
    place: Word
    longitude: Word
    latitude: Word
    until: Word
    complain: Text
    streams: tuple[Stream, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Rule:
    """What is to raise a signal."""

    id: Word
    title: Text
    kind: Word
    property: Word | None
    things: Words
    above: Word | None
    below: Word | None
    clears: Word | None
    when: Word | None
    over_minutes: int
    for_minutes: int
    lateness_minutes: int
    severity: Word | None
    of: Words
    within: Word | None
    inhibited_by: Words
    repeat_minutes: int
    week: bool
    group_within: Word | None
    group_minutes: int
    opens: Word | None
    where: Where


@dataclass(frozen=True, slots=True)
class Sensing:
    """sensing.yaml; without it a city observes nothing."""

    sensors: tuple[Sensor, ...] = ()
    things: tuple[Thing, ...] = ()
    rules: tuple[Rule, ...] = ()
    months: int = MONTHS
    note: Text | None = None
    where: Where = field(default_factory=lambda: Where(FILE))


def sensing_of(nodes: dict[str, Node]) -> Sensing:
    """Read sensing.yaml."""
    top = Fields(nodes.get(FILE), Where(FILE))
    return Sensing(
        sensors=tuple(
            Sensor(one.must("id"), one.text("title"), one.words("measures"), one.where)
            for one in top.each("sensors")
        ),
        things=tuple(_thing(one) for one in top.each("things")),
        rules=tuple(_rule(one) for one in top.each("rules")),
        months=top.whole("keep_months", MONTHS),
        note=top.maybe_text("note"),
        where=top.where,
    )


def _thing(fields: Fields) -> Thing:
    return Thing(
        id=fields.must("id"),
        title=fields.text("title"),
        why=fields.text("why"),
        feature=fields.maybe_text("feature"),
        body=fields.must("body"),
        place=fields.must("place"),
        longitude=fields.must("longitude"),
        latitude=fields.must("latitude"),
        until=fields.must("until"),
        complain=fields.text("complain"),
        streams=tuple(_stream(one) for one in fields.each("streams")),
        where=fields.where,
    )


def _stream(fields: Fields) -> Stream:
    return Stream(
        id=fields.must("id"),
        title=fields.maybe_text("title"),
        property=fields.must("property"),
        sensor=fields.must("sensor"),
        unit=fields.must("unit"),
        every_minutes=fields.whole("every_minutes"),
        open=fields.flag("open"),
        at_least=fields.whole("at_least"),
        drift=fields.word("drift"),
        where=fields.where,
    )


def _rule(fields: Fields) -> Rule:
    group = fields.under("group")
    return Rule(
        id=fields.must("id"),
        title=fields.text("title"),
        kind=fields.must("kind"),
        property=fields.word("property"),
        things=fields.words("things"),
        above=fields.word("above"),
        below=fields.word("below"),
        clears=fields.word("clears"),
        when=fields.word("when"),
        over_minutes=fields.whole("over_minutes"),
        for_minutes=fields.whole("for_minutes"),
        lateness_minutes=fields.whole("lateness_minutes", 10),
        severity=fields.word("severity"),
        of=fields.words("of"),
        within=fields.word("within"),
        inhibited_by=fields.words("inhibited_by"),
        repeat_minutes=fields.whole("repeat_minutes"),
        week=fields.flag("week"),
        group_within=group.word("within") if group else None,
        group_minutes=group.whole("minutes") if group else 0,
        opens=fields.word("opens"),
        where=fields.where,
    )


# Compiled ---------------------------------------------------------------------------------------------


def day_of(word: str) -> date | None:
    """Return the day a word names; None where it is no day of any calendar."""
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def compiled(sensing: Sensing) -> things.Sensing:
    """Return the kernel's things, sensors and rules, in the pack's order."""
    return things.Sensing(
        note=sensing.note.plain() if sensing.note else {},
        months=sensing.months,
        sensors={
            str(one.id): things.Sensor(str(one.id), one.title.plain(), tuple(map(str, one.measures)))
            for one in sensing.sensors
        },
        things={str(one.id): _compiled_thing(one) for one in sensing.things},
        rules=tuple(_compiled_rule(one) for one in sensing.rules),
    )


def _compiled_thing(thing: Thing) -> things.Thing:
    return things.Thing(
        id=str(thing.id),
        title=thing.title.plain(),
        why=thing.why.plain(),
        feature=(thing.feature or thing.title).plain(),
        body=str(thing.body),
        place=str(thing.place),
        at=(str(thing.longitude), str(thing.latitude)),
        until=day_of(thing.until),
        complain=thing.complain.plain(),
        streams=tuple(
            things.Stream(
                id=str(one.id),
                title=(one.title or thing.title).plain(),
                property=str(one.property),
                sensor=str(one.sensor),
                unit=str(one.unit),
                every_minutes=one.every_minutes,
                open=one.open,
                at_least=one.at_least,
                drift=str(one.drift or ""),
            )
            for one in thing.streams
        ),
    )


def _compiled_rule(rule: Rule) -> rule_model.Rule:
    return rule_model.Rule(
        id=str(rule.id),
        title=rule.title.plain(),
        kind=str(rule.kind),
        property=str(rule.property or ""),
        things=tuple(map(str, rule.things)),
        above=str(rule.above or ""),
        below=str(rule.below or ""),
        clears=str(rule.clears or ""),
        when=str(rule.when or ""),
        over_minutes=rule.over_minutes,
        for_minutes=rule.for_minutes,
        lateness_minutes=rule.lateness_minutes,
        severity=str(rule.severity or "minor"),
        of=tuple(map(str, rule.of)),
        within=str(rule.within or "thing"),
        inhibited_by=tuple(map(str, rule.inhibited_by)),
        repeat_minutes=rule.repeat_minutes,
        week=rule.week,
        group_within=str(rule.group_within or ""),
        group_minutes=rule.group_minutes,
        opens=str(rule.opens or ""),
    )
