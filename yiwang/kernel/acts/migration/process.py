"""Where a case stands in its process, looked for in another version of it.

A token stays on the step of the same id. The marking as a whole must be one that the new process can come
to by itself: else two steps that were side by side, and now follow each other, would both be open, and the
process might never end.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from yiwang.kernel.acts.draft import body_of
from yiwang.kernel.acts.migration.changes import Change, Part, changes, forbids, in_en, in_zh
from yiwang.kernel.acts.proposals import PROPOSAL, wire_of
from yiwang.kernel.bpmn.compiled import CompiledNet
from yiwang.kernel.bpmn.explore import explore
from yiwang.kernel.bpmn.net import CALL, TASKS, Net, Node
from yiwang.kernel.bpmn.step import node_of
from yiwang.kernel.case import ACCEPTED, CORRECTING, FILED, SUSPENDED, Case, Task
from yiwang.kernel.commands import Context
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal

MOST_MARKINGS = 20_000
_reached: dict[int, tuple[Net, frozenset[frozenset[str]] | None]] = {}


def process(case: Case, old: Matter, new: Matter, onto: Context) -> Part:
    """Say what a move to `new` does to the process of a case. `onto`: the context under the new pack."""
    obstacles = list(_of_phase(case, old, new))
    tokens = list(_of_tokens(case, old, new))
    if not tokens and case.tokens and new.net is not None and old.net is not None:
        tokens = list(_of_marking(case, old.net, new.net))
    obstacles += tokens
    if not tokens and new.net is not None:
        obstacles += _of_waits(case, old, new.net)
        obstacles += _of_facts(case, new.net)
    obstacles += _of_wires(case, onto)
    if obstacles or new.net is None:
        return Part(tuple(obstacles))
    moved = [_task_under(task, case, old, new.net, onto) for task in case.tasks if task.id in case.tokens]
    refused = tuple(one for one in moved if isinstance(one, Refusal))
    told = [change for one in moved if isinstance(one, tuple) for change in one[1]]
    given = tuple(one[0] for one in moved if isinstance(one, tuple) and one[0] is not None)
    return Part(refused, (*told, *_steps(case, old, new.net)), tasks=given)


def _of_phase(case: Case, old: Matter, new: Matter) -> Iterator[Refusal]:
    early = case.phase in (FILED, CORRECTING)
    starts, started = (one.net is not None and one.process_starts == "file" for one in (new, old))
    if early and starts != started:
        yield forbids(
            "process-starts",
            "两版流程开始的时点不同（提交时或受理时），受理之后才能转。",
            "One version begins the process at filing, the other at acceptance; move it after that.",
        )
    inside = case.phase in (ACCEPTED, SUSPENDED)
    if inside and not case.tokens and new.net is not None and old.net is None:
        yield forbids(
            "process-new",
            "新版有流程，而本件受理时还没有，流程不会自己开始。",
            "The new version has a process that begins at acceptance, which this case has passed.",
        )
    if inside and not case.tokens and new.decides != old.decides:
        yield forbids(
            "decision-open",
            "本件正等决定，而新版不是由决定了结。",
            "The case waits for its decision, and the new version does not end by one.",
        )


def _of_tokens(case: Case, old: Matter, new: Matter) -> Iterator[Refusal]:
    for token in case.tokens:
        name = node_of(token)
        before = old.net.nodes.get(name) if old.net is not None else None
        after = new.net.nodes.get(name) if new.net is not None else None
        if before is None:  # it waits at a join, on the way that leads there
            flows = {flow.id for flow in new.net.net.flows} if new.net is not None else set()
            if name not in flows:
                yield forbids(
                    "way-gone",
                    f"办件在汇合处等待，来路 {name} 在新版里没有了。",
                    f"The case waits at a join on the way {name}, which the new version does not have.",
                    way=name,
                )
        elif after is None or after.kind != before.kind or after.event != before.event:
            zh, en = in_zh(before.title, name), in_en(before.title, name)
            yield forbids(
                "step-gone",
                f"办件停在步骤“{zh}”（{name}），新版没有这一步，或它已是另一种步骤。",
                f"The case stands at “{en}” ({name}); the new version has no such step of this kind.",
                step=name,
            )


def _of_marking(case: Case, old: CompiledNet, new: CompiledNet) -> Iterator[Refusal]:
    if _shape(old.net) == _shape(new.net):
        return
    places = frozenset(token.rpartition(":")[0] for token in case.tokens)
    steps = sorted({node_of(token) for token in case.tokens})
    named = "、".join(steps)
    if any("@" in place or "/" in place for place in places):
        yield forbids(
            "several",
            f"一个步骤正分给多人办（{named}），流程又有改动，办完再转。",
            f"A step is being done several times ({named}) and the process changed; move it afterwards.",
            steps=steps,
        )
        return
    known = _reachable(new.net)
    if known is None:
        yield forbids(
            "process-too-large",
            f"新版流程太大，看过 {MOST_MARKINGS} 种情形也看不完，不能确定能否转。",
            f"The new process is too large to be sure: more than {MOST_MARKINGS} markings.",
            bound=MOST_MARKINGS,
        )
    elif places not in known:
        yield forbids(
            "marking-unreachable",
            f"新版流程走不到现在同时停着的这些步骤：{named}。",
            f"The new process never stands at these steps together: {', '.join(steps)}.",
            steps=steps,
        )


def _shape(net: Net) -> tuple[object, ...]:
    nodes = [
        (n.id, n.kind, n.scope, n.event, n.attached, n.interrupting, n.repeat is None) for n in net.nodes
    ]
    return (*sorted(nodes), *sorted((flow.id, flow.source, flow.target) for flow in net.flows))


def _reachable(net: Net) -> frozenset[frozenset[str]] | None:
    """Return every marking a net can come to, None if they are too many; remembered for each net."""
    kept = _reached.get(id(net))
    if kept is None or kept[0] is not net:
        space = explore(net, MOST_MARKINGS)
        if len(_reached) >= 256:
            _reached.clear()
        kept = _reached[id(net)] = net, frozenset(space.came) if space.complete else None
    return kept[1]


def _of_waits(case: Case, old: Matter, new: CompiledNet) -> Iterator[Refusal]:
    for wait in case.waits:
        before = old.net.nodes.get(node_of(wait.token)) if old.net is not None else None
        after = new.nodes.get(node_of(wait.token))
        if before is None or after is None or (before.ref, before.key) != (after.ref, after.key):
            yield forbids(
                "wait-differs",
                f"办件正等消息“{wait.name}”，新版等的是另一个。",
                f"The case waits for {wait.name}, and the new version for something else.",
                name=wait.name,
            )
    for call in case.calls:
        after = new.nodes.get(call.node)
        if after is None or after.kind != CALL or after.called != call.matter:
            yield forbids(
                "call-differs",
                f"办件正等所调用的事项 {call.matter} 办完，新版调用的是另一个。",
                f"The case waits for a case of {call.matter} that it called; the new version calls another.",
                matter=call.matter,
            )


def _of_wires(case: Case, onto: Context) -> Iterator[Refusal]:
    for task in case.tasks:
        if task.node == PROPOSAL and wire_of(task, onto.city.wires) is None:
            yield forbids(
                "wire-gone",
                f"有接线 {task.id.removeprefix(PROPOSAL + ':')} 的提请等人答复，新版没有这条接线。",
                f"A proposal waits of the wiring {task.id.removeprefix(PROPOSAL + ':')}, which is no more.",
                wire=task.id,
            )


def _of_facts(case: Case, net: CompiledNet) -> Iterator[Refusal]:
    """What conditions ahead read must be known, or still be found: a step that was passed finds nothing."""
    if not case.tokens:
        return
    ahead = forward(net, {node_of(token) for token in case.tokens})
    found = {
        node.id: {*node.fields, *(here for here, _ in node.takes), node.result} for node in net.nodes.values()
    }
    passed = {name for node, names in found.items() if node not in ahead for name in names if name}
    later = {name for node, names in found.items() if node in ahead for name in names}
    read: set[str] = set()
    for flow in net.net.flows:
        if flow.source in ahead and flow.id in net.conditions:
            read |= net.conditions[flow.id].names
    for node in ahead & net.rules.keys():
        read |= net.rules[node].names
    for name in sorted((read & passed) - later - case.facts.keys() - case.sealed.keys()):
        yield forbids(
            "fact-missing",
            f"新版后面的步骤要看“{name}”，它由本件已经走过的步骤查明，本件没有。",
            f"Steps ahead ask for {name}, which a step finds that this case has passed without it.",
            fact=name,
        )


def forward(net: CompiledNet, places: set[str]) -> set[str]:
    """Return the nodes that lie ahead of these nodes and flows, themselves included."""
    starts = {flow.target for flow in net.net.flows if flow.id in places}
    waiting = [name for name in (*places, *starts) if name in net.nodes]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        waiting += [flow.target for flow in net.leaving.get(name, ())]
        waiting += [one.id for one in (*net.boundaries.get(name, ()), *net.catching.get(name, ()))]
        if name in net.starts:
            waiting.append(net.starts[name].id)
        for outer in net.outer.get(name, ()):
            waiting.append(outer)
    return seen


def _task_under(
    task: Task, case: Case, old: Matter, new: CompiledNet, onto: Context
) -> tuple[Task | None, tuple[Change, ...]] | Refusal:
    """Return the open task as the new step has it, None if it stays as it is, with what is told of it."""
    before = old.net.nodes[task.node] if old.net is not None and task.node in old.net.nodes else None
    after = new.nodes.get(task.node)
    if before is None or after is None:
        return None, ()
    told = tuple(_of_outcomes(before, after))
    if before.position == after.position or after.position is None:
        return None, told
    body = case.lead
    if after.position.body:
        found = body_of(after, after.position.body, case, onto)
        if isinstance(found, Refusal):
            return found
        body = found
    given = replace(task, role=after.position.role, body=body, assignee="")
    title = after.title
    return given, (
        *told,
        changes(
            "position",
            f"“{in_zh(title, task.node)}”由 {task.body} {task.role} 改由 {body} {given.role} 办，重新领件。",
            f"“{in_en(title, task.node)}” passes from {task.role} of {task.body} to {given.role} of {body}.",
            step=task.node,
            before=[task.body, task.role],
            after=[body, given.role],
        ),
    )


def _of_outcomes(before: Node, after: Node) -> Iterator[Change]:
    had, has = [one.id for one in before.outcomes], [one.id for one in after.outcomes]
    if had != has:
        yield changes(
            "outcomes",
            f"步骤“{in_zh(after.title, after.id)}”的办理结果由 {'、'.join(had)} 改为 {'、'.join(has)}。",
            f"“{in_en(after.title, after.id)}” may now end in {', '.join(has)}, not {', '.join(had)}.",
            step=after.id,
            before=had,
            after=has,
        )


def _steps(case: Case, old: Matter, new: CompiledNet) -> Iterator[Change]:
    """Tell which steps come, which go, and which new ones the case has passed already."""
    had = {node.id: node for node in (old.net.net.nodes if old.net is not None else ()) if node.kind in TASKS}
    has = {node.id: node for node in new.net.nodes if node.kind in TASKS}
    early = case.phase in (FILED, CORRECTING) and not case.tokens
    ahead = set(has) if early else forward(new, {node_of(token) for token in case.tokens})
    for name, node in has.items():
        if name in had:
            continue
        zh, en = in_zh(node.title, name), in_en(node.title, name)
        if name in ahead:
            yield changes("step-new", f"前面多一步“{zh}”。", f"One more step lies ahead: “{en}”.", step=name)
        else:
            yield changes(
                "step-passed",
                f"新版的步骤“{zh}”在已经走过的路上，不补办。",
                f"The new step “{en}” lies behind the case and is not made up for.",
                step=name,
            )
    for name, node in had.items():
        if name not in has:
            zh, en = in_zh(node.title, name), in_en(node.title, name)
            yield changes("step-dropped", f"不再有步骤“{zh}”。", f"The step “{en}” is no more.", step=name)
