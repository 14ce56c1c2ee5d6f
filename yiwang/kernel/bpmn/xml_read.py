"""Read BPMN 2.0 XML. What this engine runs becomes a net; all the rest is named, nothing half run.

Our own attributes live in the namespace `urn:yiwang:bpmn:1` (prefix `yw` below):
on a task yw:title-en, yw:role, yw:body, yw:outcomes (ids, space-separated), yw:act, yw:interval,
yw:limit, yw:fields; on a business rule yw:rule or yw:decision, and yw:result; on a call yw:matter;
on multi-instance yw:count (a number or a list); on a flow yw:outcome; on a lane yw:role, yw:body.
Outcomes with titles stand in a task's extensionElements: `<yw:outcome id title title-en/>`.
Source: OMG BPMN 2.0.2.
"""

from __future__ import annotations

import msgspec

from yiwang.kernel.bpmn.net import Net, Problem
from yiwang.kernel.bpmn.structure import MOST, problems
from yiwang.kernel.bpmn.xml_process import NOTES, Process, Unsupported, names_of, read_process, refusal
from yiwang.kernel.xml_tree import BPMN, Element, Malformed, parse

_DEFINED = frozenset({"message", "signal", "error", "escalation", "itemDefinition", "dataStore", "category"})
_DEFINED |= {"resource", "interface", "import", "relationship", "correlationProperty", "endPoint"}
_DEFINED |= {"partnerEntity", "partnerRole"}


class Model(msgspec.Struct, frozen=True):
    """A BPMN file.

    Attributes:
        unsupported: everything that would not run, in all processes and between them, by line.
        problems: why the file could not be read at all.
    """

    processes: tuple[Process, ...] = ()
    unsupported: tuple[Unsupported, ...] = ()
    problems: tuple[Problem, ...] = ()


def parse_bpmn(xml: bytes) -> Element | Problem:
    """Return the root element of a BPMN file, or why there is none. Never raises."""
    root = parse(xml, "BPMN 2.0")
    if isinstance(root, Malformed):
        return Problem(f"bpmn.{root.code}", root.zh, root.en, line=root.line)
    return root


def read(xml: bytes) -> Model:
    """Read a BPMN 2.0 file. Never raises: what is wrong is in the model."""
    root = parse_bpmn(xml)
    if isinstance(root, Problem):
        return Model(problems=(root,))
    if (root.space, root.name) != (BPMN, "definitions"):
        return Model(problems=(_not_bpmn(root),))
    outside: list[Unsupported] = []
    for child in root.children:
        if child.space == BPMN and child.name not in _DEFINED and child.name != "process":
            outside.extend(_between(child))
    names = names_of(root)
    processes = tuple(read_process(element, names) for element in root.all("process"))
    every = [*outside, *(one for process in processes for one in process.unsupported)]
    return Model(processes, tuple(sorted(every, key=lambda one: one.line)))


def compile_model(model: Model, process_id: str | None = None) -> Net | tuple[Problem, ...]:
    """Return the net of one process (of the only one, without `process_id`), or all that prevents it."""
    if model.problems:
        return model.problems
    drawn = [one for one in model.processes if process_id in (None, one.id)]
    if process_id is None and len(drawn) > 1:
        drawn = [one for one in drawn if one.net.nodes or one.unsupported]
    if len(drawn) != 1:
        return (_which(model, process_id),)
    process = drawn[0]
    elsewhere = {id(one) for other in model.processes if other is not process for one in other.unsupported}
    if len(process.net.nodes) + len(process.net.flows) > MOST:
        return problems(process.net)
    refused = [_as_problem(one) for one in model.unsupported if id(one) not in elsewhere]
    found = [_placed(one, process.lines) for one in problems(process.net)] if not refused else []
    every = (*refused, *process.problems, *found)
    return every or process.net


def _which(model: Model, process_id: str | None) -> Problem:
    ids = [process.id for process in model.processes]
    return Problem(
        "bpmn.which-process",
        f"文件里有 {len(ids)} 个流程 ({'、'.join(ids)}), "
        + (f"其中没有或不止一个“{process_id}”。" if process_id else "请写明是哪一个。"),
        f"The file holds {len(ids)} processes ({', '.join(ids)}); "
        + (f'none or several are called "{process_id}".' if process_id else "say which one is meant."),
        process_id or "",
    )


def _not_bpmn(root: Element) -> Problem:
    return Problem(
        "bpmn.not-bpmn",
        f"第 {root.line} 行: 根元素是“{root.name}”, 不是 BPMN 2.0 的 definitions。",
        f'Line {root.line}: the root element is "{root.name}", not definitions of BPMN 2.0.',
        line=root.line,
    )


def _as_problem(one: Unsupported) -> Problem:
    name = " ".join(one.name.split()) or one.id
    return Problem(
        "bpmn.unsupported",
        f"第 {one.line} 行: {one.element}“{name}”还不能运行, 请换一种画法。",
        f'Line {one.line}: {one.element} "{name}" cannot run; draw it another way.',
        one.id,
        {"zh": one.name} if one.name else {},
        one.line,
    )


def _placed(problem: Problem, lines: dict[str, int]) -> Problem:
    line = lines.get(problem.id, 0)
    if not line:
        return problem
    zh, en = f"第 {line} 行: {problem.zh}", f"Line {line}: {problem.en}"
    return msgspec.structs.replace(problem, line=line, zh=zh, en=en)


def _between(element: Element) -> list[Unsupported]:
    """Look at what stands beside the processes: pools are fine, messages between them do not run."""
    if element.name == "collaboration":
        refused: list[Unsupported] = []
        for child in element.children:
            if child.space == BPMN and child.name == "participant":
                refused.extend(refusal(one, child) for one in child.all("participantMultiplicity"))
            elif child.space == BPMN and child.name not in NOTES:
                refused.append(refusal(child))
        return refused
    if element.name == "extension":
        return [refusal(element)] if element.get("mustUnderstand") in ("true", "1") else []
    return [] if element.name in NOTES else [refusal(element)]
