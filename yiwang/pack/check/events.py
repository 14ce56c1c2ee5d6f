"""Kinds of events (events.yaml), and the matters that handle them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from yiwang.kernel.event_kinds import EVENT
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.identifiers import used_already
from yiwang.pack.check.references import task_ids
from yiwang.pack.check.registry import found, rule
from yiwang.pack.events import weight_of
from yiwang.pack.finding import Finding


@rule("YW244")
def a_code_of_events_stands_once(seen: Examination) -> Iterator[Finding]:
    """事件的大类和小类, 每个代码只用一次。Each code of a class or kind of events is used once."""
    classes = seen.pack.events.classes
    yield from used_already([code for one in classes for code in (one.code, *(k.code for k in one.kinds))])


@rule("YW245")
def a_kind_of_events_is_handled_as_an_event(seen: Examination) -> Iterator[Finding]:
    """每个小类都有一个事项来处置, 这个事项是事件 (kind: event)。

    Each kind of events has a matter that handles it, and that matter is one of events (`kind: event`).
    """
    matters = {str(one.id): one for one in seen.pack.matters}
    for one in (kind for each in seen.pack.events.classes for kind in each.kinds):
        if not one.matter or seen.unread("matters/"):
            continue
        matter = matters.get(str(one.matter))
        if matter is None:
            yield found(
                one.matter.where,
                (
                    f"{one.title}: matters/ 里没有事项 {one.matter}。",
                    f"{one.title.en}: there is no matter {one.matter} in matters/.",
                ),
                nearest(str(one.matter), matters),
            )
        elif str(matter.kind) != EVENT:
            yield found(
                one.matter.where,
                (
                    f"{one.title}: 事项 {one.matter} 的 kind 是 {matter.kind}, 要 {EVENT}。",
                    f"{one.title.en}: the matter {one.matter} is of the kind {matter.kind}, not {EVENT}.",
                ),
                ("换一个事项, 或改它的 kind。", "Name another matter, or change its kind."),
            )


@rule("YW246")
def the_rules_of_events_name_what_is_there(seen: Examination) -> Iterator[Finding]:
    """派遣规则写到的派遣岗和环节都在: 有单位承担派遣职能并有派遣岗, 事件的流程里有处置、核查、回访。

    What the rules of events name is there: a body dispatches and has a dispatcher; the steps of handling,
    check and answer-back stand in the process of each matter of events.
    """
    rules = seen.pack.events.rules
    if rules is None:
        return
    desks = {str(one.id) for one in seen.pack.bodies if str(one.function) == str(rules.desk)}
    if not any("dispatcher" in seen.roles.get(one, set()) for one in desks):
        yield found(
            rules.desk.where,
            (
                f"没有职能是 {rules.desk} 又有派遣岗 (role: dispatcher) 的单位。",
                f"No body has the function {rules.desk} and a position of a dispatcher (role: dispatcher).",
            ),
            (
                "在 bodies.csv 和 positions.csv 里加上, 或改 desk。",
                "Add one to bodies.csv and positions.csv, or change desk.",
            ),
        )
    used = {str(kind.matter) for one in seen.pack.events.classes for kind in one.kinds}
    for matter in seen.pack.matters:
        if str(matter.id) not in used or str(matter.kind) != EVENT:
            continue
        known = task_ids(seen, matter)
        for step in chain(rules.steps.values(), rules.evidence):
            if str(step) not in known:
                yield found(
                    step.where,
                    (
                        f"{matter.title} 的流程里没有环节 {step}。",
                        f"The process of {matter.title.en} has no step {step}.",
                    ),
                    nearest(str(step), known),
                )


@rule("YW247")
def the_weights_of_the_rates_add_up(seen: Examination) -> Iterator[Finding]:
    """三率的权重合计是 1。The weights of the three rates add up to 1."""
    rules = seen.pack.events.rules
    if rules is None or not rules.weights:
        return
    total = sum(map(weight_of, rules.weights.values()))
    if total != 1:
        yield found(
            next(iter(rules.weights.values())).where,
            (
                f"权重合计 {total}, 应当是 1。",
                f"The weights add up to {total}; it should be 1.",
            ),
            ("改成合计 1。", "Change them so that they add up to 1."),
        )


@rule("YW248")
def a_third_body_asks_back(seen: Examination) -> Iterator[Finding]:
    """回访由第三方做: 不是派遣岗所在的单位, 也不是主责单位。

    A third body asks back: neither the one that dispatches nor the one that leads.
    """
    rules = seen.pack.events.rules
    if rules is None or "answer" not in rules.steps:
        return
    functions = {str(one.id): str(one.function) for one in seen.pack.bodies}
    for matter in seen.pack.matters:
        step = next((one for one in matter.steps if str(one.id) == str(rules.steps["answer"])), None)
        if str(matter.kind) != EVENT or step is None:
            continue
        body = str(step.position.body or "lead") if step.position else "lead"
        lead = {str(matter.lead.body or ""), str(matter.lead.function or "")} if matter.lead else set()
        if body == "lead" or {body, functions.get(body, body)} & {*lead, str(rules.desk)} - {""}:
            yield found(
                step.id.where,
                (
                    f"{matter.title}: 回访由 {body} 做, 那是派遣或者主责的单位。",
                    f"{matter.title.en}: {body} asks back, which dispatches or leads itself.",
                ),
                ("换一个单位来回访。", "Let another body ask back."),
            )


COARSEST, FINEST = Decimal("0.1"), Decimal("0.005")
"""Our own rule: about ten kilometres, and about half a kilometre."""


@rule("YW241")
def a_public_map_is_coarse(seen: Examination) -> Iterator[Finding]:
    """公开地图的格子在 0.005 度到 0.1 度之间: 再细就看得出是谁家门口, 再粗就没有用。

    The cells of a public map are 0.005 to 0.1 degrees wide: finer ones tell at whose door something is, wider
    ones tell nothing.
    """
    rules = seen.pack.events.rules
    if rules is None or rules.map_cell is None:
        return
    cell = weight_of(rules.map_cell)
    if not FINEST <= cell <= COARSEST:
        yield found(
            rules.map_cell.where,
            (
                f"公开地图的格子是 {rules.map_cell} 度, 应在 {FINEST} 到 {COARSEST} 之间。",
                f"The cells of the public map are {rules.map_cell} degrees wide, not {FINEST} to {COARSEST}.",
            ),
            ('写 cell: "0.01", 约 1 公里。', 'Write cell: "0.01", about a kilometre.'),
        )
