"""What of a form changed while a draft of it was open: told question by question, never taken silently."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yiwang.web.forms import Field, Form, applicable
from yiwang.web.words import LANGUAGES, T, Text, say

LIMITS = (
    "minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "multipleOf", "minItems", "maxItems", "x-yw-not-before", "x-yw-not-after", "x-yw-accept",
    "x-yw-max-bytes", "const",
)  # fmt: skip


def changes(old: Form, new: Form, values: Mapping[str, Any]) -> list[Text]:
    """Return what the new form asks otherwise than the old one, in words; [] when they ask the same.

    Args:
        values: the draft's answers: an answer that is asked for no more is named as not handed in.
    """
    if old.schema == new.schema:
        return []
    found = [_said("new", one) for name, one in new.fields.items() if name not in old.fields]
    for name, one in old.fields.items():
        if name not in new.fields:
            found.append(_said("gone-answered" if name in values else "gone", one))
    for name, now in new.fields.items():
        if name in old.fields:
            found += _of_field(old.fields[name], now)
    before, after = applicable(old, values), applicable(new, values)
    for name in new.fields.keys() & old.fields.keys():
        if name in before and name in after and before[name] != after[name]:
            found.append(_said("required" if after[name] else "optional", new.fields[name]))
    return found or [T("services.changed.wording")]


def _of_field(old: Field, new: Field) -> list[Text]:
    found = []
    if old.title != new.title:
        found.append(_said("title", new, was=old.title))
    if old.kind != new.kind or old.many != new.many:
        found.append(_said("kind", new))
    labels = dict(old.choices) | dict(new.choices)
    had, has = {value for value, _ in old.choices}, {value for value, _ in new.choices}
    found += [_said("choice-gone", new, choice=labels[value]) for value, _ in old.choices if value not in has]
    found += [_said("choice-new", new, choice=labels[value]) for value, _ in new.choices if value not in had]
    if any(old.schema.get(limit) != new.schema.get(limit) for limit in LIMITS):
        found.append(_said("limit", new))
    if old.form is not None and new.form is not None and old.form.schema != new.form.schema:
        found += changes(old.form, new.form, {})
    return found


def _said(what: str, field: Field, **more: Text) -> Text:
    return {
        language: say(
            T(f"services.changed.{what}"),
            language,
            title=say(field.title, language),
            **{name: say(text, language) for name, text in more.items()},
        )
        for language in LANGUAGES
    }
