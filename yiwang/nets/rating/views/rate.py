"""Rate one handling, or change one's rating. A plain page: nothing leads here but a link."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yiwang.kernel.case import ENDED, Case
from yiwang.kernel.numbers import read_number
from yiwang.kernel.refusal import Refusal
from yiwang.nets.rating import frame, inputs, queries, rules, saying
from yiwang.nets.rating.grading import ASPECTS, GRADES
from yiwang.nets.rating.kinds import RATING, rating_stream
from yiwang.nets.rating.queries import Known
from yiwang.nets.rating.records import Rating, Subject
from yiwang.web import acting, here, notices, store_door
from yiwang.web.permission import permission, require


@permission("rating.give")
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """Give or change the rating of the handling that a case is in."""
    case, handling, before = handling_or_404(request, number)
    refusal: Refusal | None = None
    if request.method != "POST" and case.phase not in ENDED and before is None:
        refusal = saying.not_ended()
    if request.method == "POST":
        key = request.POST.get("key", "")[:40] or secrets.token_urlsafe(16)
        answer = give(request, case, handling, before, request.POST, key)
        if not isinstance(answer, Refusal):
            notices.leave(request, "rating.changed" if before is not None else "rating.given")
            return HttpResponseRedirect(reverse("rating:case", args=[case.number]))
        refusal = answer
    page = _page(request, case, before.state if before is not None else None, refusal)
    return render(request, "rating/rate.html", page, status=409 if refusal else 200)


def handling_or_404(request: HttpRequest, number: str) -> tuple[Case, int, Known | None]:
    """Return the case, the handling it is in, and its rating so far; the request acts for its applicant.

    Raises:
        Http404: no case of the actor's has this number. Denied: they may not rate it.
    """
    known = read_number(number)
    case = queries.case_of(request, known) if known else None
    if case is None:
        raise Http404
    acting.act_for(request, case.applicant)
    require(request, "rating.give", case.target)
    handling = queries.course_of(request, case).handling
    return case, handling, queries.rating_by_id(request, rating_stream(case.id, handling))


def give(
    request: HttpRequest, case: Case, handling: int, known: Known | None, sent: Mapping[str, str], key: str
) -> Any:
    """Give or change a rating: what the page sends, or what stands for it. Returns Done or a refusal."""
    if case.phase not in ENDED and known is None:
        return saying.not_ended()
    city, before = here.city_now(request), known.state if known is not None else None
    written = inputs.words(sent, "words", "contact")
    if isinstance(written, Refusal):
        return written
    found = frame.opening(city, "bad", (case.lead,), frame.new_id())
    desk, opens = found if found is not None else ("", None)
    grade, aspects, share = inputs.number(sent.get("grade", "")), inputs.aspects(sent), "share" in sent
    command: rules.Give | rules.Change
    if before is not None:
        command = rules.Change(grade=grade, aspects=aspects, opens=opens, share=share)
    else:
        subject = Subject(
            applicant=case.applicant,
            body=case.lead,
            case=case.id,
            handling=handling,
            matter=case.matter,
            number=case.number,
            phase=case.phase,
        )
        command = rules.Give(
            subject=subject, grade=grade, desk=desk, aspects=aspects, opens=opens, share=share
        )
    stream = rating_stream(case.id, handling)
    return store_door.ask(request, stream, command, key=f"rate:{case.id}:{key}", secrets=written, kind=RATING)


def _page(
    request: HttpRequest, case: Case, before: Rating | None, refusal: Refusal | None
) -> dict[str, object]:
    city, sent = here.city_now(request), request.POST
    if request.method == "POST":
        grade, aspects, share = inputs.number(sent.get("grade", "")), inputs.aspects(sent), "share" in sent
    else:
        grade = before.now.grade if before is not None else 0
        aspects = before.now.aspects if before is not None else {}
        share = before.shared if before is not None else False
    return {
        "case": case,
        "matter": frame.matter_in_words(city, case.matter),
        "body": here.body_in_words(city, case.lead),
        "before": before,
        "grades": [(one, words, one == grade) for one, words in GRADES.items()],
        "aspects": [
            (name, words, [(one, said, aspects.get(name) == one) for one, said in GRADES.items()])
            for name, words in ASPECTS.items()
        ],
        "share": share,
        "words": sent.get("words", ""),
        "contact": sent.get("contact", ""),
        "refusal": refusal,
        "closed": before is None and case.phase not in ENDED,
        "key": secrets.token_urlsafe(16),
    }
