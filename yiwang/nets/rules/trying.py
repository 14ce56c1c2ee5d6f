"""Trying a decision: its inputs as a form, read as the types they have, evaluated, nothing kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from yiwang.kernel.business_rules import given
from yiwang.kernel.dmn import Answer, Model
from yiwang.kernel.dmn.domains import type_said
from yiwang.kernel.dmn.model import Decision
from yiwang.kernel.feel import compile_expression
from yiwang.kernel.feel.builtins.conversions import written
from yiwang.kernel.feel.types import Allowed, Type, conforms
from yiwang.kernel.feel.values import value_of
from yiwang.nets.rules.book import DecisionFile
from yiwang.web.words import T, Text

LONGEST = 200
LONGEST_JSON = 2_000
NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,10})?\Z")
LOOPS = re.compile(r"\b(for|some|every)\b")
NO_RANGES = frozenset({"tests", "values", "allowed", "constraint"})  # a range there is only compared with
TEMPORAL = ("date", "time", "date and time", "days and time duration", "years and months duration")
EXAMPLES = {
    "number": "12.5",
    "date": "2026-03-02",
    "time": "09:30:00",
    "date and time": "2026-03-02T09:30:00+08:00",
    "days and time duration": "P20D",
    "years and months duration": "P1Y6M",
}


@dataclass(frozen=True)
class Question:
    """One input of a decision.

    Attributes:
        kind: `boolean`, `choice`, `text` or `json`. options: (value, words), for a choice.
        example: how it is written; "" where that is plain.
        answer: what was typed. problem: why it cannot be read.
    """

    name: str
    id: str
    title: Text
    kind: str
    type_words: str
    options: tuple[tuple[str, Text], ...]
    example: str
    answer: str = ""
    problem: Text | None = None


def why_not(file: DecisionFile) -> Text | None:
    """Say why nobody may try the decisions of a file; None when everybody may.

    A number that a stranger types must not choose how long the server counts.
    """
    if file.model is None or file.ready is None:
        return T("rules.try.unreadable")
    texts = list(_texts(msgspec.to_builtins(file.model)))
    counts = any(".." in one for one in texts) and any(LOOPS.search(one) for one in texts)
    return T("rules.try.counts") if counts else None


def _texts(value: Any) -> Iterator[str]:
    """Yield every text of a model by which it could loop, the kinds of its boxed loops among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in NO_RANGES:
                yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def is_personal(file: DecisionFile, decision: Decision) -> bool:
    """Say whether an input is a personal field of the form: such answers never stand in an address."""
    asked = _inputs(file, decision)
    return any(isinstance(one := file.fields.get(name), dict) and one.get("x-yw-personal") for name in asked)


def questions(file: DecisionFile, decision: Decision, answers: Mapping[str, str]) -> list[Question]:
    """Return a question for each input of a decision, with what was answered."""
    assert file.model is not None
    found = []
    for number, name in enumerate(_inputs(file, decision), 1):
        field = file.fields.get(name)
        found.append(_question(number, name, file.model, field if isinstance(field, dict) else {}, answers))
    return found


def _inputs(file: DecisionFile, decision: Decision) -> dict[str, Type]:
    return file.ready.inputs_of(decision.name) if file.ready is not None else {}


def _question(
    number: int, name: str, model: Model, field: Mapping[str, Any], answers: Mapping[str, str]
) -> Question:
    element = next((one for one in model.inputs if one.name == name), None)
    said = type_said(model, element.variable.type_ref if element else "")
    options = _options(said.allowed, field)
    kind = "boolean" if said.name == "boolean" else "choice" if options else "text"
    if said.collection or not said.name:
        kind = "json"
    answer = answers.get(f"i{number}", "")[: LONGEST_JSON + 1]
    return Question(
        name=name,
        id=f"i{number}",
        title=_title(name, field),
        kind=kind,
        type_words=said.name,
        options=YES_NO if kind == "boolean" else options if kind == "choice" else (),
        example=EXAMPLES.get(said.name, "") if kind == "text" else '["a", 1]' if kind == "json" else "",
        answer=answer,
    )


