"""Materials that were not handed in at once: chosen at filing, 补交, 逾期, 承诺核查 and what comes of it.

The clock of a material that follows is its own: nothing pauses for it, and it moves no other clock.
A broken promise only proposes: a named person orders rectification, ends the result, or lets it stand.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from yiwang.kernel import material_ways as ways
from yiwang.kernel.acts import timekeeping
from yiwang.kernel.acts.tasks import no_task, not_yours
from yiwang.kernel.case import Case, Delta, Event, Sealed, Task, Way
from yiwang.kernel.clock_state import ClockState
from yiwang.kernel.commands import (
    CheckPromise,
    Context,
    Correct,
    EndResult,
    File,
    HandIn,
    LetStand,
    OrderRectification,
)
from yiwang.kernel.material_ways import CLOCK, FOLLOW, NOW, PROMISE
from yiwang.kernel.matter import Material, Matter
from yiwang.kernel.parts import Covered
from yiwang.kernel.refusal import Refusal

Answer = tuple[Event, ...] | Refusal

LACKS, CHECK, BROKEN = "act:material", "act:after-check", "act:broken"
AFTERWARDS = frozenset({CHECK, BROKEN})
"""What stands open after a case is closed: the check of a promise, and what to do about a broken one."""


def chosen(command: File, channel: str, context: Context, matter: Matter) -> Answer:
    """Return what was chosen for each material that has a choice; nothing for the ordinary way."""
    events: list[Event] = []
    for id, covered in command.covered.items():
        stands_in = _covered(id, covered, context, matter)
        if isinstance(stands_in, Refusal):
            return stands_in
        events += stands_in
    for material in matter.guide.materials:
        if material.follow is None and material.promise is None:
            continue
        way = command.facts.get(ways.way_field(material.id), NOW)
        made = _chosen(way, material, command, channel, context, matter)
        if isinstance(made, Refusal):
            return made
        events += made
    return tuple(events)


def _covered(id: str, covered: Covered, context: Context, matter: Matter) -> Answer:
    """免于提交: a result in force, which the edge has just read under the grant that the material names.

    Source: 国务院关于在线政务服务的若干规定 第七条第一款、第十一条.
    """
    material = next((one for one in matter.guide.materials if one.id == id), None)
    grant = context.city.grants.get(covered.grant)
    if material is None or grant is None or material.covered_by != grant.id or matter.id not in grant.matters:
        return Refusal(
            code="material.not-covered",
            zh=f"没有授权用办理结果代替这项材料: {material.title['zh'] if material else id}。",
            en=f"No grant lets a result stand in for {material.title['en'] if material else id}.",
            params={"material": id, "grant": covered.grant},
            next_step={"zh": "请交这项材料。", "en": "Hand the material in."},
        )
    clause = grant.basis[0] if grant.basis else ""
    about = {"clause": clause, "grant": grant.id, "material": id, "result": covered.result}
    way = Way(grant=grant.id, result=covered.result, state=ways.COVERED, way=ways.RESULT)
    return (Event("case.material-covered", Delta(about=about, ways={id: way})),)


def _chosen(
    way: Any, material: Material, command: File, channel: str, context: Context, matter: Matter
) -> Answer:
    about = {"material": material.id}
    if way == NOW:
        return ()
    if way == FOLLOW and material.follow is not None:
        clocks = timekeeping.after_act({}, f"follow:{material.id}", channel, context, matter)
        about = {"clause": material.follow.clause, **about}
        delta = Delta(about=about, clocks=clocks, ways={material.id: Way(state=ways.DUE, way=FOLLOW)})
        return (Event("case.material-follows", delta),)
    if way != PROMISE or material.promise is None:
        return Refusal(
            code="material.no-such-way",
            zh=f"“{material.title['zh']}”不能这样交: {way}。",
            en=f"{material.title['en']} cannot come this way: {way}.",
            params={"material": material.id, "way": str(way)},
            next_step={"zh": "可以选“现在交”。", "en": "It can be handed in now."},
        )
    if command.facts.get(ways.promise_field(material.id)) is not True:
        return Refusal(
            code="material.unsigned",
            zh=f"“{material.title['zh']}”选了承诺，但没有签署承诺。",
            en=f"A promise was chosen instead of {material.title['en']}, but it was not signed.",
            params={"material": material.id},
            next_step={"zh": "签署承诺，或者选“现在交”。", "en": "Sign the promise, or hand it in now."},
        )
    words = ways.words_of(material.promise.text)
    about = {"clause": material.promise.clause, **about, "sha256": words}
    promised = Way(state=ways.PROMISED, way=PROMISE, words=words)
    return (Event("case.promised", Delta(about=about, ways={material.id: promised})),)


def hand_in(case: Case, command: HandIn, context: Context, matter: Matter) -> Answer:
    """补交: before the decision, also late, and also instead of what was promised."""
    way = case.ways.get(command.material)
    if way is None or way.state not in (*ways.LACKING, ways.PROMISED):
        return Refusal(
            code="material.not-awaited",
            zh="这项材料不用补交，或者已经交了。",
            en="This material is not awaited, or was handed in already.",
            params={"material": command.material},
        )
    field = ways.upload_field(command.material, matter.form.get("properties", {}))
    if field not in command.sealed:
        return Refusal(
            code="material.no-file",
            zh="请附上这项材料的文件。",
            en="Attach the file of this material.",
            params={"material": command.material},
        )
    return (_handed_in(case, command.material, way, context, matter, command.sealed),)


def come_with(case: Case, command: Correct, context: Context, matter: Matter) -> tuple[Event, ...]:
    """Return what a correction hands in of the materials that were awaited."""
    fields = matter.form.get("properties", {})
    return tuple(
        _handed_in(case, id, way, context, matter, {})
        for id, way in case.ways.items()
        if way.state in (*ways.LACKING, ways.PROMISED) and ways.upload_field(id, fields) in command.sealed
    )


def _handed_in(
    case: Case, material: str, way: Way, context: Context, matter: Matter, sealed: dict[str, Sealed]
) -> Event:
    about = {"late": True} if way.state == ways.MISSED else {}
    delta = Delta(
        about={**about, "material": material},
        clocks=timekeeping.after_act(case.clocks, f"hand-in:{material}", case.channel, context, matter),
        closed=_of(case, material, LACKS),
        sealed=sealed,
        ways={material: replace(way, state=ways.HANDED_IN)},
    )
    return Event("case.material-handed-in", delta)


def missed(case: Case, clock_id: str, context: Context) -> tuple[Event, ...]:
    """A material did not follow in time: a task for the lead body. Nothing is decided by that."""
    material = clock_id.removeprefix(CLOCK)
    way = case.ways.get(material)
    if way is None or way.state != ways.DUE:
        return ()
    task = _task(LACKS, material, "officer", case, context)
    delta = Delta(
        about={"material": material}, opened=(task,), ways={material: replace(way, state=ways.MISSED)}
    )
    return (Event("case.material-missed", delta),)


def lacking(case: Case, matter: Matter) -> Refusal | None:
    """Refuse a grant while a material that may follow is not there."""
    awaited = [id for id, way in case.ways.items() if way.state in ways.LACKING] if case.ways else []
    if not awaited:
        return None
    titles = [one.title for one in matter.guide.materials if one.id in awaited]
    return Refusal(
        code="material.lacking",
        zh=f"还缺补交的材料: {'、'.join(one['zh'] for one in titles)}，不能准予。",
        en=f"Material that may follow is still lacking: {', '.join(one['en'] for one in titles)}.",
        params={"materials": awaited},
        next_step={
            "zh": "等申请人补交；逾期不交的，由具名的工作人员依法决定。",
            "en": "Wait for the applicant; if the day passes, a named person decides as the law says.",
        },
    )


def stopped(case: Case, context: Context) -> dict[str, ClockState]:
    """Return the clocks of materials that follow, stopped: the case is decided."""
    own = {name: state for name, state in case.clocks.items() if name.startswith(CLOCK)}
    return timekeeping.stop_all(own, context) if own else {}


def checks(case: Case, decided: Event, context: Context, matter: Matter) -> tuple[Event, ...]:
    """Return a decision with what it opens: a check of each promise that a grant rests on."""
    promised = {id: way for id, way in case.ways.items() if way.way == PROMISE and way.state in ways.UNPROVEN}
    if not promised or decided.data.about.get("outcome") != "grant":
        return (decided,)
    found = {one.id: one.promise for one in matter.guide.materials if one.promise is not None}
    tasks = tuple(
        _task(CHECK, id, promise.role, case, context, promise.limit)
        for id in promised
        if (promise := found.get(id)) is not None
    )
    opened = {id: replace(way, state=ways.CHECKING) for id, way in promised.items()}
    delta = Delta(about={"materials": sorted(opened)}, opened=tasks, ways=opened)
    return (decided, Event("case.after-check-opened", delta))


def check_promise(case: Case, command: CheckPromise, context: Context, matter: Matter) -> Answer:
    """承诺核查: what was found. A broken promise is put before a named person, and that is all."""
    task = _theirs(case, command.task, CHECK, context)
    if isinstance(task, Refusal):
        return task
    material = material_of(task)
    refused = _unfounded(command, context)
    if refused is not None:
        return refused
    way = case.ways[material]
    if command.outcome == "kept":
        kept = Delta(
            about={"material": material},
            closed=(task.id,),
            sealed=command.sealed,
            ways={material: replace(way, state=ways.KEPT)},
        )
        return (Event("case.promise-kept", kept),)
    promise = promise_of(matter, material)
    delta = Delta(
        about={"clause": promise.if_broken.clause if promise else "", "material": material},
        closed=(task.id,),
        opened=(_task(BROKEN, material, "approver", case, context),),
        sealed=command.sealed,
        ways={material: replace(way, state=ways.BROKEN)},
    )
    return (Event("case.promise-broken", delta),)


def _unfounded(command: CheckPromise, context: Context) -> Refusal | None:
    if command.outcome not in ("kept", "broken"):
        return Refusal(
            code="material.no-such-finding",
            zh="请选核查结论: 与承诺相符，或者不相符。",
            en="Say what the check found: kept or broken.",
            params={"outcome": command.outcome},
        )
    if context.actor.kind != "staff":
        return Refusal(
            code="case.adverse-needs-person",
            zh="承诺核查的结论必须由具名的工作人员作出。",
            en="What a check of a promise found is said by a named person.",
        )
    if "findings" not in command.sealed:
        return Refusal(
            code="material.findings-missing",
            zh="请写明核查的情况: 看了什么、哪里相符、哪里不相符。",
            en="Write what was looked at, and what was as promised and what was not.",
        )
    return None


def order_rectification(case: Case, command: OrderRectification, context: Context, matter: Matter) -> Answer:
    """责令限期改正, by a named person with a reason; a second check falls due when the limit ends."""
    task = _before_a_person(case, command, context)
    if isinstance(task, Refusal):
        return task
    if not command.limit:
        return Refusal(
            code="case.limit-missing",
            zh="请写明改正的期限，例如 10 工作日。",
            en="Say by when it is to be put right, for example 10 工作日 (working days).",
        )
    material = material_of(task)
    way, promise = case.ways[material], promise_of(matter, material)
    again = _task(CHECK, material, promise.role if promise else "officer", case, context, command.limit)
    delta = Delta(
        about={"clause": promise.if_broken.clause if promise else "", "limit": command.limit}
        | {"material": material},
        closed=(task.id,),
        opened=(again,),
        sealed=command.sealed,
        ways={material: replace(way, state=ways.RECTIFYING, rectified=way.rectified + 1)},
    )
    return (Event("case.rectification-ordered", delta),)


def let_stand(case: Case, command: LetStand, context: Context, matter: Matter) -> Answer:
    """不予撤销: the result stands, for a reason that a named person gives."""
    task = _before_a_person(case, command, context)
    if isinstance(task, Refusal):
        return task
    material = material_of(task)
    delta = Delta(
        about={"material": material},
        closed=(task.id,),
        sealed=command.sealed,
        ways={material: replace(case.ways[material], state=ways.LET_STAND)},
    )
    return (Event("case.promise-let-stand", delta),)


def rectify_first(case: Case, command: EndResult, matter: Matter) -> Refusal | None:
    """Refuse to end a result for a broken promise where the law wants rectification ordered first."""
    for id, way in case.ways.items():
        promise = promise_of(matter, id)
        if (
            promise is None
            or way.state not in (ways.BROKEN, ways.RECTIFYING)
            or not promise.if_broken.rectify
        ):
            continue
        broken = promise.if_broken
        same = (command.act, command.ground) == (broken.end, broken.ground)
        if same and (not way.rectified or way.state == ways.RECTIFYING):
            return Refusal(
                code="material.rectify-first",
                zh=f"{broken.clause}: 先责令限期改正，到期核查仍不符合的，才能这样处理。",
                en=f"{broken.clause}: rectification is ordered first; only a second check that finds it "
                "still broken leads here.",
                params={"clause": broken.clause, "material": id},
            )
    return None


def with_result_ended(case: Case, event: Event) -> Event:
    """Return the end of a result, which ends the checks of the promises it rested on."""
    open_ = tuple(task.id for task in case.tasks if task.node in AFTERWARDS)
    if not open_:
        return event
    gone = {material_of(task) for task in case.tasks if task.node in AFTERWARDS}
    ended = {id: replace(case.ways[id], state=ways.ENDED) for id in sorted(gone) if id in case.ways}
    return replace(event, data=replace(event.data, closed=(*event.data.closed, *open_), ways=ended))


def closes(case: Case) -> tuple[str, ...]:
    """Return the ids of the tasks that the end of a case closes: all but what stands open afterwards."""
    return tuple([task.id for task in case.tasks if task.node not in AFTERWARDS])


def promise_of(matter: Matter, material: str) -> ways.Promise | None:
    """Return the promise that a material may be replaced by."""
    return next((one.promise for one in matter.guide.materials if one.id == material), None)


def material_of(task: Task) -> str:
    """Return the material that a task of this module is about."""
    return task.id.removeprefix(f"{task.node}:")


def _task(node: str, material: str, role: str, case: Case, context: Context, limit: str = "") -> Task:
    due_at = timekeeping.limit_due(limit, context.now, context.city.calendar) if limit else None
    return Task(
        body=case.lead,
        due_at=due_at,
        id=f"{node}:{material}",
        node=node,
        opened_at=context.now,
        role=role,
    )


def _of(case: Case, material: str, node: str) -> tuple[str, ...]:
    return tuple(task.id for task in case.tasks if task.id == f"{node}:{material}")


def _theirs(case: Case, task_id: str, node: str, context: Context) -> Task | Refusal:
    task = case.task(task_id)
    if task is None or task.node != node:
        return no_task(case, task_id)
    if not context.actor.holds(task.role, task.body):
        return not_yours(case, task)
    return task


def _before_a_person(case: Case, command: OrderRectification | LetStand, context: Context) -> Task | Refusal:
    """Return the task of a broken promise, for a named person who may end results and gives a reason."""
    task = case.task(command.task)
    if task is None or task.node != BROKEN:
        return no_task(case, command.task)
    if context.actor.kind != "staff":
        return Refusal(
            code="case.adverse-needs-person",
            zh="对持有人不利的决定必须由具名的工作人员作出。",
            en="What goes against the holder must be done by a named person.",
        )
    if "reason" not in command.sealed:
        return Refusal(code="case.reason-missing", zh="必须写明理由。", en="Give the reason.")
    return task
