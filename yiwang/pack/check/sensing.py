"""Things that observe, and the rules over what they observe (sensing.yaml)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from yiwang.kernel.sensing.allowed import FEWEST_PEOPLE, PROPERTIES, SHORTEST_COUNT_MINUTES, why_not
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.identifiers import used_already
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level
from yiwang.pack.sensing import Rule, Stream, Thing, day_of
from yiwang.pack.where import Where, Word

_ZERO = Decimal("0.01")  # degrees: who leaves out a position writes 0, or nearly


@rule("YW220")
def a_sensor_observes_what_is_allowed(seen: Examination) -> Iterator[Finding]:
    """传感器只测允许的量: 物质、能量、水、空气和结构。

    Sensors observe what is on the allow-list: matter, energy, water, air and structures.
    """
    sensing = seen.pack.sensing
    asked = [one.property for thing in sensing.things for one in thing.streams]
    asked += [word for sensor in sensing.sensors for word in sensor.measures]
    for word in asked:
        if word and str(word) not in PROPERTIES:
            reason = why_not(word)
            yield found(
                word.where,
                (
                    f"“{word}”不在允许观测的量之列: {reason['zh']}。",
                    f"{word} is not among the properties that may be observed: {reason['en']}.",
                ),
                (
                    f"删去, 或换成清单里的量: {'、'.join(list(PROPERTIES)[:6])} 等 (docs/sensing.md)。",
                    "Remove it, or name a property of the list in docs/sensing.md.",
                ),
            )


@rule("YW221")
def people_are_counted_by_tens(seen: Examination) -> Iterator[Finding]:
    """人只以计数出现: 每次不少于 10 人、不少于 15 分钟, 在设备内计数。

    People appear only as counts, made in the device: at least 10 over at least 15 minutes.
    """
    for _, stream in _streams(seen):
        if str(stream.property) != "people-count":
            continue
        if stream.every_minutes < SHORTEST_COUNT_MINUTES or stream.at_least < FEWEST_PEOPLE:
            yield found(
                stream.where,
                (
                    f"{stream.id}: every_minutes 是 {stream.every_minutes}, at_least 是 {stream.at_least}; "
                    f"人数至少按 {SHORTEST_COUNT_MINUTES} 分钟、{FEWEST_PEOPLE} 人计。",
                    f"{stream.id}: every_minutes is {stream.every_minutes}, at_least is {stream.at_least}; "
                    f"people are counted over {SHORTEST_COUNT_MINUTES} minutes and from {FEWEST_PEOPLE} on.",
                ),
                (
                    f"写 every_minutes: {SHORTEST_COUNT_MINUTES} 或更大, at_least: {FEWEST_PEOPLE} 或更大。",
                    f"Write every_minutes: {SHORTEST_COUNT_MINUTES} and at_least: {FEWEST_PEOPLE}, or more.",
                ),
            )


@rule("YW222")
def a_stream_is_in_a_unit_of_its_property(seen: Examination) -> Iterator[Finding]:
    """数据流的单位是这个量的单位。A stream is in a unit that its property is measured in."""
    for _, stream in _streams(seen):
        known = PROPERTIES.get(str(stream.property))
        if known is not None and stream.unit and str(stream.unit) not in known.units:
            yield found(
                stream.unit.where,
                (
                    f"{known.title['zh']}的单位没有 {stream.unit}; 有: {' '.join(known.units)}。",
                    f"{known.title['en']} is not in {stream.unit}; there are: {' '.join(known.units)}.",
                ),
                (f"写 unit: {known.units[0]}。", f"Write unit: {known.units[0]}."),
            )


@rule("YW223")
def a_thing_names_what_exists(seen: Examination) -> Iterator[Finding]:
    """设备的单位、区域、传感器都在配置包里, 传感器能测那个量。

    The body, place and sensors of a thing exist, and the sensor measures the property.
    """
    pack = seen.pack
    places, bodies = {str(one.code) for one in pack.places}, {str(one.id) for one in pack.bodies}
    sensors = {str(one.id): {str(word) for word in one.measures} for one in pack.sensing.sensors}
    for thing in pack.sensing.things:
        yield from _exists(thing.body, bodies, "单位", "body", "bodies.csv")
        yield from _exists(thing.place, places, "区域", "place", "places.csv")
        for stream in thing.streams:
            yield from _exists(stream.sensor, set(sensors), "传感器", "sensor", "sensing.yaml")
            measured = sensors.get(str(stream.sensor))
            if (
                measured is not None
                and str(stream.property) in PROPERTIES
                and str(stream.property) not in measured
            ):
                yield found(
                    stream.sensor.where,
                    (
                        f"传感器 {stream.sensor} 不测 {stream.property}, 只测 {' '.join(sorted(measured))}。",
                        f"{stream.sensor} measures no {stream.property}, but {' '.join(sorted(measured))}.",
                    ),
                    ("换一个传感器, 或改它的 measures。", "Name another sensor, or mend its measures."),
                )


def _exists(word: Word, known: set[str], zh: str, en: str, file: str) -> Iterator[Finding]:
    if word and str(word) not in known:
        yield found(
            word.where,
            (f"没有代号为 {word} 的{zh}。", f"There is no {en} called {word}."),
            (f"写 {file} 里有的代号。", f"Write one that {file} has."),
        )


@rule("YW224")
def things_have_ids_of_their_own(seen: Examination) -> Iterator[Finding]:
    """设备、传感器、规则的代号不重复, 一个设备里的数据流也不重复。

    No two things, sensors or rules have the same id, nor two streams of one thing.
    """
    sensing = seen.pack.sensing
    groups: list[Iterable[Word]] = [
        [one.id for one in sensing.things],
        [one.id for one in sensing.sensors],
        [one.id for one in sensing.rules],
        *([one.id for one in thing.streams] for thing in sensing.things),
    ]
    for ids in groups:
        yield from used_already(ids)


@rule("YW225")
def a_thing_stands_somewhere_and_not_for_ever(seen: Examination) -> Iterator[Finding]:
    """设备的经纬度是真的, 写明最晚装到哪天。

    A thing has real coordinates, and a last day to stand.
    """
    for thing in seen.pack.sensing.things:
        yield from _position(thing)
        day = day_of(thing.until)
        if thing.until and day is None:
            yield found(
                thing.until.where,
                (f"{thing.until} 不是日历上的日期。", f"{thing.until} is no day of the calendar."),
                ("改正日期。", "Correct the date."),
            )
        elif day is not None and day < seen.on:
            yield found(
                thing.until.where,
                (
                    f"{thing.title} 最晚装到 {day}, 今天是 {seen.on}: 该拆了, 或要重新说明理由。",
                    f"{thing.title.en} may stand until {day}, and it is {seen.on}.",
                ),
                (
                    "拆除后删去, 或重新审核后改 until。",
                    "Remove it; or have it reviewed anew and change until.",
                ),
                Level.WARNING,
            )


def _position(thing: Thing) -> Iterator[Finding]:
    longitude, latitude = _number(thing.longitude), _number(thing.latitude)
    if longitude is None or latitude is None:
        return
    if abs(longitude) < _ZERO or abs(latitude) < _ZERO:
        yield found(
            thing.longitude.where,
            (
                f"{thing.id} 的经纬度是 {thing.longitude}, {thing.latitude}: 零是没填, 不是位置。",
                f"{thing.id} is at {thing.longitude}, {thing.latitude}: a zero is a position left out.",
            ),
            ("写实地量的经纬度 (WGS 84)。", "Write the coordinates as surveyed (WGS 84)."),
        )
    elif abs(longitude) > 180 or abs(latitude) > 90:
        yield found(
            thing.longitude.where,
            (
                f"{thing.id} 的经度 {thing.longitude}、纬度 {thing.latitude} 超出了范围 (180, 90)。",
                f"{thing.id}: longitude {thing.longitude}, latitude {thing.latitude}; at most 180 and 90.",
            ),
            ("经度在前, 纬度在后; 看看是否写反了。", "See whether the two were exchanged."),
        )


@rule("YW226")
def a_rule_can_be_raised_and_can_end(seen: Examination) -> Iterator[Finding]:
    """告警规则看的量和设备都有, 该写的都写了, 告了能解除。

    A rule over streams names what exists, says all that its kind needs, and can end once it was raised.
    """
    sensing = seen.pack.sensing
    rules, things = {str(one.id): one for one in sensing.rules}, {str(one.id) for one in sensing.things}
    for one in sensing.rules:
        for word in one.things:
            yield from _exists(word, things, "设备", "thing", "sensing.yaml")
        for word in (*one.of, *one.inhibited_by):
            yield from _exists(word, set(rules) - {str(one.id)}, "别的规则", "other rule", "sensing.yaml")
        for message, remedy, where in _lacks(one):
            yield found(where, message, remedy)


Said = tuple[tuple[str, str], tuple[str, str], Where]


def _lacks(one: Rule) -> Iterator[Said]:
    kind = str(one.kind)
    if kind == "together":
        if len(one.of) < 2:
            yield _said(
                one, "of 要有两条规则", "of names two rules or more", "写 of: [甲, 乙]", "Write of: [a, b]"
            )
        return
    if str(one.property or "") not in PROPERTIES:
        yield _said(one, "没有写看哪个量", "its property is none", "写 property", "Write property")
    if kind in ("threshold", "rate") and (one.above is None) == (one.below is None):
        yield _said(
            one,
            "above 和 below 要写一个",
            "it needs above or below, not both",
            "写其中一个",
            "Write one of them",
        )
    if kind == "rate" and not one.over_minutes:
        yield _said(
            one, "变化要写 over_minutes", "a rate needs over_minutes", "写 over_minutes", "Write over_minutes"
        )
    if kind == "absence" and not one.for_minutes:
        yield _said(
            one,
            "没有读数要写 for_minutes",
            "an absence needs for_minutes",
            "写 for_minutes",
            "Write for_minutes",
        )
    above, below, clears = _number(one.above), _number(one.below), _number(one.clears)
    if clears is not None and (
        (above is not None and clears > above) or (below is not None and clears < below)
    ):
        yield _said(
            one,
            f"解除值 {one.clears} 在告警值 {one.above or one.below} 的另一边, 一告就解除",
            f"it clears at {one.clears}, beyond {one.above or one.below}: it would end as it is raised",
            "above 时 clears 不大于它, below 时不小于它",
            "clears is at most above, or at least below",
        )


def _said(one: Rule, zh: str, en: str, mend_zh: str, mend_en: str) -> Said:
    return (f"规则 {one.id}: {zh}。", f"Rule {one.id}: {en}."), (f"{mend_zh}。", f"{mend_en}."), one.where


def _number(word: Word | None) -> Decimal | None:
    try:
        return Decimal(str(word)) if word else None
    except InvalidOperation:
        return None


def _streams(seen: Examination) -> Iterator[tuple[Thing, Stream]]:
    for thing in seen.pack.sensing.things:
        for stream in thing.streams:
            yield thing, stream
