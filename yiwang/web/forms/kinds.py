"""Reading and writing one answer of each kind: what was typed → a value or a problem, and back.

Values: text str · number int, or a decimal string · date `YYYY-MM-DD` · choice the schema's own value ·
yesno bool · place its code · file {name, media, bytes, sha256} (a list when many) · group a list of dicts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from yiwang.web.dates import day_in_words
from yiwang.web.forms import identifiers
from yiwang.web.forms.model import Field
from yiwang.web.forms.problems import Problem, problem
from yiwang.web.words import T, Text

Raw = dict[str, list[str]]
DATE_PARTS = ("year", "month", "day")
MOST_DIGITS = 30


class Places(Protocol):
    """The tree of places, as far as a question needs it."""

    def children(self, code: str | None) -> Sequence[tuple[str, Text]]:
        """Return (code, name) of the places directly below; of the first choices for None."""
        ...

    def path(self, code: str) -> Sequence[str]:
        """Return the codes from the first choice down to `code`, itself included; () if unknown."""
        ...

    def title(self, code: str) -> Text:
        """Return the name of a place."""
        ...


class NoPlaces:
    """A city without places to choose from."""

    def children(self, code: str | None) -> Sequence[tuple[str, Text]]:
        """Return nothing."""
        return ()

    def path(self, code: str) -> Sequence[str]:
        """Return nothing."""
        return ()

    def title(self, code: str) -> Text:
        """Return the code itself."""
        return {"zh": code, "en": code}


@dataclass(frozen=True)
class Surroundings:
    """What reading needs beside the post: the day (for `today`) and the places."""

    today: date | None = None
    places: Places = field(default_factory=NoPlaces)


@dataclass(frozen=True)
class Reading:
    """What became of one answer: a value, or problems, or more to ask before there is a value."""

    value: Any = None
    problems: tuple[Problem, ...] = ()
    more: bool = False


Reader = Callable[[Field, str, Raw, Surroundings], Reading]


def typed(raw: Raw, name: str) -> str:
    """Return what was typed into `name`: without control characters and outer blanks."""
    text = (raw.get(name) or [""])[0].replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in text if one in "\n\t" or unicodedata.category(one) != "Cc").strip()


def narrow(text: str) -> str:
    """Return full-width digits and letters in their common form: １２ → 12."""
    return unicodedata.normalize("NFKC", text).strip()


def read_text(field: Field, path: str, raw: Raw, around: Surroundings) -> Reading:
    """One line or several, as typed."""
    text = typed(raw, path)
    if field.kind == "text":
        text = re.sub(r"\s+", " ", text)
    return Reading(text or None)


def read_number(field: Field, path: str, raw: Raw, around: Surroundings) -> Reading:
    """A whole number, or a decimal string without exponent; separators of thousands are dropped."""
    text = narrow(typed(raw, path))
    if not text:
        return Reading()
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    if len(text) > MOST_DIGITS or not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", text):
        return Reading(problems=(problem(field, path, "form.not-a-number"),))
    try:
        number = Decimal(text)
    except InvalidOperation:
        return Reading(problems=(problem(field, path, "form.not-a-number"),))
    kinds = field.schema.get("type", "number")
    if "integer" in (kinds if isinstance(kinds, list) else [kinds]):
        if number != number.to_integral_value():
            return Reading(problems=(problem(field, path, "form.not-whole"),))
        return Reading(int(number))
    return Reading(format(number, "f"))


def read_date(field: Field, path: str, raw: Raw, around: Surroundings) -> Reading:
    """Three typed fields to `YYYY-MM-DD`."""
    parts = {part: narrow(typed(raw, f"{path}.{part}")) for part in DATE_PARTS}
    if not any(parts.values()):
        return Reading()
    if lacking := [part for part in DATE_PARTS if not parts[part]]:
        words = {
            "zh": "、".join(T(f"form.part.{part}")["zh"] for part in lacking),
            "en": ", ".join(T(f"form.part.{part}")["en"].lower() for part in lacking),
        }
        return Reading(problems=(problem(field, path, "form.date-parts", lacking[0], parts=words),))
    shapes = {"year": r"\d{4}", "month": r"\d{1,2}", "day": r"\d{1,2}"}
    wrong = next((part for part in DATE_PARTS if not re.fullmatch(shapes[part], parts[part])), None)
    if wrong:
        return Reading(problems=(problem(field, path, "form.date-numbers", wrong),))
    try:
        day = date(*(int(parts[part]) for part in DATE_PARTS))
    except ValueError:
        return Reading(problems=(problem(field, path, "form.date-impossible", "day", **parts),))
    return _within(field, path, day, around.today)


def _within(field: Field, path: str, day: date, today: date | None) -> Reading:
    """Return the day if it lies between the field's first and last day."""
    now = {language: day_in_words(day, language) for language in ("zh", "en")}
    for limit, code in ((field.not_before, "form.date-early"), (field.not_after, "form.date-late")):
        edge = today if limit == "today" else date.fromisoformat(limit) if limit else None
        if edge is None or day == edge or (day < edge) != (code == "form.date-early"):
            continue
        words = {language: day_in_words(edge, language) for language in ("zh", "en")}
        return Reading(problems=(problem(field, path, code, limit=words, now=now),))
    return Reading(day.isoformat())


