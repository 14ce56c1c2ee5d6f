"""What the checks found, as the pages show it: beside the step, rule or table it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from yiwang.kernel.bpmn.net import Net, Problem
from yiwang.kernel.dmn import Model
from yiwang.pack.decisions import model_of
from yiwang.pack.finding import LEVEL_IN_WORDS, Finding, Level
from yiwang.pack.matters import Matter
from yiwang.web.words import Text

MARKS = {Level.ERROR: "✕", Level.WARNING: "!", Level.NOTE: "i"}


@dataclass(frozen=True)
class Remark:
    """One finding on a page.

    Attributes:
        number: its place in the list of the page, from 1.
        element: id of the node or flow it is about, "" for the whole.
    """

    code: str
    level: Level
    message: Text
    remedy: Text
    file: str
    line: int
    element: str = ""
    number: int = 0

    @property
    def level_words(self) -> Text:
        """`错误` / `error`."""
        zh, en = LEVEL_IN_WORDS[self.level]
        return {"zh": zh, "en": en}

    @property
    def mark(self) -> str:
        """The sign that stands on the drawing."""
        return MARKS[self.level]


def remark(finding: Finding, element: str = "") -> Remark:
    """Return a finding of the pack for a page."""
    return Remark(
        code=finding.code,
        level=finding.level,
        message=finding.message._asdict(),
        remedy=finding.remedy._asdict(),
        file=finding.where.file,
        line=finding.where.line,
        element=element,
    )


def remark_of_problem(problem: Problem, file: str, line: int, level: Level = Level.ERROR) -> Remark:
    """Return what prevents a process, or what searching it found."""
    remedy = {
        "zh": "按所说的元素改正；能运行的元素见 docs/rules.md。",
        "en": "Mend the element it names; docs/rules.md says what runs.",
    }
    message = {"zh": problem.zh, "en": problem.en}
    return Remark(problem.code, level, message, remedy, file, problem.line or line, problem.id)


def numbered(found: Iterable[Remark]) -> tuple[Remark, ...]:
    """Number remarks: errors first, then as they stand in the files."""
    order = list(Level)
    listed = sorted(found, key=lambda one: (order.index(one.level), one.file, one.line, one.code))
    return tuple(replace(one, number=number) for number, one in enumerate(listed, 1))


def element_at(matter: Matter, lines: Mapping[str, int], net: Net | None, finding: Finding) -> str:
    """Return the node or flow a finding is about: the one written at its line; "" if there is none."""
    where = finding.where
    if where.file.endswith(".dmn"):
        return _asking(matter, net, finding)
    if matter.process is not None and where.file == matter.process.file:
        above = [(line, name) for name, line in lines.items() if line <= where.line]
        name = max(above)[1] if above and where.line > 1 else ""
        return name if net is None or name in _drawn(net) else ""
    if where.file != matter.where.file:
        return ""
    starts = [(step.where.line, str(step.id)) for step in matter.steps]
    above = [start for start in starts if start[0] <= where.line]
    if not above or where.line > _last_line(matter, max(above)[1]):
        return ""
    return max(above)[1]


def _asking(matter: Matter, net: Net | None, finding: Finding) -> str:
    """Return the first node that asks the decision a finding of a DMN file is about."""
    file = next((one for one in matter.decisions if one.file == finding.where.file), None)
    model = model_of(file) if file is not None else None
    if net is None or not isinstance(model, Model):
        return ""
    above = [(one.line, one.name) for one in model.decisions if one.line <= finding.where.line]
    asked = max(above)[1] if above else ""
    return next((node.id for node in net.nodes if node.decision and node.decision == asked), "")


def _drawn(net: Net) -> set[str]:
    return {*(node.id for node in net.nodes), *(flow.id for flow in net.flows)}


def _last_line(matter: Matter, name: str) -> int:
    """Return the last line that a step's values are known to stand on."""
    step = next(one for one in matter.steps if one.id == name)
    words = [step.id, step.limit, step.when, step.act, step.interval, step.decision, step.rule, step.result]
    words += [*step.fields, *step.outcome_titles, *step.title.words.values()]
    words += [word for one in step.outcomes for word in (one.id, one.target)]
    lines = [word.where.line for word in words if word is not None]
    return max([step.where.line, *lines, *([step.position.where.line] if step.position else [])])
