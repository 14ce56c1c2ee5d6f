"""The whole form on one page to print: a draft as it stands, a case as it was filed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yiwang.kernel.refusal import Refusal
from yiwang.kernel.responsibility import responsible
from yiwang.nets.services import matter_forms, signing
from yiwang.nets.services.views import apply, case_page
from yiwang.web import forms
from yiwang.web.permission import permission


@permission("case.file")
@require_safe
def draft(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Show a draft with every question that applies, answered or not, and say that it is not filed."""
    kept, city, matter, form = apply.opened(request, draft)
    lead = responsible(city, matter, kept.place)
    return render(
        request,
        "services/printed.html",
        {
            "matter": matter,
            "blocks": forms.answers(form, kept.values, places=matter_forms.places_of(city)),
            "place": matter_forms.place_in_words(city, kept.place),
            "lead": None if isinstance(lead, Refusal) else matter_forms.body_in_words(city, lead.lead),
            "for_whom": apply.principal_in_words(request, kept),
            "back": reverse("services:check", args=[kept.id]),
        },
    )


@permission("case.read")
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show a case's form as its reader may see it; what staff see masked stays so on paper."""
    shown = case_page.shown_or_404(request, number)
    file = shown.file.case
    joint = signing.of_case(request, file.id)
    return render(
        request,
        "services/printed.html",
        {
            **case_page.context(request, shown),
            "masking": False,
            "number": file.number,
            "at": file.opened_at,
            "together": [one.signed_at for one in joint.signers] if joint else [],
            "back": reverse("services:case", args=[number]),
        },
    )