def read_choice(field: Field, path: str, raw: Raw, around: Surroundings) -> Reading:
    """One of the schema's values, or several of them in the schema's order."""
    chosen = [one for one in raw.get(path, ()) if one]
    known = {str(value): value for value, _ in field.choices}
    if any(one not in known for one in chosen):
        return Reading(problems=(problem(field, path, "form.not-a-choice"),))
    if field.many:
        return Reading([value for text, value in known.items() if text in chosen] or None)
    return Reading(known[chosen[0]] if chosen else None)


def read_yesno(field: Field, path: str, raw: Raw, around: Surroundings) -> Reading:
    """True, False, or no answer yet."""
    return Reading({"yes": True, "no": False}.get(typed(raw, path)))


def read_place(field: Field, path: str, raw: Raw, around: Surroundings) -> Reading:
    """Follow the selects downwards; a step that was not on the page yet is asked for next."""
    code: str | None = None
    for step in range(1, field.steps + 1):
        choices = {one for one, _ in around.places.children(code)}
        if not choices:
            break
        name = f"{path}.{step}"
        chosen = typed(raw, name)
        if chosen in choices:
            code = chosen
        elif step == 1:
            return Reading()
        elif name in raw and not chosen:
            return Reading(problems=(problem(field, path, "form.place-step", str(step)),))
        else:
            return Reading(more=True)
    return Reading(code)


def read_identity(field: Field, path: str, raw: Raw, around: Surroundings) -> Reading:
    """A resident identity number in capitals."""
    return _numbered(field, path, raw, lambda text: identifiers.identity_fault(text, around.today))


def read_credit(field: Field, path: str, raw: Raw, around: Surroundings) -> Reading:
    """A unified social credit code in capitals."""
    return _numbered(field, path, raw, identifiers.credit_fault)


def _numbered(field: Field, path: str, raw: Raw, fault: Callable[[str], str | None]) -> Reading:
    text = re.sub(r"[\s-]", "", narrow(typed(raw, path))).upper()
    if not text:
        return Reading()
    code = fault(text)
    if code is None:
        return Reading(text)
    return Reading(problems=(problem(field, path, code, now=len(text)),))


def read_contact(field: Field, path: str, raw: Raw, around: Surroundings) -> Reading:
    """A telephone number or an e-mail address in its one form."""
    text = narrow(typed(raw, path))
    if not text:
        return Reading()
    value = identifiers.phone(text) if field.kind == "phone" else identifiers.email(text)
    return Reading(value) if value else Reading(problems=(problem(field, path, f"form.{field.kind}"),))


READERS: Mapping[str, Reader] = {
    "text": read_text,
    "textarea": read_text,
    "number": read_number,
    "date": read_date,
    "choice": read_choice,
    "yesno": read_yesno,
    "place": read_place,
    "id-number": read_identity,
    "credit-code": read_credit,
    "phone": read_contact,
    "email": read_contact,
}


def write(field: Field, path: str, value: Any, places: Places) -> Raw:
    """Return what would have been typed for `value`: the inverse of reading. Files have no typed form."""
    if value is None or field.kind == "file":
        return {}
    match field.kind:
        case "date":
            return {
                f"{path}.{part}": [text.lstrip("0")]
                for part, text in zip(DATE_PARTS, str(value).split("-"), strict=True)
            }
        case "yesno":
            return {path: ["yes" if value else "no"]}
        case "choice":
            return {path: [str(one) for one in (value if field.many else [value])]}
        case "place":
            return {f"{path}.{step}": [code] for step, code in enumerate(places.path(str(value)), 1)}
        case "group":
            entries = field.form.fields if field.form else {}
            raw: Raw = {f"{path}.count": [str(len(value))]}
            for number, entry in enumerate(value):
                for name, one in entries.items():
                    raw |= write(one, f"{path}.{number}.{name}", entry.get(name), places)
            return raw
        case _:
            return {path: [str(value)]}
