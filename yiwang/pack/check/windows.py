"""Service halls and what can be booked in them (windows.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from yiwang.kernel.bookable import Hall as KernelHall
from yiwang.kernel.bookable import within_reach
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.identifiers import used_already
from yiwang.pack.check.registry import found, rule
from yiwang.pack.fields import Fields
from yiwang.pack.finding import Finding, Level
from yiwang.pack.where import Word
from yiwang.pack.windows import Hall, day_of, session_of


@rule("YW180")
def a_hall_says_when_it_opens(seen: Examination) -> Iterator[Finding]:
    """每个办事大厅写明开放时间, 每个时段先开后关。

    Each hall says when it opens, and each session begins before it ends.
    """
    for hall in seen.pack.windows.halls:
        if not any(hall.hours.values()):
            yield found(
                hall.where,
                (f"{hall.title}没有写哪天开。", f"{hall.title.en} does not say on which days it opens."),
                (
                    '写上 hours, 如 hours: {monday: ["09:00-12:00", "13:30-17:00"]}。',
                    'Write hours, such as hours: {monday: ["09:00-12:00", "13:30-17:00"]}.',
                ),
            )
        for word in _all_hours(hall):
            if session_of(word) is None:
                yield found(
                    word.where,
                    (f"时段 {word} 的结束不晚于开始。", f"The session {word} does not end after it begins."),
                    ("写成先开后关, 如 09:00-12:00。", "Write it as 09:00-12:00: begins, then ends."),
                )


def _all_hours(hall: Hall) -> Iterator[Word]:
    weeks = [hall.hours, *(one.hours for one in hall.bookable if one.hours is not None)]
    for week in weeks:
        for words in week.values():
            yield from words
    yield from hall.make_up
    for one in hall.exceptions:
        yield from one.hours


@rule("YW181")
def a_hall_stands_in_a_place_and_is_run_by_a_body(seen: Examination) -> Iterator[Finding]:
    """办事大厅所在的区域、负责的单位、坐在那里的岗位都在配置包里。

    The place of a hall, the body that runs it, and the positions of those who sit there exist.
    """
    positions = {str(one.id) for one in seen.pack.positions}
    places = {str(one.code) for one in seen.pack.places}
    bodies = {str(one.id) for one in seen.pack.bodies}
    for hall in seen.pack.windows.halls:
        if hall.place and str(hall.place) not in places:
            yield found(
                hall.place.where,
                (f"没有代码为 {hall.place} 的区域。", f"There is no place with the code {hall.place}."),
                ("写 places.csv 里有的代码。", "Write a code that places.csv has."),
            )
        if hall.body and str(hall.body) not in bodies:
            yield found(
                hall.body.where,
                (f"没有代号为 {hall.body} 的单位。", f"There is no body with the id {hall.body}."),
                ("写 bodies.csv 里有的代号。", "Write an id that bodies.csv has."),
            )
        for id in (id for one in hall.bookable for id in one.positions if str(id) not in positions):
            yield found(
                id.where,
                (f"没有代号为 {id} 的岗位。", f"There is no position with the id {id}."),
                ("写 positions.csv 里有的代号。", "Write an id that positions.csv has."),
            )


@rule("YW182")
def what_is_booked_is_for_matters_that_exist(seen: Examination) -> Iterator[Finding]:
    """窗口办的事项都在配置包里, 而且可以到窗口办。

    What is handled at a window exists and may come by a window.
    """
    matters = seen.city.matters
    for hall in seen.pack.windows.halls:
        for one in hall.bookable:
            for id in one.matters:
                matter = matters.get(str(id))
                if matter is None:
                    yield found(
                        id.where,
                        (f"没有代号为 {id} 的事项。", f"There is no matter with the id {id}."),
                        ("写 matters/ 下有的事项。", "Name a matter below matters/."),
                    )
                elif one.kind == "window" and "window" not in matter.channels:
                    yield found(
                        id.where,
                        (
                            f"{matter.title.get('zh', id)} 的 channels 没有 window, 却列在 {one.id} 里。",
                            f"{id} stands at {one.id}, but its channels do not have window.",
                        ),
                        (
                            "从窗口删去这个事项, 或在它的 channels 里加上 window。",
                            "Take it off the window, or add window to its channels.",
                        ),
                    )


@rule("YW183")
def exceptions_do_not_overlap(seen: Examination) -> Iterator[Finding]:
    """一个大厅的例外不互相重叠, 起止不颠倒。

    The exceptions of a hall do not overlap, nor end before they begin.
    """
    for hall in seen.pack.windows.halls:
        read = [(one, day_of(one.first), day_of(one.last)) for one in hall.exceptions]
        for number, (one, first, last) in enumerate(read):
            if first is None or last is None:
                continue
            if last < first:
                yield found(
                    one.where,
                    (
                        f"例外的结束 {last} 早于开始 {first}。",
                        f"The exception ends on {last}, before {first}.",
                    ),
                    ("改正其中一个日期。", "Correct one of the two days."),
                )
            for other, begins, ends in read[:number]:
                if begins is not None and ends is not None and first <= ends and begins <= last:
                    zh, en = other.where.seen_from(one.where)
                    yield found(
                        one.where,
                        (
                            f"{hall.title}: {first} 至 {last} 的例外与 {begins} 至 {ends} 的 ({zh}) 重叠。",
                            f"{hall.title.en}: the exception of {first} to {last} overlaps that of "
                            f"{begins} to {ends} ({en}).",
                        ),
                        ("让每一天只属于一个例外。", "Let each day belong to one exception."),
                    )


@rule("YW184")
def halls_and_windows_have_ids_of_their_own(seen: Examination) -> Iterator[Finding]:
    """大厅的代号、可预约的代号都不重复。

    No two halls, and no two things that can be booked, have the same id.
    """
    halls = seen.pack.windows.halls
    for ids in ([one.id for one in halls], [one.id for hall in halls for one in hall.bookable]):
        yield from used_already(ids)


@rule("YW185")
def whatever_can_be_booked_has_a_slot(seen: Examination) -> Iterator[Finding]:
    """可预约的每周至少有一个时段: 在大厅开放时间之内, 而且放得下。

    What can be booked has a slot each ordinary week: within its hall's hours, and long enough.
    """
    for hall in seen.pack.windows.halls:
        compiled = seen.city.halls.get(str(hall.id))
        if compiled is None or not any(compiled.week):
            continue  # YW180 says so
        for one in hall.bookable:
            known = seen.city.bookables.get(str(one.id))
            if known is not None and not any(
                _longest(compiled, known.week, day, one.minutes) for day in range(7)
            ):
                yield found(
                    one.where,
                    (
                        f"{one.title} ({one.id}) 一周里没有放得下 {one.minutes} 分钟的时段: "
                        "自己的时间要在大厅开放时间之内。",
                        f"{one.title.en} ({one.id}) has no slot of {one.minutes} minutes in a week: its own "
                        "hours lie within those of its hall.",
                    ),
                    (
                        "改 hours 或 slot_minutes。",
                        "Change hours or slot_minutes.",
                    ),
                )


def _longest(hall: KernelHall, own: tuple[object, ...] | None, day: int, minutes: int) -> bool:
    """Say whether a slot of so many minutes fits into a weekday."""
    mine = own[day] if own is not None else hall.week[day]
    for opens, closes in hall.week[day]:
        for begins, ends in mine:  # type: ignore[attr-defined]
            length = _minutes(min(closes, ends)) - _minutes(max(opens, begins))
            if timedelta(minutes=minutes) <= timedelta(minutes=length):
                return True
    return False


def _minutes(clock: object) -> int:
    return int(clock.hour) * 60 + int(clock.minute)  # type: ignore[attr-defined]


@rule("YW186")
def where_somebody_must_come_there_is_a_window(seen: Examination) -> Iterator[Finding]:
    """要到现场的事项, 在每个县都有能办的窗口。

    A matter for which one must come has a window in each county.
    """
    windows, city = seen.pack.windows, seen.city
    if not windows.given:
        return
    counties = [place for place in city.places.values() if place.level == "county"]
    for matter in seen.pack.matters:
        known = city.matters[str(matter.id)]
        visits = Fields(matter.guide, matter.where).whole("visits")
        reach = str(Fields(matter.item, matter.where).word("reach") or "")
        if not visits or "window" not in known.channels:
            continue
        at = [one for one in city.bookables.values() if one.handles(known.id)]
        chains = [
            [(code, city.places[code].level) for code in city.above(one.hall.place)]
            for one in at
            if one.hall.place in city.places
        ]
        without = [
            place
            for place in counties
            if not any(within_reach(chain, city.above(place.code), reach) for chain in chains)
        ]
        if without:
            yield found(
                matter.where,
                (
                    f"{matter.title} 要到现场 {visits} 次, "
                    f"但 {'、'.join(p.title['zh'] for p in without)} 没有能办的窗口。",
                    f"{matter.title.en} asks for {visits} visit(s), and there is no window for it in "
                    f"{', '.join(p.title.get('en', p.code) for p in without)}.",
                ),
                (
                    "在 windows.yaml 给那里加上窗口, 或扩大事项的 item.reach。",
                    "Add a window there to windows.yaml, or widen item.reach of the matter.",
                ),
                Level.WARNING,
            )


@rule("YW187")
def a_hall_has_somebody_at_its_windows(seen: Examination) -> Iterator[Finding]:
    """负责大厅的单位有窗口岗。The body that runs a hall has a position at the window."""
    at_windows = {str(one.body) for one in seen.pack.positions if one.role == "window"}
    bodies = {str(one.id) for one in seen.pack.bodies}
    for hall in seen.pack.windows.halls:
        if str(hall.body) in bodies and str(hall.body) not in at_windows:
            yield found(
                hall.body.where,
                (
                    f"{hall.title}由 {hall.body} 负责, 但它没有角色为 window 的岗位, 没有人叫号。",
                    f"{hall.title.en} is run by {hall.body}, which has no position with the role window: "
                    "nobody calls the numbers.",
                ),
                (
                    "在 positions.csv 给它加一个 window 岗位, 或换一个单位。",
                    "Give it a position with the role window in positions.csv, or name another body.",
                ),
            )
