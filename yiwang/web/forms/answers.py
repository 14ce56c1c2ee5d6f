"""Check your answers, and the printed view: every answer in words, each with the way to change it."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yiwang.web.dates import day_in_words
from yiwang.web.forms.branches import applicable
from yiwang.web.forms.kinds import NoPlaces, Places
from yiwang.web.forms.masking import WHOLE, masked
from yiwang.web.forms.model import Field, Form, Section
from yiwang.web.forms.problems import input_id
from yiwang.web.forms.uploads import size_in_words
from yiwang.web.words import LANGUAGES, T, Text, say


@dataclass(frozen=True)
class Row:
    """One answer: question, answer in words, where it stands, and whether it is shown masked."""

    field: Field
    title: Text
    text: Text
    answered: bool
    anchor: str
    masked: bool = False
    source: Text | None = None


@dataclass(frozen=True)
class Block:
    """The answers of one section."""

    section: Section
    rows: tuple[Row, ...]


def answers(
    form: Form,
    values: Mapping[str, Any],
    *,
    places: Places | None = None,
    personal: bool = True,
    hidden: Container[str] = (),
    sources: Mapping[str, Text] | None = None,
) -> tuple[Block, ...]:
    """Return the answers that apply, by section.

    Args:
        personal: False leaves personal answers out, for readers who have no purpose for them.
        hidden: names of the fields whose answers are shown masked.
        sources: field → where its answer was filled in from.
    """
    asked = applicable(form, values)
    tree = places or NoPlaces()
    return tuple(
        Block(
            section,
            tuple(
                _row(one, values.get(one.name), tree, one.name in hidden, (sources or {}).get(one.name))
                for one in section.fields
                if one.name in asked and (personal or not one.personal)
            ),
        )
        for section in form.sections
    )


def _row(field: Field, value: Any, places: Places, hidden: bool, source: Text | None) -> Row:
    answered = value is not None
    words = masked_words if hidden else in_words
    text = words(field, value, places) if answered else T("form.not-answered")
    return Row(field, field.title, text, answered, input_id(field.name), hidden and answered, source)


def masked_words(field: Field, value: Any, places: Places) -> Text:
    """Return an answer masked by its class; a group by the classes of its personal answers."""
    if field.kind == "group":
        inner = field.form.fields if field.form else {}
        return {
            language: "\n\n".join(
                "\n".join(
                    _masked_line(one, entry[one.name], places, language)
                    for one in inner.values()
                    if one.name in entry
                )
                for entry in value
            )
            for language in LANGUAGES
        }
    if field.kind in {"file", "yesno", "choice", "number"}:
        return dict.fromkeys(LANGUAGES, WHOLE)
    if field.kind == "place":
        return {language: masked(in_words(field, value, places)["zh"], field.mask) for language in LANGUAGES}
    return dict.fromkeys(LANGUAGES, masked(str(value), field.mask))


def _masked_line(field: Field, value: Any, places: Places, language: str) -> str:
    hides = field.personal or field.kind in {"file", "group"}
    words = (
        masked_words(field, value, places)[language] if hides else _in_words(field, value, places, language)
    )
    return say(field.title, language) + ("：" if language == "zh" else ": ") + words


def in_words(field: Field, value: Any, places: Places) -> Text:
    """Return an answer as a reader sees it, both languages; several lines where it has several parts."""
    return {language: _in_words(field, value, places, language) for language in LANGUAGES}


def _in_words(field: Field, value: Any, places: Places, language: str) -> str:
    comma = "、" if language == "zh" else ", "
    match field.kind:
        case "yesno":
            return say(T("form.yes" if value else "form.no"), language)
        case "choice":
            labels = dict(field.choices)
            chosen = value if field.many else [value]
            return comma.join(say(labels.get(one, str(one)), language) for one in chosen)
        case "date":
            return day_in_words(date.fromisoformat(value), language)
        case "place":
            names = [say(places.title(code), language) for code in places.path(value)] or [str(value)]
            return "".join(names) if language == "zh" else ", ".join(reversed(names))
        case "file":
            files = value if isinstance(value, list) else [value]
            return "\n".join(f"{one['name']} ({size_in_words(one['bytes'])})" for one in files)
        case "group":
            return "\n\n".join(_entry(field, entry, places, language) for entry in value)
        case _:
            unit = f" {say(field.unit, language)}" if field.unit else ""
            return f"{value}{unit}"


def _entry(field: Field, entry: Mapping[str, Any], places: Places, language: str) -> str:
    form = field.form
    colon = "：" if language == "zh" else ": "
    return "\n".join(
        say(one.title, language) + colon + _in_words(one, entry[name], places, language)
        for name, one in (form.fields if form else {}).items()
        if name in entry
    )
