"""plans/<id>.yaml (应急预案) and alerts.yaml (预警): values that know where they were written; compiled."""

from __future__ import annotations

from dataclasses import dataclass, field

from yiwang.kernel.alerts import plans as kernel
from yiwang.pack.fields import Fields
from yiwang.pack.nodes import Node
from yiwang.pack.text import Text
from yiwang.pack.where import Where, Word, Words

FOLDER, FILE = "plans/", "alerts.yaml"


@dataclass(frozen=True, slots=True)
class Threshold:
    """A stage: `stream` reaches `at_least`."""

    stream: Word
    at_least: Word
    where: Where


@dataclass(frozen=True, slots=True)
class Opens:
    """A task that a level opens."""

    id: Word
    matter: Word
    place: Word
    words: Text
    where: Where


@dataclass(frozen=True, slots=True)
class Says:
    """The alert of a level."""

    severity: Word
    urgency: Word
    certainty: Word
    responses: Words
    hours: int
    event: Text
    headline: Text
    instruction: Text
    where: Where


@dataclass(frozen=True, slots=True)
class Level:
    """A response level."""

    id: Word
    title: Text
    clause: Word
    start: Words
    change: Words
    thresholds: tuple[Threshold, ...]
    opens: tuple[Opens, ...]
    says: Says | None
    evacuates: bool
    where: Where


@dataclass(frozen=True, slots=True)
class Part:
    """A post, dike, shelter, stock or village. What a kind does not have is empty."""

    kind: str
    id: Word
    title: Text
    place: Word | None
    body: Word
    capacity: int
    amount: int
    unit: Text | None
    at: Text | None
    shelter: Word | None
    where: Where


PARTS = ("posts", "dikes", "shelters", "stocks", "villages")


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan file. `parts`: by their list."""

    id: Word
    title: Text
    body: Word
    basis: Words
    area: Text
    polygon: Word | None
    danger: Word | None
    danger_place: Word | None
    levels: tuple[Level, ...]
    parts: dict[str, tuple[Part, ...]]
    verified: bool
    note: Text | None
    where: Where


@dataclass(frozen=True, slots=True)
class Sender:
    """A registered source of alerts."""

    id: Word
    title: Text
    sender: Word
    kinds: Words
    certificate: Word | None
    signed: bool
    where: Where


@dataclass(frozen=True, slots=True)
class Alerting:
    """alerts.yaml."""

    sender: Word | None = None
    body: Word | None = None
    senders: tuple[Sender, ...] = ()
    note: Text | None = None
    where: Where = field(default=Where(FILE))


def plans_of(nodes: dict[str, Node]) -> tuple[Plan, ...]:
    """Read every file below plans/."""
    files = sorted(file for file in nodes if file.startswith(FOLDER))
    return tuple(_plan(file, Fields(nodes[file], Where(file))) for file in files)


def alerting_of(nodes: dict[str, Node]) -> Alerting:
    """Read alerts.yaml."""
    fields = Fields(nodes.get(FILE), Where(FILE))
    return Alerting(
        sender=fields.word("sender"),
        body=fields.word("body"),
        senders=tuple(
            Sender(
                id=one.must("id"),
                title=one.text("title"),
                sender=one.must("sender"),
                kinds=one.words("kinds"),
                certificate=one.word("certificate"),
                signed=one.flag("signed", True),
                where=one.where,
            )
            for one in fields.each("senders")
        ),
        note=fields.maybe_text("note"),
        where=fields.where,
    )


def _plan(file: str, fields: Fields) -> Plan:
    return Plan(
        id=Word(file.removeprefix(FOLDER).removesuffix(".yaml"), Where(file)),
        title=fields.text("title"),
        body=fields.must("body"),
        basis=fields.words("basis"),
        area=fields.text("area"),
        polygon=fields.word("polygon"),
        danger=fields.word("danger"),
        danger_place=fields.word("danger_place"),
        levels=tuple(_level(one) for one in fields.each("levels")),
        parts={kind: tuple(_part(kind, one) for one in fields.each(kind)) for kind in PARTS},
        verified=fields.flag("verified"),
        note=fields.maybe_text("note"),
        where=fields.where,
    )


def _level(one: Fields) -> Level:
    says = one.under("alert")
    return Level(
        id=one.must("id"),
        title=one.text("title"),
        clause=one.must("clause"),
        start=one.words("start"),
        change=one.words("change"),
        thresholds=tuple(
            Threshold(each.must("stream"), each.must("at_least"), each.where)
            for each in one.each("thresholds")
        ),
        opens=tuple(
            Opens(each.must("id"), each.must("matter"), each.must("place"), each.text("words"), each.where)
            for each in one.each("opens")
        ),
        says=_says(says) if says is not None else None,
        evacuates=one.flag("evacuates"),
        where=one.where,
    )


def _says(one: Fields) -> Says:
    return Says(
        severity=one.must("severity"),
        urgency=one.must("urgency"),
        certainty=one.must("certainty"),
        responses=one.words("responses"),
        hours=one.whole("hours", 24),
        event=one.text("event"),
        headline=one.text("headline"),
        instruction=one.text("instruction"),
        where=one.where,
    )


def _part(kind: str, one: Fields) -> Part:
    place = one.word("place")
    return Part(
        kind=kind,
        id=one.word("id") or place or one.must("id"),
        title=one.text("title"),
        place=place,
        body=one.must("body"),
        capacity=one.whole("capacity"),
        amount=one.whole("amount"),
        unit=one.maybe_text("unit"),
        at=one.maybe_text("at"),
        shelter=one.word("shelter"),
        where=one.where,
    )


def compiled(given: tuple[Plan, ...]) -> dict[str, kernel.Plan]:
    """Return the kernel's plans by id."""
    return {str(one.id): _compiled(one) for one in given}


