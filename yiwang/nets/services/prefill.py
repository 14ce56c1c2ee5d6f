"""Answers that the city already has of the person themselves: shown with their source, never taken unseen.

What a result of the city says of them is read under a grant (`x-yw-source: {from: grant}`) and comes first.
Else only what a person typed before is offered: their name from the account, and answers of their own cases
that mean the same thing, those that led to a result first. It stands in the inputs of a page that was not
saved yet, each with where it comes from; it is an answer only once the person saves the page, and another
press empties them all. Files, choices and sums of earlier cases are never offered: they belong to one case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from yiwang.kernel.access import Actor, may
from yiwang.kernel.case import Case
from yiwang.kernel.granted import Wanted
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.sources import is_own_name
from yiwang.nets.services import consenting, granted_words, matter_forms, once, results
from yiwang.nets.services.drafts import Draft
from yiwang.store.cases import CASE
from yiwang.web import actors, granted, names, store_door
from yiwang.web.dates import day_in_words
from yiwang.web.forms import Field, Form, Section
from yiwang.web.words import LANGUAGES, T, Text, say

MOST_CASES = 20
KINDS = frozenset({"id-number", "credit-code", "phone", "email", "place", "text", "date"})
ALWAYS = frozenset({"id-number", "credit-code", "phone", "email"})
"""Kinds that mean the same under the same name without a concept to say so."""

OWN_CASES = (
    "SELECT state FROM case_row WHERE city = %s AND applicant = %s"
    " ORDER BY (outcome = 'grant') DESC, opened_at DESC, id DESC LIMIT %s"
)


@dataclass(frozen=True)
class Known:
    """An answer that could be filled in, where it comes from, and the receipt of a product that gave it."""

    value: Any
    source: Text
    offered: once.Offered | None = None


def known(request: HttpRequest, city: City, form: Form, section: Section, draft: Draft) -> dict[str, Known]:
    """Return what could be filled in on a page, by field; at a counter only what its person consented to."""
    if not consenting.may_take(draft):
        return {}
    open_still = [one for one in section.fields if one.name not in draft.values]
    found = _from_grants(request, city, form, open_still, draft)
    left = [one for one in open_still if one.name not in found and not one.many]
    held, _ = once.offered(request, city, form, left, draft)
    found |= {name: Known(one.value, one.source, one) for name, one in held.items()}
    if draft.channel == "window":
        return found
    wanted = {one.name: one for one in open_still if _is_asked(one) and one.name not in found}
    if not wanted:
        return found
    name = _account_name(request, draft)
    for field in wanted.values():
        own = _of_account(request, field, name, draft)
        if own:
            found[field.name] = Known(own, T("services.prefill.account"))
    for case in _own_cases(request, draft):
        left = {key: one for key, one in wanted.items() if key not in found}
        if not left:
            break
        found |= _from_case(request, city, case, left)
    return found


def _from_grants(
    request: HttpRequest, city: City, form: Form, fields: Iterable[Field], draft: Draft
) -> dict[str, Known]:
    """Return what a result in force says, read under the grants that the fields name, each once."""
    open_still = [one for one in fields if one.kind not in ("file", "group") and not one.many]
    named = [(one.schema.get("x-yw-source") or {}) for one in open_still]
    grants = dict.fromkeys(one.get("grant", "") for one in named if one.get("from") == "grant")
    found: dict[str, Known] = {}
    for grant in grants:
        wanted = Wanted(
            grant=grant,
            subject=draft.principal or draft.person,
            matter=draft.matter,
            why="draft",
            about=str(draft.id),
            place=draft.place,
        )
        given = granted.read(request, wanted, consenting.of_draft(request, draft))
        result = None if isinstance(given, Refusal) else granted_words.agreeing(given, form, draft.values)
        if isinstance(given, Refusal) or result is None:
            continue
        words = granted_words.source_in_words(city, given, result)
        taken = granted_words.taken_from(form, grant)
        for field in open_still:
            value = result.fields.get(taken[field.name]) if field.name in taken else None
            if value is not None and value in field.schema.get("enum", (value,)):
                found[field.name] = Known(str(value) if field.kind == "number" else value, words)
    return found


def _of_account(request: HttpRequest, field: Field, name: str, draft: Draft) -> str:
    """Return what the account says of whom the draft is for: their name, their proved number."""
    source = field.schema.get("x-yw-source") or {}
    if is_own_name(field.schema):
        return name
    if source.get("from") == "account" and source.get("field") == "id_number":
        return granted.number_of(request, draft.principal or draft.person)
    return ""


def with_receipts(draft: Draft, found: Mapping[str, Known]) -> Draft:
    """Return a draft that keeps what products gave, see `once.receipts`."""
    given = {name: one.offered for name, one in found.items() if one.offered is not None}
    return replace(draft, filled={**draft.filled, **once.receipts(given)})


def not_found(
    request: HttpRequest, city: City, form: Form, section: Section, draft: Draft
) -> list[once.Missing]:
    """Return what a page says it could not fill in; the lookups of the request are not made again."""
    if not consenting.may_take(draft):
        return []
    open_still = [one for one in section.fields if one.name not in draft.values and not one.many]
    return once.offered(request, city, form, open_still, draft)[1]


def sources(found: Mapping[str, Known], values: Mapping[str, Any]) -> dict[str, Text]:
    """Return the sources of those answers that were saved just as they were offered."""
    return {name: one.source for name, one in found.items() if values.get(name) == one.value}


def _is_asked(field: Field) -> bool:
    """Say whether answers to this question are about the person or the firm rather than about one case."""
    if field.kind not in KINDS or field.many:
        return False
    told = field.schema.get("x-yw-concept") or field.schema.get("x-yw-source")
    return bool(told) or field.kind in ALWAYS


def _account_name(request: HttpRequest, draft: Draft) -> str:
    """Return the name of whom the draft is for, as their account or record has it."""
    person = draft.principal or draft.person
    called = names.names_of(request, [person])[person]
    if called != T("names.unknown"):
        return called["zh"]
    persona = None if draft.principal else actors.persona_of(request, request.city)  # type: ignore[attr-defined]
    return persona.name["zh"] if persona else ""


def _own_cases(request: HttpRequest, draft: Draft) -> list[Case]:
    """Return the newest cases of whom the draft is for, as far as its writer may read their answers."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            OWN_CASES,
            (request.city.key, draft.principal or draft.person, MOST_CASES),  # type: ignore[attr-defined]
        ).fetchall()
    found = [CASE.decode(bytes(row[0])) for row in rows]
    return [one for one in found if may(actor, "case.read-sealed", one.target, "form")]


