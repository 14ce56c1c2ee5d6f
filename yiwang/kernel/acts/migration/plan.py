"""转版方案 and the act: what would change if a running case moved to another pack, and what forbids it.

A new pack never touches a running case. Whoever may (`case.migrate`) moves a case by an act that carries all
it changed, so that the case refolds without either pack. The act makes the plan again at its moment: what
the plan of that moment allows is done, and what it forbids is refused with the same code.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from yiwang.kernel.acts.migration.changes import Change, Part, changes, forbids, in_en, in_zh
from yiwang.kernel.acts.migration.clocks import clocks
from yiwang.kernel.acts.migration.process import forward, process
from yiwang.kernel.answers import held_against
from yiwang.kernel.bpmn.step import node_of
from yiwang.kernel.case import (
    ACCEPTED,
    CORRECTING,
    DECIDED,
    DELIVERED,
    ENDED,
    FILED,
    SUSPENDED,
    Case,
    Delta,
    Event,
    Task,
)
from yiwang.kernel.clocks import ClockState
from yiwang.kernel.commands import Context, Migrate
from yiwang.kernel.matter import City, Matter, Responsibility
from yiwang.kernel.people.resolve import replaced_by
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.responsibility import responsible_for

Answer = tuple[Event, ...] | Refusal

_TO_COME = {
    FILED: frozenset({"receive", "forward", "accept", "refuse", "ask-correction", "decide", "deliver"}),
    CORRECTING: frozenset({"correct", "accept", "refuse", "decide", "deliver"}),
    ACCEPTED: frozenset({"decide", "deliver"}),
    SUSPENDED: frozenset({"resume", "decide", "deliver"}),
}
_ALWAYS = frozenset({"close", "withdraw", "void"})


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a move would do to one case.

    Attributes:
        before, after: hashes of the packs, hex. obstacles: what forbids it; none: it may move.
        changes: what would be otherwise. clocks, tasks, lead: as they would stand, what changes of them.
    """

    number: str
    matter: str
    before: str
    after: str
    obstacles: tuple[Refusal, ...] = ()
    changes: tuple[Change, ...] = ()
    clocks: dict[str, ClockState] = {}
    tasks: tuple[Task, ...] = ()
    lead: str = ""

    @property
    def may(self) -> bool:
        """Whether nothing forbids the move."""
        return not self.obstacles


def plan(case: Case, old: City, onto: Context) -> Plan:
    """Say what would happen to a case if it moved now.

    Args:
        old: the pack the case is pinned to. onto: who asks and when, with the pack it would move to.

    Codes of what forbids: `migrate.` and `same-pack`, `ended`, `decided`, `matter-gone`, `kind-differs`,
    `body-gone`, `process-starts`, `process-new`, `decision-open`, `step-gone`, `way-gone`, `several`,
    `process-too-large`, `marking-unreachable`, `wait-differs`, `call-differs`, `wire-gone`,
    `fact-missing`, `clock-gone`, `clock-stops`, `clock-passed`, `clock-paused`, `clock-later`,
    `expiry-differs`, `channel-gone`, `answer-missing`, `answer-wrong`, `answer-personal`; and what clocks
    and responsibility refuse by themselves.
    """
    made = Plan(number=case.number, matter=case.matter, before=old.pack, after=onto.city.pack)
    refused = _not_at_all(case, old, onto.city)
    if refused is not None:
        return replace(made, obstacles=(refused,))
    before, after = old.matters[case.matter], onto.city.matters[case.matter]
    lead, given, bodies = _bodies(case, old, onto.city, after)
    moved = _with_bodies(case, lead, given)
    parts = [bodies, clocks(case, before, after, onto, _ahead(case, after)), _answers(case, before, after)]
    if not bodies.obstacles:  # without its bodies nobody can say whose its steps are
        parts.append(process(moved, before, after, onto))
    found = {task.id: task for part in parts for task in part.tasks}
    return replace(
        made,
        obstacles=tuple(one for part in parts for one in part.obstacles),
        changes=tuple(one for part in parts for one in part.changes),
        clocks={name: state for part in parts for name, state in part.clocks.items()},
        tasks=tuple(found.values()),
        lead=lead if lead != case.lead else "",
    )


def migrate(case: Case, command: Migrate, context: Context, matter: Matter) -> Answer:
    """转版: the case is governed by the other pack from now on; the reason is told to the applicant."""
    if context.onto is None or context.onto.pack != command.pack:
        return Refusal(
            code="migrate.no-pack",
            zh=f"没有发布过配置包 {command.pack[:12]}。",
            en=f"No pack {command.pack[:12]} was published.",
            params={"pack": command.pack},
        )
    if "reason" not in command.sealed:
        return Refusal(code="case.reason-missing", zh="转版必须写明理由。", en="Give the reason.")
    made = plan(case, context.city, replace(context, city=context.onto))
    if made.obstacles:
        return made.obstacles[0]
    told = [{"code": one.code, "en": one.en, "zh": one.zh} for one in made.changes]
    about: dict[str, Any] = {"changes": told, "from": made.before, "to": made.after}
    delta = Delta(about=about, clocks=made.clocks, lead=made.lead, opened=made.tasks, sealed=command.sealed)
    return (Event("case.migrated", delta),)


