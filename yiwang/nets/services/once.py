"""Answers that a body already holds: looked up, offered with their source, kept with their receipt.

A question with `x-yw-source: {product, field, key, …}` is filled in from the product's provider under the
grant that serves the matter, each lookup recorded before anything of it is shown. Nothing is an answer before
the person saves the page. Where nothing is found, or what is found is too old, the person is asked. An answer
that differs is theirs: it is kept, and where the form says so a correction at the provider begins from it
(`kernel.sources.difference_of`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from yiwang.granted.reading import Found
from yiwang.kernel.case import Event
from yiwang.kernel.granted import Wanted
from yiwang.kernel.matter import City, Matter
from yiwang.kernel.parts import Filled
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.sources import ACCOUNT, DIFFERS, FILLED, Source, grant_for, sources_of, too_old
from yiwang.nets.services import consenting
from yiwang.nets.services.drafts import Draft
from yiwang.web import granted
from yiwang.web.dates import day_in_words
from yiwang.web.forms import Field, Form
from yiwang.web.here import city_day
from yiwang.web.words import LANGUAGES, T, Text, say

NONE, OLD, AWAY = "none", "old", "away"


@dataclass(frozen=True)
class Offered:
    """A value of a product for a question, where it comes from in words, and its receipt."""

    value: Any
    source: Text
    exchange: str
    as_of: str


@dataclass(frozen=True)
class Missing:
    """A question that nothing could be offered for, though the form says where it is held.

    Attributes:
        why: in words: not found, too old, or nobody can be asked now. body: who provides the product.
    """

    question: Text
    product: Text
    body: Text
    why: Text


@dataclass(frozen=True)
class Differing:
    """An answer that differs from what was offered: who provides that, and whether they are to check it."""

    question: Text
    product: Text
    body: Text
    corrected: bool


def offered(
    request: HttpRequest, city: City, form: Form, fields: Iterable[Field], draft: Draft
) -> tuple[dict[str, Offered], list[Missing]]:
    """Return what products say for these questions of a draft, and what was not found of it."""
    matter = city.matters[draft.matter]
    every = sources_of(matter.form)
    here = {one.name: one for one in fields if one.name in every and one.kind not in ("file", "group")}
    found: dict[str, Offered] = {}
    missing: list[Missing] = []
    for asked, names in _asked_together(here, every).items():
        product, key = asked
        wanted = tuple(sorted({one.field for one in every.values() if (one.product, one.key) == asked}))
        answer = _looked_up(request, city, matter, draft, product, key, wanted)
        if answer is None:
            continue
        for name in names:
            source, field = every[name], here[name]
            why = _why_not(city, source, answer)
            if why:
                if source.on_missing == "tell":
                    missing.append(_missing(city, field, product, why))
                continue
            assert isinstance(answer, Found) and answer.values is not None
            value = answer.values[source.field]
            if value in field.schema.get("enum", (value,)):
                as_of = answer.as_of.isoformat() if answer.as_of else ""
                words = _source_in_words(city, answer, source)
                shown = str(value) if field.kind == "number" else value
                found[name] = Offered(shown, words, answer.exchange, as_of)
    return found, missing


def _asked_together(
    here: Mapping[str, Field], every: Mapping[str, Source]
) -> dict[tuple[str, str], list[str]]:
    """Return (product, key) → questions: one lookup serves them all."""
    found: dict[tuple[str, str], list[str]] = {}
    for name in here:
        found.setdefault((every[name].product, every[name].key), []).append(name)
    return found


def _looked_up(
    request: HttpRequest,
    city: City,
    matter: Matter,
    draft: Draft,
    product: str,
    key: str,
    fields: tuple[str, ...],
) -> Found | Refusal | None:
    """Return the answer of the provider; None where nothing can be asked yet or nobody granted it."""
    typed = "" if key == ACCOUNT else str(draft.values.get(key) or "")
    if key != ACCOUNT and not typed:
        return None
    day = city_day(city)
    grant = grant_for(city, matter, product, draft.place, day)
    if grant is None:
        return None
    known: dict[tuple[str, str], Found | Refusal] = request.__dict__.setdefault("looked_up", {})
    if (product, typed) not in known:
        wanted = Wanted(
            grant=grant.id,
            subject=draft.principal or draft.person,
            matter=matter.id,
            why="draft",
            about=str(draft.id),
            place=draft.place,
        )
        consent = consenting.of_draft(request, draft)
        known[product, typed] = granted.look_up(request, wanted, fields, typed=typed, consent=consent)
    answer = known[product, typed]
    return None if isinstance(answer, Refusal) and answer.code != granted.AWAY.code else answer


def _why_not(city: City, source: Source, answer: Found | Refusal) -> str:
    """Return why an answer of a provider cannot be offered, "" where it can."""
    if isinstance(answer, Refusal):
        return AWAY
    if answer.values is None or source.field not in answer.values:
        return NONE
    day = city_day(city)
    return OLD if too_old(source, answer.as_of, day, city.calendar) else ""


def _missing(city: City, field: Field, product: str, why: str) -> Missing:
    known = city.products[product]
    return Missing(
        field.title, known.title, city.bodies[known.owner].title, T(f"services.once.missing.{why}")
    )


def _source_in_words(city: City, found: Found, source: Source) -> Text:
    product, grant = found.product, found.grant
    return {
        language: say(
            T("services.once.source" if found.as_of else "services.once.source-undated"),
            language,
            product=say(product.title, language),
            body=say(city.bodies[product.owner].title, language),
            day=day_in_words(found.as_of, language) if found.as_of else "",
            purpose=say(source.purpose or grant.purpose, language).rstrip("。."),
            grant=say(grant.title, language),
            clauses={"zh": "、", "en": ", "}[language].join(grant.basis),
        )
        for language in LANGUAGES
    }


def receipts(found: Mapping[str, Offered]) -> dict[str, dict[str, Any]]:
    """Return what a draft keeps of what was offered: the value, to see what differs, and the receipt."""
    return {
        name: {"value": one.value, "exchange": one.exchange, "as_of": one.as_of}
        for name, one in found.items()
    }


def as_filed(matter: Matter, draft: Draft) -> dict[str, Filled]:
    """Return the receipts that go with a case: of every answer that was offered, whether changed or not."""
    every = sources_of(matter.form)
    return {
        name: Filled(as_of=one["as_of"], differs=draft.values[name] != one["value"], exchange=one["exchange"])
        for name, one in draft.filled.items()
        if name in every and name in draft.values
    }


def differing(city: City, matter: Matter, form: Form, draft: Draft) -> list[Differing]:
    """Return which answers of a draft differ from what products say, for the person to look at once more."""
    every = sources_of(matter.form)
    found = []
    for name, one in as_filed(matter, draft).items():
        product = city.products.get(every[name].product)
        if one.differs and product is not None and name in form.fields:
            corrected = every[name].on_conflict == "correct"
            body = city.bodies[product.owner].title
            found.append(Differing(form.fields[name].title, product.title, body, corrected))
    return found


def sources_of_case(city: City, events: Iterable[Event]) -> dict[str, Text]:
    """Return question → from which product it was filled in, of a case, by the receipts it keeps."""
    found: dict[str, Text] = {}
    for event in events:
        about = event.data.about
        if event.type == FILLED:
            found |= {name: _kept_in_words(city, one, "kept") for name, one in about["answers"].items()}
        elif event.type == DIFFERS:
            found[about["answer"]] = _kept_in_words(city, about, "differs")
    return found


def _kept_in_words(city: City, receipt: Mapping[str, Any], how: str) -> Text:
    product = city.products.get(receipt["product"])
    title = product.title if product else {"zh": receipt["product"], "en": receipt["product"]}
    return {
        language: say(
            T(f"services.once.{how}"), language, product=say(title, language), exchange=receipt["exchange"]
        )
        for language in LANGUAGES
    }