def _from_case(request: HttpRequest, city: City, case: Case, wanted: Mapping[str, Field]) -> dict[str, Known]:
    try:
        then = store_door.city_under(request.city.key, case.pack)  # type: ignore[attr-defined]
        matter = then.matters[case.matter]
    except KeyError:
        return {}
    form = matter_forms.form_of(then, matter)
    same = {name: other for name, one in wanted.items() if (other := _same(form, one)) is not None}
    sealed = {other: case.sealed[other] for other in same.values() if other in case.sealed}
    values = matter_forms.joined(form, case.facts, store_door.opened(request, sealed))
    source = _case_in_words(city, case, matter.title)
    return {name: Known(values[other], source) for name, other in same.items() if other in values}


def _same(form: Form, field: Field) -> str | None:
    """Return the field of an earlier form that means the same: by concept, else by name and kind."""
    concept = field.schema.get("x-yw-concept")
    for name, one in form.fields.items():
        if one.kind != field.kind or one.many:
            continue
        other = one.schema.get("x-yw-concept")
        if concept == other if concept or other else name == field.name:
            return name
    return None


def _case_in_words(city: City, case: Case, title: Text) -> Text:
    key = "result" if results.has_result(case) and case.outcome == "grant" else "case"
    day = case.opened_at.astimezone(ZoneInfo(city.zone)).date()
    return {
        language: say(
            T(f"services.prefill.{key}"),
            language,
            day=day_in_words(day, language),
            title=say(title, language),
            number=case.number,
        )
        for language in LANGUAGES
    }