def _not_at_all(case: Case, old: City, new: City) -> Refusal | None:
    if old.pack == new.pack:
        return forbids("same-pack", "本件已经按这一版办理。", "The case is under this version already.")
    if case.phase in ENDED:
        return forbids("ended", "本件已经办结，留在原版。", "The case has ended and stays where it is.")
    if case.phase in (DECIDED, DELIVERED):
        return forbids(
            "decided",
            "已经作出决定，按作出决定时的规则送达。",
            "It is decided; the result is delivered under the rules it was decided by.",
        )
    matter = new.matters.get(case.matter)
    if matter is None:
        return forbids(
            "matter-gone",
            f"新版没有事项 {case.matter}，按原版办完。",
            f"The new version has no matter {case.matter}; the case is finished under its own.",
            matter=case.matter,
        )
    if matter.kind != case.kind:
        return forbids(
            "kind-differs",
            f"事项的种类由 {case.kind} 改成了 {matter.kind}。",
            f"The kind of the matter changed from {case.kind} to {matter.kind}.",
            before=case.kind,
            after=matter.kind,
        )
    return None


def _ahead(case: Case, new: Matter) -> frozenset[str]:
    """Return the acts and steps that may still happen to a case."""
    acts = set(_TO_COME[case.phase] | _ALWAYS)
    if new.net is not None:
        early = case.phase in (FILED, CORRECTING) and not case.tokens
        nodes = new.net.nodes if early else forward(new.net, {node_of(token) for token in case.tokens})
        acts |= {new.net.nodes[name].act or name for name in nodes if name in new.net.nodes}
    return frozenset(acts)


def _with_bodies(case: Case, lead: str, given: tuple[Task, ...]) -> Case:
    """Return the case with its successor bodies, as the steps of the new process find it."""
    if lead == case.lead and not given:
        return case
    known = {task.id: task for task in given}
    return replace(case, lead=lead, tasks=tuple(known.get(task.id, task) for task in case.tasks))


def _bodies(case: Case, old: City, new: City, after: Matter) -> tuple[str, tuple[Task, ...], Part]:
    """Hand what lies with a body that is no more to the one that replaced it."""
    heirs = {gone: body for body in new.bodies for gone in replaced_by(new, body) if gone not in new.bodies}
    obstacles = tuple(_lost(case, old, new, heirs))
    lead = case.lead if case.lead in new.bodies else heirs.get(case.lead, case.lead)
    given = tuple(
        replace(task, body=heirs[task.body])
        for task in case.tasks
        if task.body not in new.bodies and task.body in heirs
    )
    told = list(_of_lead(case, lead, new, after)) if not obstacles else []
    return lead, given, Part(obstacles, tuple(told), tasks=given)


def _lost(case: Case, old: City, new: City, heirs: dict[str, str]) -> Iterator[Refusal]:
    handed = {case.lead, *(task.body for task in case.tasks)} - {""}
    fixed = {case.window, *case.assisting} - {""}
    for body in sorted({one for one in handed if one not in heirs} | fixed):
        if body in new.bodies:
            continue
        known = old.bodies.get(body)
        zh, en = (in_zh(known.title, body), in_en(known.title, body)) if known else (body, body)
        yield forbids(
            "body-gone",
            f"本件的单位“{zh}”（{body}）在新版里没有了，也没有单位接收本件的这一部分。",
            f"“{en}” ({body}), which has a part in the case, is no more, and no body takes that part over.",
            body=body,
        )


def _of_lead(case: Case, lead: str, new: City, after: Matter) -> Iterator[Change]:
    if lead != case.lead:
        yield changes(
            "lead-succeeded",
            f"主责单位由 {case.lead} 转为接收它的 {lead}。",
            f"The lead passes from {case.lead} to {lead}, which replaced it.",
            before=case.lead,
            after=lead,
        )
    if case.place not in new.places:
        return
    answer = responsible_for(new, after, case.place, case.facts)
    if isinstance(answer, Responsibility) and answer.lead != lead:
        yield changes(
            "lead-kept",
            f"按新版应由 {answer.lead} 主责，本件仍由 {lead} 办完；要移交另行移交。",
            f"By the new version {answer.lead} would lead; {lead} goes on unless it hands the case over.",
            lead=lead,
            by_rule=answer.lead,
        )


def _answers(case: Case, old: Matter, new: Matter) -> Part:
    """Hold the answers given against the new form: only what the move itself would break forbids it."""
    before = held_against(old.form, case.facts, case.sealed, personal=old.sealed_fields)
    after = held_against(new.form, case.facts, case.sealed, personal=new.sealed_fields)
    obstacles = []
    for code, names, known, zh, en in (
        (
            "missing",
            after.missing,
            before.missing,
            "新版必须回答“{}”，本件没有。",
            "“{}” must be answered now, and was not.",
        ),
        (
            "wrong",
            after.wrong,
            before.wrong,
            "本件对“{}”的回答，新版不再接受。",
            "The answer to “{}” is not taken any more.",
        ),
        (
            "personal",
            after.exposed,
            before.exposed,
            "“{}”在新版是个人信息，本件的回答却未加密。",
            "“{}” is personal in the new version, and the answer lies in the open.",
        ),
    ):
        for name in names:
            if name not in known:
                title = new.form["properties"][name].get("x-yw-title") or {}
                obstacles.append(
                    forbids(
                        f"answer-{code}",
                        zh.format(in_zh(title, name)),
                        en.format(in_en(title, name)),
                        field=name,
                    )
                )
    told = []
    for name in after.unasked:
        if name in old.form.get("properties", {}):
            title = old.form["properties"][name].get("x-yw-title") or {}
            told.append(
                changes(
                    "answer-unasked",
                    f"不再问“{in_zh(title, name)}”，已有的回答仍留在本件。",
                    f"“{in_en(title, name)}” is asked no more; the answer stays with the case.",
                    field=name,
                )
            )
    return Part(tuple(obstacles), tuple(told))
