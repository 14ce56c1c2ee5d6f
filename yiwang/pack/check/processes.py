"""The process of a matter: it runs, it ends, each step is somebody's and can be reached."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.kernel.acts.draft import OF_FACT
from yiwang.kernel.acts.timekeeping import unreadable
from yiwang.kernel.bpmn.naming import name_of
from yiwang.kernel.bpmn.net import CALL, CATCH, RECEIVE, START, USER, Net, Node
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding
from yiwang.pack.matters import Matter

_CANNOT_END = {
    "process.deadlock",
    "process.cannot-end",
    "process.two-tokens",
    "process.no-way",
    "process.may-have-no-way",
    "process.endless",
    "process.too-large",
}
_SAID_ELSEWHERE = {"process.no-such-step"}  # YW101 names it, YW117 an id used twice


def _faults(seen: Examination, codes: set[str], remedy: tuple[str, str]) -> Iterator[Finding]:
    for matter in seen.pack.matters:
        for fault in seen.faults.get(str(matter.id), ()):
            if fault.code in codes:
                yield found(
                    seen.where_in_process(matter, fault.node),
                    (f"{matter.title}: {fault.zh}", f"{matter.title.en}: {fault.en}"),
                    remedy,
                )


@rule("YW107")
def every_process_can_end(seen: Examination) -> Iterator[Finding]:
    """每个流程不论事实如何都能办完。Every process can end, whatever the facts are."""
    yield from _faults(
        seen,
        _CANNOT_END,
        ("按例子走一遍, 让每条路都通到结束。", "Walk the example, and let every way lead to an end."),
    )


@rule("YW109")
def every_step_can_be_reached(seen: Examination) -> Iterator[Finding]:
    """每个环节都到得了。Every step can be reached."""
    remedy = ("删去它, 或让前面某个结果通到它。", "Remove it, or let an outcome before it lead to it.")
    for matter in seen.pack.matters:
        net = seen.nets.get(str(matter.id))
        tasks = {task.id for task in net.tasks} if isinstance(net, Net) else set()
        for fault in seen.faults.get(str(matter.id), ()):
            if fault.code == "process.unreachable" and fault.node in tasks:
                where = seen.where_in_process(matter, fault.node)
                message = (f"{matter.title}: {fault.zh}", f"{matter.title.en}: {fault.en}")
                yield found(where, message, remedy)


@rule("YW119")
def every_process_can_run(seen: Examination) -> Iterator[Finding]:
    """流程读得懂, 每个元素、条件都能运行。

    A process can be read, and each element and condition of it can run.
    """
    for matter in seen.pack.matters:
        net = seen.nets.get(str(matter.id))
        for problem in net if isinstance(net, tuple) else ():
            twice = [str(step.id) for step in matter.steps].count(problem.id) > 1
            if problem.code in _SAID_ELSEWHERE or (problem.code == "process.bad-step-id" and twice):
                continue
            where = seen.where_in_process(matter, problem.id)
            if problem.line:
                where = where._replace(line=problem.line)
            zh = problem.zh.removeprefix(f"第 {problem.line} 行: ")
            en = problem.en.removeprefix(f"Line {problem.line}: ")
            yield found(
                where,
                (f"{matter.title}: {zh}", f"{matter.title.en}: {en}"),
                (
                    "改正这里; 能运行的元素见 docs/packs.md。",
                    "Correct this; docs/packs.md says what can run.",
                ),
            )
        yield from _not_in_a_case(seen, matter)
        if isinstance(net, Net) and matter.process is not None:
            yield from _uncounted(seen, matter, net)
        if matter.steps and matter.process_file:
            yield found(
                matter.process_file.where,
                (
                    f"{matter.title}: steps 和 process 只能写一个。",
                    f"{matter.title.en}: write either steps or process.",
                ),
                ("删去其中一个。", "Remove one of them."),
            )


def _not_in_a_case(seen: Examination, matter: Matter) -> Iterator[Finding]:
    """Name what the engine steps but no case begins by: a case is filed, or called."""
    net = seen.nets.get(str(matter.id))
    for node in net.nodes if isinstance(net, Net) else ():
        if node.kind == START and node.event:
            yield found(
                seen.where_in_process(matter, node.id),
                (
                    f"{matter.title}: {name_of(node)}: 办件由提交或调用开始, 不由消息或信号开始。",
                    f"{matter.title.en}: {name_of(node, 'en')}: a case begins by being filed or called, not "
                    "by a message or a signal.",
                ),
                (
                    "画一个普通的开始; 消息用接线去提交, 见 wiring.yaml。",
                    "Draw a plain start; let wiring.yaml file the case.",
                ),
            )


def _uncounted(seen: Examination, matter: Matter, net: Net) -> Iterator[Finding]:
    """Name limits and timers of a drawn process that cannot be counted: the case would stop there."""
    for node in net.nodes:
        for text in (node.limit, node.duration):
            refused = unreadable(text) if text else None
            if refused is not None:
                yield found(
                    seen.where_in_process(matter, node.id),
                    (
                        f"{matter.title}: {name_of(node)}: {refused.zh}",
                        f"{matter.title.en}: {name_of(node, 'en')}: {refused.en}",
                    ),
                    (
                        "写成如 5 工作日、3 日、24 小时; 计时也可写 ISO 8601, 如 P5D。",
                        "Write it like 5 工作日, 3 日 or 24 小时; a timer also as in ISO 8601, like P5D.",
                    ),
                )


@rule("YW108")
def every_task_is_somebodys(seen: Examination) -> Iterator[Finding]:
    """每个环节有岗位办理, 主责单位设有这个岗位。

    Every task has a position, and the body that leads has that position.
    """
    yield from _faults(seen, {"process.no-position"}, ("写上 position。", "Write its position."))
    for matter in seen.pack.matters:
        leads = seen.lead_bodies(matter)
        for role, node, title in _roles(seen, matter):
            lacking = [body for body in leads if role not in seen.roles.get(body, set())]
            if lacking:
                yield _lacking(seen, matter, (role, node, title), lacking)
        yield from _elsewhere(seen, matter)


def _roles(seen: Examination, matter: Matter) -> Iterator[tuple[str, str, tuple[str, str]]]:
    """Yield each role that the lead body must have: of its steps, and to accept and to decide."""
    if matter.process_starts == "accept":
        yield "officer", "", ("受理", "acceptance")
    if matter.decides:
        yield "approver", "", ("决定", "the decision")
    net = seen.nets.get(str(matter.id))
    for node in net.nodes if isinstance(net, Net) else ():
        title = (node.title.get("zh", node.id), node.title.get("en", node.id))
        if node.kind == CALL and node.position is None:
            yield "officer", node.id, title  # to whom a call that fails comes back
        elif _is_somebodys(node) and node.position and node.position.body in ("", "lead"):
            yield node.position.role, node.id, title


def _is_somebodys(node: Node) -> bool:
    """Say whether a person is named for it: a task, or a wait or call that somebody sees to."""
    named = node.position is not None and bool(node.position.role)
    return named and node.kind in (USER, RECEIVE, CATCH, CALL)


def _lacking(
    seen: Examination, matter: Matter, what: tuple[str, str, tuple[str, str]], lacking: list[str]
) -> Finding:
    role, node, title = what
    first = seen.bodies[lacking[0]]
    more = len(lacking) - 1
    where = seen.where_in_process(matter, node) if node else matter.where
    step = next((step for step in matter.steps if step.id == node), None)
    if step and step.position:
        where = step.position.where
    return found(
        where,
        (
            f"{matter.title}: {title[0]}由 {role} 办理, 但{first.title} ({first.id})"
            + (f"等 {more + 1} 个主责单位" if more else "")
            + "没有这个岗位。",
            f"{matter.title.en}: {title[1]} is done by the role {role}, but "
            f"{first.title.en} ({first.id})"
            + (f" and {more} more lead bodies have" if more else " has")
            + " no such position.",
        ),
        (
            f"在 positions.csv 为 {first.id} 设 role 为 {role} 的岗位, 或换一个角色。",
            f"Add a position with the role {role} in {first.id} to positions.csv, or choose another role.",
        ),
    )


def _elsewhere(seen: Examination, matter: Matter) -> Iterator[Finding]:
    """Steps of other bodies: by id, or by function wherever the matter is led."""
    net = seen.nets.get(str(matter.id))
    for node in net.nodes if isinstance(net, Net) else ():
        wanted = node.position.body if node.position else ""
        if not _is_somebodys(node) or node.position is None or wanted in ("", "lead", "window"):
            continue
        fact = wanted.startswith(OF_FACT)  # any body may be named there: one with the role is enough
        bodies = [one for one in seen.pack.bodies if fact or wanted in (str(one.id), str(one.function))]
        able = [one for one in bodies if node.position.role in seen.roles.get(str(one.id), set())]
        if bodies and able:
            continue
        lacks = (f"{wanted} 没有岗位 {node.position.role}", f"{wanted} has no position {node.position.role}")
        if not bodies:
            lacks = (f"没有单位或职能 {wanted}", f"there is no body or function {wanted}")
        yield found(
            seen.where_in_process(matter, node.id),
            (
                f"{matter.title}: {node.title.get('zh', node.id)}无人办理: {lacks[0]}。",
                f"{matter.title.en}: nobody can do {node.title.get('en', node.id)}: {lacks[1]}.",
            ),
            (
                "在 bodies.csv、positions.csv 写上, 或换一个单位。",
                "Add it to bodies.csv and positions.csv, or choose another.",
            ),
        )
