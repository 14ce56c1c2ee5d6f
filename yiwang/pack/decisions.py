"""The decision files (DMN) of a matter, read once and made ready to be asked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec

from yiwang.kernel.bpmn.compiled import Decision
from yiwang.kernel.bpmn.net import RULE, Net, Problem
from yiwang.kernel.business_rules import asking
from yiwang.kernel.dmn import Decisions, DmnProblem, Model, read
from yiwang.kernel.dmn.cover import Domain
from yiwang.kernel.feel.builtins.conversions import written
from yiwang.kernel.feel.types import Type
from yiwang.kernel.feel.values import value_of
from yiwang.pack.matters import DecisionFile, Matter
from yiwang.pack.nodes import plain


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


def domains_by_form(matter: Matter) -> dict[str, Domain]:
    """Return what each field of the form can be when a decision reads it.

    A field that need not be filled in may be unknown, unless a step of the process fills it in.
    """
    if matter.form is None:
        return {}
    properties = plain(matter.form.node).get("properties") or {}
    filled = {*map(str, matter.form.required), *(str(name) for step in matter.steps for name in step.fields)}
    return {
        name: Domain(
            values=_values(field),
            whole=field.get("type") == "integer",
            empty=name not in filled,
            boolean=field.get("type") == "boolean",
        )
        for name, field in properties.items()
        if isinstance(field, dict)
    }


def _values(field: dict[str, Any]) -> str:
    """Write what a field can be as unary tests: its list of values, or its bounds."""
    listed = field.get("enum")
    if isinstance(listed, list) and listed:
        return ", ".join(written(value_of(one)) for one in listed if not isinstance(one, dict | list))
    low, high = field.get("minimum"), field.get("maximum")
    above, below = field.get("exclusiveMinimum"), field.get("exclusiveMaximum")
    start = f"[{low}" if low is not None else f"({above}" if above is not None else ""
    end = f"{high}]" if high is not None else f"{below})" if below is not None else ""
    if start and end:
        return f"{start}..{end}"
    if start:
        return f">= {low}" if low is not None else f"> {above}"
    if end:
        return f"<= {high}" if high is not None else f"< {below}"
    return ""
