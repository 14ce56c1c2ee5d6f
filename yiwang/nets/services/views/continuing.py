"""Renewal (延续) or change (变更) of a result one holds: an ordinary application, filled in already."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from yiwang.kernel.refusal import Refusal
from yiwang.kernel.responsibility import responsible
from yiwang.kernel.result import Former
from yiwang.nets.services import drafts, for_whom, matter_forms, results
from yiwang.nets.services.drafts import Draft
from yiwang.nets.services.views import paper as pages
from yiwang.nets.services.views.case_page import Shown
from yiwang.web import notices, store_door
from yiwang.web.errors import refused
from yiwang.web.forms import Form
from yiwang.web.here import city_now
from yiwang.web.permission import permission, require

WAYS = ("renew", "change")


@permission("case.file")
@require_POST
def start(request: HttpRequest, number: str, why: str) -> HttpResponse:
    """Begin a draft that renews or changes this result, with what it says filled in."""
    draft = begin(request, number, why)
    if isinstance(draft, Refusal):
        return refused(request, draft)
    form = matter_forms.form_of(city_now(request), city_now(request).matters[draft.matter])
    notices.leave(request, "services.renew.says")
    return HttpResponseRedirect(reverse("services:section", args=[draft.id, form.sections[0].id]))


def begin(request: HttpRequest, number: str, why: str, *, id: UUID | None = None) -> Draft | Refusal:
    """Begin a draft that renews or changes a result.

    Args:
        why: one of `WAYS`. id: of the draft, None for a new one.

    Raises:
        Http404: there is no such way, or no result of the actor's. Denied: they may not file.
    """
    if why not in WAYS:
        raise Http404
    shown = pages.result_or_404(request, number)
    case = shown.file.case
    require(request, "case.file", case.target)
    decided = shown.file.last("case.decided")
    assert decided is not None, "a result without its decision"
    found = results.result_of(case, shown.city, shown.matter, decided.at)
    today = store_door.now().astimezone(ZoneInfo(shown.city.zone)).date()
    if shown.internal or not pages.may_continue(request, shown, results.stands(found, today)):
        return _OVER
    city = city_now(request)
    matter = city.matters.get(case.matter)
    lead = responsible(city, matter, case.place) if matter is not None else _GONE
    if isinstance(lead, Refusal) or matter is None:
        return lead if isinstance(lead, Refusal) else _GONE
    form = matter_forms.form_of(city, matter)
    draft = drafts.begin(
        request.actor.person,  # type: ignore[attr-defined]
        matter.id,
        store_door.now(),
        id=id,
        place=case.place,
        values=_filled(request, shown, form),
        principal=for_whom.begin(request, matter.id),
        pack=city.pack,
        former=Former(case=case.id, number=case.number, until=found.until, apply_by=found.apply_by, why=why),
    )
    return drafts.save(request, draft)


_OVER = Refusal(
    code="services.not-continued",
    zh="这份结果已经终止或者已有新的结果接替，不能在这里申请延续、变更。",
    en="This result has ended or was succeeded by another; it cannot be renewed or changed here.",
)
_GONE = Refusal(
    code="services.no-longer-offered",
    zh="这个事项现在不再办理，不能在网上延续、变更。请向原决定单位提出。",
    en="This service is no longer offered here. Please ask the body that decided.",
)


def _filled(request: HttpRequest, shown: Shown, form: Form) -> dict[str, Any]:
    """Return the answers of the earlier case that the form of today still asks for.

    Files are brought anew, and what is declared (`const`) is declared anew.
    """
    case = shown.file.case
    sealed = {name: one for name, one in case.sealed.items() if name in form.fields}
    opened = store_door.opened(request, sealed) if shown.purpose else {}
    known = matter_forms.joined(form, case.facts, opened)
    return {
        name: value
        for name, value in known.items()
        if form.fields[name].kind != "file" and "const" not in form.fields[name].schema
    }
