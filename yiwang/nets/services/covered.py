"""Materials that a result of the city covers (免于提交): who has it in force does not hand it in again.

The result is read under the grant that the material names, each reading recorded, as whoever fills in the
draft. Handing it in all the same stays open. Of a form that several sign together it is the result of who
began it; which one stands in is part of what all sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from msgspec.structs import replace

from yiwang.granted.reading import Given, GivenResult
from yiwang.kernel.consent import Consent
from yiwang.kernel.granted import Wanted
from yiwang.kernel.material_ways import upload_field
from yiwang.kernel.matter import City, Material, Matter
from yiwang.kernel.parts import Covered
from yiwang.nets.services import consenting, granted_words, matter_forms
from yiwang.nets.services.drafts import Draft
from yiwang.web import forms, granted
from yiwang.web.forms import Form, Section
from yiwang.web.words import Text

_optional: dict[tuple[str, str, frozenset[str]], Form] = {}


@dataclass(frozen=True)
class StandsIn:
    """A material with the result that covers it. `source`: in words, with number, day, grant and clause."""

    material: Material
    given: Given
    result: GivenResult
    source: Text

    @property
    def as_filed(self) -> Covered:
        """What the case records."""
        return Covered(grant=self.given.grant.id, result=self.result.number)


def of_draft(request: HttpRequest, city: City, matter: Matter, draft: Draft) -> dict[str, StandsIn]:
    """Return what need not be handed in with a draft, by material; at a counter with consent alone."""
    if not consenting.may_take(draft):
        return {}
    known: dict[UUID, dict[str, StandsIn]] = request.__dict__.setdefault("covered", {})
    if draft.id not in known:
        subject = draft.principal or draft.person
        wanted = Wanted(
            grant="", subject=subject, matter=matter.id, why="draft", about=str(draft.id), place=draft.place
        )
        consent = consenting.of_draft(request, draft)
        known[draft.id] = standing_in(request, city, matter, wanted, draft.values, consent)
    return known[draft.id]


def standing_in(
    request: HttpRequest,
    city: City,
    matter: Matter,
    wanted: Wanted,
    values: Mapping[str, Any],
    consent: Consent | None = None,
) -> dict[str, StandsIn]:
    """Return which materials of a matter a result of the subject covers, each grant read once.

    Args:
        wanted: for whom and what; the grant is each material's own.
        values: what was answered so far; a result that contradicts it covers nothing.
        consent: under which a clerk reads, None for everybody else.
    """
    whole = matter_forms.form_of(city, matter)
    found: dict[str, StandsIn] = {}
    answers: dict[str, Any] = {}
    for material in matter.guide.materials:
        grant = material.covered_by
        if not grant:
            continue
        if grant not in answers:
            answers[grant] = granted.read(request, replace(wanted, grant=grant), consent)
        given = answers[grant]
        if not isinstance(given, Given):
            continue
        result = granted_words.agreeing(given, whole, values)
        if result is not None:
            source = granted_words.source_in_words(city, given, result)
            found[material.id] = StandsIn(material, given, result, source)
    return found


def form_without(city: City, matter: Matter, materials: Iterable[str]) -> Form:
    """Return a matter's form in which the uploads of these materials may stay empty."""
    whole = matter_forms.form_of(city, matter)
    named = frozenset(upload_field(one, whole.fields) for one in materials) & set(whole.fields)
    if not named:
        return whole
    key = (city.pack, matter.id, named)
    if key not in _optional:
        _optional[key] = forms.read(_let_be_empty(matter.form, named))
    return _optional[key]


def _let_be_empty(part: Any, named: frozenset[str]) -> Any:
    """Return a schema that demands none of the fields named, in whatever branch."""
    if isinstance(part, Mapping):
        kept = {key: _let_be_empty(value, named) for key, value in part.items() if key != "required"}
        if isinstance(part.get("required"), list | tuple):
            kept["required"] = [one for one in part["required"] if one not in named]
        elif "required" in part:
            kept["required"] = _let_be_empty(part["required"], named)
        return kept
    if isinstance(part, list | tuple):
        return [_let_be_empty(one, named) for one in part]
    return part


def shown_on(form: Form, here: Section, found: Mapping[str, StandsIn]) -> list[StandsIn]:
    """Return what a page of a form says of this: the first page all of it, others of their own uploads."""
    if here not in form.sections[1:]:
        return list(found.values())
    own = {one.name for one in here.fields}
    return [one for id, one in found.items() if upload_field(id, form.fields) in own]


def as_filed(form: Form, values: Mapping[str, Any], found: Mapping[str, StandsIn]) -> dict[str, Covered]:
    """Return what a case records: of the materials that were not handed in all the same."""
    return {id: one.as_filed for id, one in found.items() if upload_field(id, form.fields) not in values}
