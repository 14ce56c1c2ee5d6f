"""The one validator of JSON Schema 2020-12: forms in packs, answers on pages, and the suite of the standard.

The library does the work. Added here: Unicode classes in patterns, which Python's expressions lack, and
meta-schemas that leave the vocabulary of validation out.
Source: JSON Schema 2020-12 core, 6.4 (patterns are ECMA-262 with Unicode) and 8.1.2 (vocabularies).
"""

from __future__ import annotations

import re
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, validators
from referencing import Registry
from referencing.exceptions import NoSuchResource

from yiwang.kernel.feel.patterns import characters_of

_PROPERTY = re.compile(r"(?<!\\)((?:\\\\)*)\\([pP])\{(?:General_Category=|gc=)?(\w+)\}")
_LONG = {
    "Letter": "L",
    "Uppercase_Letter": "Lu",
    "Lowercase_Letter": "Ll",
    "Titlecase_Letter": "Lt",
    "Modifier_Letter": "Lm",
    "Other_Letter": "Lo",
    "Mark": "M",
    "Nonspacing_Mark": "Mn",
    "Number": "N",
    "Decimal_Number": "Nd",
    "digit": "Nd",
    "Letter_Number": "Nl",
    "Other_Number": "No",
    "Punctuation": "P",
    "punct": "P",
    "Symbol": "S",
    "Currency_Symbol": "Sc",
    "Math_Symbol": "Sm",
    "Separator": "Z",
    "Space_Separator": "Zs",
    "Other": "C",
    "Control": "Cc",
}
_DATA = frozenset({"const", "enum", "default", "examples"})  # what stands there is no schema
_VALIDATION = "https://json-schema.org/draft/2020-12/vocab/validation"
_VALIDATES = (
    *("type", "const", "enum", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"),
    *("maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "maxContains"),
    *("minContains", "maxProperties", "minProperties", "required", "dependentRequired"),
)


def _nothing(validator: Any, value: Any, instance: Any, schema: Any) -> None:
    return None


_WithoutValidation: Any = validators.extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, dict.fromkeys(_VALIDATES, _nothing)
)


def validator(
    schema: Any, registry: Registry[Any] | None = None, format_checker: FormatChecker | None = None
) -> Draft202012Validator:
    """Return a validator of `schema`. Addresses are looked up in `registry` only; nothing is fetched."""
    known: Registry[Any] = registry if registry is not None else Registry()
    kind = Draft202012Validator if _asserts(schema, known) else _WithoutValidation
    made: Draft202012Validator = kind(in_python(schema), registry=known, format_checker=format_checker)
    return made


def in_python(schema: Any) -> Any:
    r"""Return a schema whose patterns are Python's: `\p{L}` becomes a class of its characters."""
    if isinstance(schema, list):
        return [in_python(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "pattern" and isinstance(value, str):
            made[key] = _translated(value)
        elif key == "patternProperties" and isinstance(value, dict):
            made[key] = {_translated(name): in_python(part) for name, part in value.items()}
        else:
            made[key] = value if key in _DATA else in_python(value)
    return made


def _translated(pattern: str) -> str:
    return _PROPERTY.sub(_class, pattern) if "\\p" in pattern or "\\P" in pattern else pattern


def _class(found: re.Match[str]) -> str:
    name = _LONG.get(found[3], found[3])
    try:
        return f"{found[1]}[{'^' if found[2] == 'P' else ''}{characters_of(name)}]"
    except ValueError:  # a script or block: left as it is, and named as no pattern
        return found[0]


def _asserts(schema: Any, known: Registry[Any]) -> bool:
    """Return whether the schema's meta-schema, where it is known, has the vocabulary of validation."""
    about = schema.get("$schema") if isinstance(schema, dict) else None
    if not isinstance(about, str):
        return True
    try:
        contents = known[about].contents
    except NoSuchResource:
        return True
    vocabulary = contents.get("$vocabulary") if isinstance(contents, dict) else None
    return not isinstance(vocabulary, dict) or _VALIDATION in vocabulary