YES_NO: tuple[tuple[str, Text], ...] = (
    ("true", {"zh": "是", "en": "Yes"}),
    ("false", {"zh": "否", "en": "No"}),
)


def title_of_field(name: str, fields: Mapping[str, Any]) -> Text:
    """Return what the form calls a fact; its name where no form has it."""
    field = fields.get(name)
    return _title(name, field if isinstance(field, dict) else {})


def _title(name: str, field: Mapping[str, Any]) -> Text:
    title = field.get("x-yw-title")
    if isinstance(title, dict) and title:
        other = str(title.get("zh") or title.get("en") or name)
        return {"zh": str(title.get("zh") or other), "en": str(title.get("en") or other)}
    return {"zh": name, "en": name}


def _options(allowed: str, field: Mapping[str, Any]) -> tuple[tuple[str, Text], ...]:
    """Return the values a string may have: those of the type, else those of the form."""
    values: list[str] = []
    if allowed:
        made = compile_expression(f"[{allowed}]")
        listed = getattr(made, "evaluate", lambda facts: None)({})
        if isinstance(listed, list) and all(isinstance(one, str) for one in listed):
            values = listed
    elif isinstance(field.get("enum"), list):
        values = [one for one in field["enum"] if isinstance(one, str)]
    labels = field.get("x-yw-labels") if isinstance(field.get("x-yw-labels"), dict) else {}
    return tuple((one, _label(one, labels)) for one in values)


def _label(value: str, labels: Any) -> Text:
    text = labels.get(value) if isinstance(labels, dict) else None
    if not isinstance(text, dict) or not text:
        return {"zh": value, "en": value}
    other = str(text.get("zh") or text.get("en") or value)
    return {"zh": str(text.get("zh") or other), "en": str(text.get("en") or other)}


@dataclass(frozen=True)
class Tried:
    """What came of it: the questions with their problems, and the answer if there were none."""

    questions: tuple[Question, ...]
    answer: Answer | None


def try_it(file: DecisionFile, decision: Decision, answers: Mapping[str, str]) -> Tried:
    """Read the answers and, if all can be read, ask the decision. An empty answer is null: not known."""
    asked = questions(file, decision, answers)
    kinds = _inputs(file, decision)
    facts: dict[str, Any] = {}
    read = []
    for one in asked:
        value, problem = _read(one, kinds[one.name])
        facts[one.name] = value
        read.append(replace(one, problem=problem))
    if any(one.problem for one in read) or file.ready is None:
        return Tried(tuple(read), None)
    return Tried(tuple(read), file.ready.evaluate(decision.name, facts, trace=True))


def _read(question: Question, wanted: Type) -> tuple[Any, Text | None]:
    text = question.answer.strip()
    if not text:
        return None, None
    if len(text) > (LONGEST_JSON if question.kind == "json" else LONGEST):
        return None, T("rules.try.too-long")
    if question.kind == "json":
        return _from_json(text, wanted)
    if question.options and text not in [value for value, _ in question.options]:
        return None, T("rules.try.choose")
    if question.kind == "boolean":
        return text == "true", None
    if question.type_words == "number" and not NUMBER.match(text):
        return None, T("rules.try.no-number")
    value = value_of(given(text, wanted))
    base = wanted.base if isinstance(wanted, Allowed) else wanted
    if not conforms(value, base):
        return None, T("rules.try.no-time" if question.type_words in TEMPORAL else "rules.try.no-value")
    if not conforms(value, wanted):
        return None, T("rules.try.not-allowed")
    return value, None


def _from_json(text: str, wanted: Type) -> tuple[Any, Text | None]:
    try:
        found = json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return None, T("rules.try.no-json")
    value = given(found, wanted)
    return (value, None) if conforms(value, wanted) else (None, T("rules.try.no-json"))


def in_words(value: Any) -> str:
    """Return a FEEL value as text."""
    return written(value)
