"""The decision files (DMN) of a matter, read once and made ready to be asked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from yiwang.kernel.bpmn.compiled import Decision
from yiwang.kernel.bpmn.net import RULE, Net, Problem
from yiwang.kernel.business_rules import asking
from yiwang.kernel.dmn import Decisions, DmnProblem, Model, read
from yiwang.kernel.feel.types import Type
from yiwang.pack.matters import DecisionFile, Matter


class Asked(msgspec.Struct, frozen=True):
    """A decision that a process may ask: the file it stands in, and its model."""

    file: DecisionFile
    model: Model
    decisions: Decisions

    @property
    def inputs(self) -> set[str]:
        """The names of the facts that any decision of the file reads."""
        return {name for one in self.decisions.names for name in self.decisions.inputs_of(one)}


@lru_cache(maxsize=512)
def _read(data: bytes) -> Model | DmnProblem:
    return read(data)


@lru_cache(maxsize=512)
def _ready(data: bytes, others: tuple[bytes, ...]) -> Decisions | None:
    model = _read(data)
    if not isinstance(model, Model):
        return None
    return Decisions(model, [other for one in others if isinstance(other := _read(one), Model)])


def model_of(file: DecisionFile) -> Model | DmnProblem:
    """Return what a decision file says, or why it cannot be read."""
    return _read(file.data)


def ready_of(matter: Matter, file: DecisionFile) -> Decisions | None:
    """Return a file ready to be asked; its imports are found among the matter's other files."""
    return _ready(file.data, tuple(one.data for one in matter.decisions if one is not file))


def asked_of(matter: Matter) -> dict[str, Asked]:
    """Return every decision a process of the matter may ask, by name; the first where two share one."""
    found: dict[str, Asked] = {}
    for file in matter.decisions:
        model, decisions = model_of(file), ready_of(matter, file)
        if isinstance(model, Model) and decisions is not None:
            for name in decisions.names:
                found.setdefault(name, Asked(file, model, decisions))
    return found


def rules_of(matter: Matter, net: Net) -> tuple[dict[str, Decision], tuple[Problem, ...]]:
    """Return what the business rules of a net ask, by name, and what they ask that is not there."""
    known = asked_of(matter)
    wanted = [node for node in net.nodes if node.kind == RULE and node.decision]
    found = {
        node.decision: asking(known[node.decision].decisions, node.decision)
        for node in wanted
        if node.decision in known
    }
    missing = tuple(
        Problem(
            "process.no-such-decision",
            f"{node.title.get('zh', node.id)}: 没有决策“{node.decision}”",
            f'{node.title.get("en", node.id)}: there is no decision "{node.decision}"',
            node.id,
            node.title,
        )
        for node in wanted
        if node.decision not in known
    )
    return found, missing


def result_types(matter: Matter, net: Net) -> dict[str, Type]:
    """Return the type that each result of a decision declares, by the name of the fact it becomes."""
    return dict(_results(matter, net))


def _results(matter: Matter, net: Net) -> Iterator[tuple[str, Type]]:
    known = asked_of(matter)
    for node in net.nodes:
        if node.kind == RULE and node.decision in known:
            yield node.result, known[node.decision].decisions.type_of(node.decision)
