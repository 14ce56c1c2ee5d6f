"""The rules of a response (应急响应): a plan's level, started, raised, lowered, ended. Pure.

Who may set a level stands in the plan, by position; every step names its clause and either the readings that
reached a threshold or an order. A level that does not allow evacuation lists is not set while any is open.

Source: 防汛条例 第七条 (the headquarters command), 第二十三条, 第二十四条; levels are the plan's own.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Target
from yiwang.kernel.alerts.plans import Level, Plan, rank
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.alerts import saying
from yiwang.nets.alerts.records import Basis, Opened, Response, Step


class SetLevel(Command, frozen=True, kw_only=True):
    """启动、升级、降级、终止: set the level, "" to end. `opens`: cases to open, drawn where it is asked."""

    verb: ClassVar[str] = "response.set"
    plan: str
    level: str
    order: str = ""
    opens: tuple[Opened, ...] = ()
    readings: dict[str, str] = {}  # noqa: RUF012


class OpenList(Command, frozen=True, kw_only=True):
    """打开转移名单: of one village, while the level allows it."""

    verb: ClassVar[str] = "evacuation.keep"
    place: str


class ListClosed(Command, frozen=True, kw_only=True):
    """名单已关闭: told by the relay; the city's own."""

    verb: ClassVar[str] = "response.told"
    number: int
    place: str
    run: int


class CouldNotOpen(Command, frozen=True, kw_only=True):
    """没能立件: told by the relay; the city's own."""

    verb: ClassVar[str] = "response.told"
    case: str
    code: str


class LevelSet(msgspec.Struct, frozen=True, kw_only=True):
    """`response.started`, `response.raised`, `response.lowered`, `response.ended`."""

    basis: Basis
    body: str
    by: str
    level: str
    opens: tuple[Opened, ...] = ()
    plan: str
    run: int
    was: str


class ListOpened(msgspec.Struct, frozen=True, kw_only=True):
    """`response.list-opened`, `response.list-closed`."""

    number: int
    place: str
    run: int


class NotOpened(msgspec.Struct, frozen=True, kw_only=True):
    """`response.not-opened`."""

    case: str
    code: str


DATA: dict[str, type[msgspec.Struct]] = {
    "response.started": LevelSet,
    "response.raised": LevelSet,
    "response.lowered": LevelSet,
    "response.ended": LevelSet,
    "response.list-opened": ListOpened,
    "response.list-closed": ListOpened,
    "response.not-opened": NotOpened,
}