def compiled_alerting(one: Alerting) -> kernel.Alerting:
    """Return how the city sends and takes alerts."""
    return kernel.Alerting(
        sender=str(one.sender or ""),
        body=str(one.body or ""),
        senders={
            str(each.id): kernel.Sender(
                id=str(each.id),
                title=each.title.plain(),
                sender=str(each.sender),
                kinds=tuple(map(str, each.kinds)),
                certificate=str(each.certificate or ""),
                signed=each.signed,
            )
            for each in one.senders
        },
        note=one.note.plain() if one.note is not None else {},
    )


def _compiled(one: Plan) -> kernel.Plan:
    parts = one.parts

    def id_title(each: Part) -> tuple[str, dict[str, str]]:
        return str(each.id), each.title.plain()

    return kernel.Plan(
        id=str(one.id),
        title=one.title.plain(),
        body=str(one.body),
        basis=tuple(map(str, one.basis)),
        levels=tuple(map(_compiled_level, one.levels)),
        area=one.area.plain(),
        polygon=str(one.polygon or ""),
        danger=str(one.danger or ""),
        danger_place=str(one.danger_place or ""),
        posts={str(each.id): kernel.Post(*id_title(each), str(each.body)) for each in parts["posts"]},
        dikes={
            str(each.id): kernel.Dike(*id_title(each), str(each.place or ""), str(each.body))
            for each in parts["dikes"]
        },
        shelters={
            str(each.id): kernel.Shelter(
                *id_title(each), str(each.place or ""), str(each.body), each.capacity
            )
            for each in parts["shelters"]
        },
        stocks={
            str(each.id): kernel.Stock(
                *id_title(each), _plain(each.unit), _plain(each.at), str(each.body), each.amount
            )
            for each in parts["stocks"]
        },
        villages={
            str(each.place): kernel.Village(str(each.place), str(each.body), str(each.shelter or ""))
            for each in parts["villages"]
            if each.place is not None
        },
        verified=one.verified,
        note=_plain(one.note),
    )


def _plain(text: Text | None) -> dict[str, str]:
    return text.plain() if text is not None else {}


def _compiled_level(one: Level) -> kernel.Level:
    says = one.says
    return kernel.Level(
        id=str(one.id),
        title=one.title.plain(),
        clause=str(one.clause),
        start=tuple(map(str, one.start)),
        change=tuple(map(str, one.change)),
        thresholds=tuple(kernel.Threshold(str(each.stream), str(each.at_least)) for each in one.thresholds),
        opens=tuple(
            kernel.Opens(str(each.id), str(each.matter), str(each.place), each.words.plain())
            for each in one.opens
        ),
        says=kernel.Says(
            certainty=str(says.certainty),
            event=says.event.plain(),
            headline=says.headline.plain(),
            hours=says.hours,
            instruction=says.instruction.plain(),
            responses=tuple(map(str, says.responses)),
            severity=str(says.severity),
            urgency=str(says.urgency),
        )
        if says is not None
        else None,
        evacuates=one.evacuates,
    )
