"""Unmasking one answer of a case for whoever handles it: for a purpose, kept before it is given."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Schema

from yiwang.nets.services import matter_forms, queries
from yiwang.nets.services.api.router import router
from yiwang.nets.services.api.words import Text
from yiwang.nets.services.queries import CaseFile
from yiwang.nets.services.views import case_page
from yiwang.web import forms, store_door
from yiwang.web.permission import require
from yiwang.web.rest.problems import Unsound
from yiwang.web.rest.sent import idempotency_key
from yiwang.web.words import T

KEPT = (
    "SELECT EXISTS (SELECT FROM sealed_reading WHERE city = %s AND case_id = %s AND actor = %s"
    " AND purpose = %s AND names @> ARRAY[%s] AND at > %s)"
)


class Unmask(Schema):
    """For what an answer is unmasked."""

    purpose: Literal["examine", "contact", "identity", "correct", "serve", "review"]


class Unmasked(Schema):
    """One answer as it was given."""

    field: str
    title: Text
    text: Text


@router.serve(
    "POST",
    "/cases/{number}/answers/{field}",
    "case.read",
    response=Unmasked,
    codes={422: ("services.unmask.no-field",)},
)
def unmask(request: HttpRequest, number: str, field: str, sent: Unmask) -> dict[str, Any]:
    """Unmask one answer for somebody who handles the case; it is kept before it is given.

    Asked again for the same within fifteen minutes it is one reading, as on the page.
    """
    idempotency_key(request)
    shown = case_page.shown_or_404(request, number)
    require(request, "case.read-sealed", shown.file.case.target, case_page.HANDLING)
    form = matter_forms.form_of(shown.city, shown.matter)
    if field not in case_page.hidden_names(shown, form):
        says = T("services.unmask.no-field")
        raise Unsound("services.unmask.no-field", says["zh"], says["en"])
    if not _kept(request, shown.file, sent.purpose, field):
        queries.note_reading(request, shown.file, sent.purpose, [field])
    case = shown.file.case
    opened = store_door.opened(request, {field: case.sealed[field]})
    values = matter_forms.joined(form, case.facts, opened)
    one = form.fields[field]
    places = matter_forms.places_of(shown.city)
    return {"field": field, "title": one.title, "text": forms.in_words(one, values.get(field), places)}


def _kept(request: HttpRequest, file: CaseFile, purpose: str, field: str) -> bool:
    """Say whether this reader's reading of it was kept a moment ago."""
    since = store_door.now() - timedelta(seconds=case_page.UNMASKED_SECONDS)
    key, actor = request.city.key, request.actor  # type: ignore[attr-defined]
    with store_door.reading(request) as cursor:
        row = cursor.execute(KEPT, (key, file.stream, actor.signature, purpose, field, since)).fetchone()
    return bool(row and row[0])
