"""Lists of cases and tasks, the page of one case, and opening its sealed answers."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.matter import City
from yiwang.kernel.numbers import read_number
from yiwang.nets.services import drafts, matter_forms, queries
from yiwang.nets.services.queries import PAGE, CaseLine
from yiwang.nets.services.search import cases as case_search
from yiwang.nets.services.views import case_page
from yiwang.web import names
from yiwang.web.here import city_now
from yiwang.web.permission import may, permission, require
from yiwang.web.words import Text


def matter_title(city: City, matter: str) -> Text:
    """Return a matter's title; its id when the pack now in force has none of that id."""
    known = city.matters.get(matter)
    return known.title if known else {"zh": matter, "en": matter}


def line_in_words(city: City, line: CaseLine) -> dict[str, object]:
    """Return a case of a list for its row."""
    return {
        "case": line,
        "title": matter_title(city, line.matter),
        "place": matter_forms.place_in_words(city, line.place),
        "lead": matter_forms.body_in_words(city, line.lead),
    }


@permission("case.read")
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """List the cases the actor may read: one's own, one's body's, or all of them for an auditor.

    Staff look among them with `?q=`: a number, words of the matter, a place.
    """
    city = city_now(request)
    only_open = request.GET.get("only") == "open"
    after = queries.behind(request, read_number(request.GET.get("after", "")) or "")
    own = request.actor.kind == "resident"  # type: ignore[attr-defined]
    words = "" if own else request.GET.get("q", "").strip()[: case_search.WIDEST]
    if case_search.is_personal(words):  # what was typed leaves the address, too
        return HttpResponseRedirect(f"{reverse('services:cases')}?refused=personal")
    terms = case_search.terms_of(request, city, words) if words else None
    if terms is not None:
        found = case_search.search(request, terms, open_only=only_open, after=after)
    else:
        found = queries.cases(request, open_only=only_open, after=after)
    waiting = drafts.listed(request) if may(request, "case.file") else []
    principals = {one.id for one in request.actor.principals}  # type: ignore[attr-defined]
    called = names.names_of(request, principals) if principals else {}
    return render(
        request,
        "services/cases.html",
        {
            "lines": [
                {**line_in_words(city, one), "for_whom": called.get(one.applicant)} for one in found[:PAGE]
            ],
            "own": own,
            "words": words,
            "personal": request.GET.get("refused") == "personal",
            "unknown": terms.unknown if terms else (),
            "for_others": bool(called),
            "drafts": [
                (id, matter_title(city, matter), at, bool(principal), called.get(principal))
                for id, matter, at, principal in waiting
            ],
            "corrections": _corrections(request, city, called),
            "only_open": only_open,
            "first": _address(words, only_open) if after is not None else "",
            "next": _address(words, only_open, found[PAGE - 1].number) if len(found) > PAGE else "",
        },
    )


def _address(words: str, only_open: bool, after: str = "") -> str:
    parts = {"q": words, "only": "open" if only_open else "", "after": after}
    said = urlencode({name: value for name, value in parts.items() if value})
    return f"{reverse('services:cases')}{'?' if said else ''}{said}"


def _corrections(request: HttpRequest, city: City, called: Mapping[str, Text]) -> list[dict[str, object]]:
    """Return the actor's own drafts of corrections; one whose case they cannot correct now has no number."""
    kept = drafts.listed(request, drafts.CORRECT)
    if not kept:
        return []
    person = request.actor.person  # type: ignore[attr-defined]
    numbers = {
        drafts.of_correction(case, person): number for case, number in queries.corrections_open(request)
    }
    return [
        {
            "id": id,
            "title": matter_title(city, matter),
            "at": at,
            "other": bool(principal),
            "name": called.get(principal),
            "number": numbers.get(id),
        }
        for id, matter, at, principal in kept
    ]


@permission("case.read")
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show one case: where it stands, its clocks, its papers, what happened, what can be done."""
    shown = case_page.shown_or_404(request, number)
    return render(request, "services/case.html", case_page.context(request, shown))


@permission("case.read-sealed", purpose=case_page.HANDLING)
@require_POST
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Unmask one answer for somebody who handles the case and says why; it is kept before it is shown."""
    shown = case_page.shown_or_404(request, number)
    require(request, "case.read-sealed", shown.file.case.target, case_page.HANDLING)
    hidden = case_page.hidden_names(shown, matter_forms.form_of(shown.city, shown.matter))
    wanted, purpose = request.POST.get("field", ""), request.POST.get("purpose", "")
    before = case_page.opened_before(request, shown.file.case) & hidden
    wrong = ""
    if purpose not in case_page.PURPOSES:
        wrong = "services.unmask.no-purpose"
    elif wanted not in hidden:
        wrong = "services.unmask.no-field"
    if wrong:
        found = case_page.context(request, shown, revealed=before, unmask=wrong)
        return render(request, "services/case.html", found, status=422)
    if wanted not in before:
        queries.note_reading(request, shown.file, purpose, [wanted])
    found = case_page.context(request, shown, revealed=before | {wanted})
    return render(request, "services/case.html", found)
