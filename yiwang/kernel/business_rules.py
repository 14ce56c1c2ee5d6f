"""A business rule of a process asks a decision model: facts of a case in, a value and what fired out.

The ledger keeps facts as JSON, in which numbers and dates are text; a decision has declared types (BPMN
2.0.2, 10.3.3; DMN 1.5, 7.3.2). So each fact is read as what the model says it is, and written back after.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from yiwang.kernel.bpmn.moves import FiredRule, FiredTable, Ruled
from yiwang.kernel.dmn import Decisions, Traced
from yiwang.kernel.feel.builtins.conversions import written
from yiwang.kernel.feel.temporal_text import parse_date, parse_date_time, parse_duration, parse_time
from yiwang.kernel.feel.types import Allowed, ContextOf, ListOf, Simple, Type

NOW = "now()"


def asking(decisions: Decisions, name: str) -> Callable[[Mapping[str, Any]], Ruled]:
    """Return what a business rule calls to ask the decision `name`. It never raises."""
    wanted = decisions.inputs_of(name)

    def ask(facts: Mapping[str, Any]) -> Ruled:
        known = {fact: given(facts.get(fact), kind) for fact, kind in wanted.items()}
        if NOW in facts:
            known[NOW] = facts[NOW]
        answer = decisions.evaluate(name, known, trace=True)
        return Ruled(
            value=answer.value,
            tables=tuple(_table(step) for step in answer.trace if step.hits),
            troubles=tuple({"code": one.code, "zh": one.zh, "en": one.en} for one in answer.troubles),
        )

    return ask


def _table(step: Traced) -> FiredTable:
    rules = [
        FiredRule(
            row=hit.row,
            inputs=tuple((asked, plain(value), cell) for asked, value, cell in hit.inputs),
            outputs=tuple(plain(one) for one in hit.outputs),
            notes=hit.notes,
        )
        for hit in step.hits
    ]
    return FiredTable(step.decision, tuple(rules))


def given(value: Any, kind: Type) -> Any:
    """Return a fact of the ledger as a value of `kind`; what is not written so is left as it is."""
    match kind:
        case Allowed(base, _):
            return given(value, base)
        case ListOf(item) if isinstance(value, list | tuple):
            return [given(one, item) for one in value]
        case ContextOf(fields) if isinstance(value, Mapping):
            return {name: given(one, fields[name]) if name in fields else one for name, one in value.items()}
        case Simple(name) if isinstance(value, str) and name in _READERS:
            made = _READERS[name](value)
            return value if made is None else made
    return value


def plain(value: Any) -> Any:
    """Return a FEEL value as the ledger keeps it: numbers, dates and durations as text, no floats."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    return written(value, quoted=False)


def number(text: str) -> Decimal | None:
    """Return the number a text of the ledger is, None if it is none."""
    try:
        made = Decimal(text)
    except InvalidOperation:
        return None
    return made if made.is_finite() else None


_READERS: dict[str, Callable[[str], Any]] = {
    "number": number,
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_date_time,
    "days and time duration": parse_duration,
    "years and months duration": parse_duration,
    "duration": parse_duration,
}