def decide(response: Response | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this response. Changes nothing."""
    if isinstance(command, (ListClosed, CouldNotOpen)):
        return _told(response, command, context)
    plan = context.city.plans.get(command.plan if isinstance(command, SetLevel) else _plan_of(response))
    if plan is None:
        return saying.not_here("预案", "plan")
    if isinstance(command, SetLevel):
        return _set(response, command, context, plan)
    if isinstance(command, OpenList):
        return _open_list(response, command, context, plan)
    return record.denied(command)


def _plan_of(response: Response | None) -> str:
    return response.plan if response is not None else ""


def _told(response: Response | None, command: ListClosed | CouldNotOpen, context: Context) -> Answer:
    if context.actor.kind != "system" or response is None:
        return record.denied(command)
    if isinstance(command, CouldNotOpen):
        return (Fact("response.not-opened", NotOpened(case=command.case, code=command.code)),)
    if command.run != response.run or response.lists.get(command.place) != command.number:
        return ()
    closed = ListOpened(number=command.number, place=command.place, run=command.run)
    return (Fact("response.list-closed", closed),)


def _set(response: Response | None, command: SetLevel, context: Context, plan: Plan) -> Answer:
    was, lists = (response.level, response.lists) if response is not None else ("", {})
    level = plan.level(command.level)
    if command.level and level is None:
        return saying.no(
            "no-level",
            f"预案没有“{command.level}”级。有: {'、'.join(one.id for one in plan.levels)}。",
            f"The plan has no level {command.level}: it has {', '.join(one.id for one in plan.levels)}.",
            level=command.level,
        )
    if command.level == was:
        return _stands_already(was)
    rule = _position_rule(plan, was, level)
    by = next((one.position for one in context.actor.holdings if one.position in rule), "")
    if not record.allowed(context.actor, command, Target(lead=plan.body, bodies=(plan.body,))) or not by:
        return _not_their_level(context, rule)
    if rank(command.level) < rank(was) and lists and not (level is not None and level.evacuates):
        return _lists_open(context, lists, was, command.level)
    if not command.order and not _reached(level, command.readings):
        return saying.no(
            "no-basis",
            "请写明依据: 水位没有达到这一级的阈值，须写明依据哪份命令或会商意见。",
            "Say on which basis: no threshold of this level is reached, so name the order or consultation.",
        )
    run = response.run if response is not None and was else (response.run + 1 if response is not None else 1)
    told = level or plan.level(was)
    assert told is not None, "a level that stands is the plan's"
    made = LevelSet(
        basis=Basis(clause=told.clause, order=command.order, readings=command.readings),
        body=plan.body,
        by=by,
        level=command.level,
        opens=command.opens if rank(command.level) > rank(was) else (),
        plan=plan.id,
        run=run,
        was=was,
    )
    return (Fact(_type(was, command.level), made),)


def _type(was: str, level: str) -> str:
    if not was:
        return "response.started"
    if not level:
        return "response.ended"
    return "response.raised" if rank(level) > rank(was) else "response.lowered"


def _position_rule(plan: Plan, was: str, level: Level | None) -> tuple[str, ...]:
    """Return the positions that may take this step: up by the new level's rule, down by the old one's."""
    standing = plan.level(was)
    if level is not None and rank(level.id) > rank(was):
        return level.start
    return standing.change if standing is not None else ()


def _reached(level: Level | None, readings: dict[str, str]) -> bool:
    if level is None:
        return False
    return any(
        one.stream in readings and Decimal(readings[one.stream]) >= Decimal(one.at_least)
        for one in level.thresholds
    )


def _stands_already(was: str) -> Answer:
    return saying.no(
        "same-level",
        f"现在就是{was or '没有响应'}。要启动、升降请选另一级。"
        if was
        else "现在没有响应，没有什么可以终止。",
        f"It is {was} already; choose another level." if was else "There is no response to end.",
    )


def _not_their_level(context: Context, rule: tuple[str, ...]) -> Answer:
    positions = [context.city.positions[one] for one in rule if one in context.city.positions]
    zh = (
        "、".join(f"{context.city.bodies[one.body].title['zh']}{one.title['zh']}" for one in positions) or "—"
    )
    en = ", ".join(f"{one.title['en']} of {context.city.bodies[one.body].title['en']}" for one in positions)
    return saying.no(
        "not-your-level",
        f"这一级由 {zh} 决定，您的岗位不能。请报请他们。",
        f"This level is set by {en or '—'}; your position does not allow it. Ask them.",
    )


def _lists_open(context: Context, lists: dict[str, int], was: str, level: str) -> Answer:
    places = context.city.places
    zh = "、".join(places[one].title["zh"] if one in places else one for one in lists)
    en = ", ".join(places[one].title["en"] if one in places else one for one in lists)
    return saying.no(
        "lists-open",
        f"还有 {len(lists)} 份转移名单开着 ({zh})，不能从 {was} 级降到 {level or '终止'}。"
        "先让人都回家，关闭名单。",
        f"{len(lists)} evacuation lists are open ({en}): {was} cannot go to "
        f"{level or 'its end'}. Close them first.",
        lists=len(lists),
    )


def _open_list(response: Response | None, command: OpenList, context: Context, plan: Plan) -> Answer:
    village = plan.villages.get(command.place)
    if village is None:
        return saying.not_here("要转移的村", "village to be evacuated")
    target = Target(lead=village.body, bodies=(village.body, plan.body))
    if not record.allowed(context.actor, command, target):
        return record.denied(command)
    level = plan.level(response.level) if response is not None else None
    if response is None or level is None or not level.evacuates:
        allowed = "、".join(one.id for one in plan.levels if one.evacuates)
        now = level.id if level is not None else ""
        return saying.no(
            "no-lists-now",
            f"转移名单只在 {allowed} 级响应时能打开，现在是{now + ' 级' if now else '没有响应'}。",
            f"Evacuation lists open at {allowed} only; now it is {now or 'no response'}.",
        )
    if command.place in response.lists:
        return ()
    opened = ListOpened(number=response.listed + 1, place=command.place, run=response.run)
    return (Fact("response.list-opened", opened),)


def begin(event: Fact, pack: str, at: datetime) -> Response:
    """Return the response that its first event begins."""
    data: Any = event.data
    return evolve(Response(plan=data.plan, body=data.body, run=data.run, level=""), event, at)


def evolve(response: Response, event: Fact, at: datetime) -> Response:
    """Apply one event. Never refuses."""
    data: Any = event.data
    match event.type:
        case "response.started" | "response.raised" | "response.lowered" | "response.ended":
            step = Step(at=at, basis=data.basis, by=data.by, level=data.level, was=data.was)
            fresh = data.run != response.run
            return replace(
                response,
                level=data.level,
                lists={} if fresh else response.lists,
                listed=0 if fresh else response.listed,
                opened=(*(() if fresh else response.opened), *data.opens),
                run=data.run,
                steps=(*response.steps, step),
            )
        case "response.list-opened":
            lists = {**response.lists, data.place: data.number}
            return replace(response, lists=lists, listed=data.number)
        case "response.list-closed":
            left = {place: number for place, number in response.lists.items() if place != data.place}
            return replace(response, lists=left)
        case "response.not-opened":
            told = tuple(
                replace(one, refused=data.code) if one.case == data.case else one for one in response.opened
            )
            return replace(response, opened=told)
    return response


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
