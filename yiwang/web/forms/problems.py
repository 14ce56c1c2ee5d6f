"""What is wrong with an answer, in the person's words: where, what, both values, how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import ValidationError

from yiwang.web.forms import texts  # noqa: F401  the sentences must be in the catalogue
from yiwang.web.forms.model import Field
from yiwang.web.words import LANGUAGES, T, Text, say


@dataclass(frozen=True)
class Problem:
    """One thing to mend.

    Attributes:
        field: path of the field (`name`, or `people.0.name`).
        target: id of the input that the summary links to.
        code: stable (`form.too-long`).
        says: the sentence, both languages.
    """

    field: str
    target: str
    code: str
    says: Text


def input_id(path: str, part: str = "") -> str:
    """Return the id of an input: `q-name`, `q-name.year`."""
    return f"q-{path}.{part}" if part else f"q-{path}"


FIRST_PART = {"date": "year", "choice": "0", "yesno": "0", "place": "1"}


def problem(field: Field, path: str, code: str, part: str | None = None, **params: Any) -> Problem:
    """Return the problem `code` of `field`, worded in both languages.

    `params` may hold {zh, en} texts; each goes into the sentence of its language.
    """
    says = {
        language: say(
            T(code),
            language,
            title=say(field.title, language),
            **{
                name: say(value, language) if isinstance(value, Mapping) else value
                for name, value in params.items()
            },
        )
        for language in LANGUAGES
    }
    first = FIRST_PART.get(field.kind, "") if part is None else part
    if part is None and (field.in_a_select or field.confirms):
        first = ""
    return Problem(path, input_id(path, first), code, says)


def missing(field: Field, path: str) -> Problem:
    """Return the problem of a question without an answer, worded for its kind."""
    kind = {"choice": "choose", "yesno": "choose", "place": "choose", "file": "upload", "group": "add"}
    if field.confirms:
        return problem(field, path, "form.required-confirm")
    return problem(field, path, f"form.required-{kind.get(field.kind, 'enter')}")


# Of several errors at one field the first of these is told: what the others say follows from it.
ORDER = (
    "type", "enum", "const", "format", "minLength", "maxLength", "pattern", "minimum", "exclusiveMinimum",
    "maximum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems",
)  # fmt: skip


def of_validation(field: Field, path: str, errors: list[ValidationError]) -> Problem:
    """Return one plain problem for what the validator found at `field`; never the library's words."""
    rank = {keyword: place for place, keyword in enumerate(ORDER)}
    error = min(errors, key=lambda one: rank.get(str(one.validator), len(ORDER)))
    limit, value = error.validator_value, error.instance
    if isinstance(error.schema, Mapping) and (says := error.schema.get("x-yw-says")):
        return problem(field, path, "form.rule-says", says=says)  # a condition's own words
    match error.validator:
        case "maxLength":
            return problem(field, path, "form.too-long", most=limit, now=len(value))
        case "minLength":
            return problem(field, path, "form.too-short", least=limit, now=len(value))
        case "pattern":
            if field.pattern_says:
                return problem(field, path, "form.pattern-says", says=field.pattern_says)
            return problem(field, path, "form.phone-mobile" if field.kind == "phone" else "form.pattern")
        case "enum" | "const":
            return problem(field, path, "form.not-a-choice")
        case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" as keyword:
            code = {
                "minimum": "form.too-small",
                "maximum": "form.too-large",
                "exclusiveMinimum": "form.not-above",
                "exclusiveMaximum": "form.not-below",
                "multipleOf": "form.not-a-multiple",
            }[str(keyword)]
            return problem(field, path, code, limit=limit, now=value)
        case "minItems" | "maxItems" as keyword:
            code = "form.too-few" if keyword == "minItems" else "form.too-many"
            return problem(field, path, code, limit=limit, now=len(value))
        case "uniqueItems":
            return problem(field, path, "form.twice")
        case _:
            return problem(field, path, "form.invalid")
