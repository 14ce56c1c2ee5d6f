"""Why the rules said so: for the officer each rule with its cells, for the applicant the same in plain words.

All of it is read from the events: the reason stays what it was when the pack is another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yiwang.kernel.feel.in_words import cell_in_words, plain_name
from yiwang.kernel.matter import City, Matter
from yiwang.nets.services.inputs import node_title
from yiwang.nets.services.matter_forms import form_of, places_of
from yiwang.nets.services.queries import CaseFile
from yiwang.web import forms
from yiwang.web.words import LANGUAGES, T, Text, say


@dataclass(frozen=True)
class Ground:
    """One thing a rule looked at: what it is, what it was in this case, what the rule demands of it.

    `cell` is the demand as the table writes it.
    """

    what: Text
    was: Text
    demand: Text
    cell: str


@dataclass(frozen=True)
class RuleWords:
    """A rule that fired: where it stands, its grounds, what it gave, and its note if it has one."""

    table: str
    row: int
    grounds: tuple[Ground, ...]
    gave: Text
    note: Text | None


@dataclass(frozen=True)
class DecisionWords:
    """A decision that was asked in a case.

    Attributes:
        unknown: why there is no answer, empty if there is one.
    """

    title: Text
    decision: str
    at: datetime
    answer: Text
    rules: tuple[RuleWords, ...]
    unknown: tuple[Text, ...]


def decisions(file: CaseFile, city: City, matter: Matter) -> list[DecisionWords]:
    """Return every decision that was asked in a case, the latest first."""
    return [
        _decision(one, entry.at, city, matter)
        for entry in reversed(file.entries)
        for one in entry.event.data.about.get("decided", ())
    ]


def _decision(one: Mapping[str, Any], at: datetime, city: City, matter: Matter) -> DecisionWords:
    return DecisionWords(
        title=node_title(matter, one["node"]),
        decision=one["decision"],
        at=at,
        answer=_value(one["value"]),
        rules=tuple(_rules(one, city, matter)),
        unknown=tuple({"zh": said["zh"], "en": said["en"]} for said in one["troubles"]),
    )


def _rules(one: Mapping[str, Any], city: City, matter: Matter) -> Iterator[RuleWords]:
    for table in one["tables"]:
        for rule in table["rules"]:
            yield RuleWords(
                table=table["table"],
                row=rule["row"],
                grounds=tuple(
                    _ground(asked, was, cell, city, matter)
                    for asked, was, cell in rule["inputs"]
                    if cell not in ("", "-")
                ),
                gave=_value(rule["outputs"][0] if len(rule["outputs"]) == 1 else rule["outputs"]),
                note=_note(rule["notes"]),
            )


def _ground(asked: str, was: Any, cell: str, city: City, matter: Matter) -> Ground:
    field = form_of(city, matter).fields.get(asked)

    def called(value: Any) -> Text:
        if field is None or value is None or field.kind not in ("choice", "yesno", "place"):
            return plain_name(value)
        return forms.in_words(field, value, places_of(city))

    was_in_words = called(was)
    if field is not None and field.unit and was is not None:
        was_in_words = {one: f"{was_in_words[one]} {say(field.unit, one)}" for one in LANGUAGES}
    title = field.title if field else {"zh": asked, "en": asked}
    return Ground(title, was_in_words, cell_in_words(cell, called), cell)


def _note(notes: list[list[str]]) -> Text | None:
    """Return what the rule says to the reader: its columns of notes are called by their language."""
    found = {name: text for name, text in notes if name in LANGUAGES and text}
    if not found:
        return None
    other = next(iter(found.values()))
    return {language: found.get(language, other) for language in LANGUAGES}


def _value(value: Any) -> Text:
    """Return an answer in words; several parts stand side by side."""
    if isinstance(value, dict):
        named = [(name, _value(part)) for name, part in value.items()]
        return _joined([{one: f"{name}: {part[one]}" for one in LANGUAGES} for name, part in named])
    if isinstance(value, list):
        return _joined([_value(part) for part in value])
    if value is None:
        return T("services.decision.no-answer")
    return plain_name(value)


def _joined(parts: list[Text]) -> Text:
    return {"zh": "；".join(one["zh"] for one in parts), "en": "; ".join(one["en"] for one in parts)}
