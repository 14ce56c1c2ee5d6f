"""Acts on a rating or on a word: a call is recorded, a side is told, a review asked and answered."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from yiwang.kernel.refusal import Refusal
from yiwang.nets.rating import frame, inputs, queries, rules, stuck_rules
from yiwang.nets.rating.kinds import RATING, STUCK
from yiwang.nets.rating.queries import Known
from yiwang.nets.rating.views import case
from yiwang.web import acting, notices, store_door
from yiwang.web.errors import refused as refused_page
from yiwang.web.permission import permission


@permission("rating.contact")
@require_POST
def contact(request: HttpRequest, rating: UUID) -> HttpResponse:
    """Record that somebody called, and what came of it."""
    command = rules.RecordContact(outcome=request.POST.get("outcome", ""))
    return _on_rating(request, rating, command, "contact", "note")


@permission("rating.explain")
@require_POST
def explain(request: HttpRequest, rating: UUID) -> HttpResponse:
    """Let the body rated say its side."""
    return _on_rating(request, rating, rules.Explain(), "explain", "explanation")


@permission("rating.give")
@require_POST
def ask_review(request: HttpRequest, rating: UUID) -> HttpResponse:
    """Let the resident ask the desk for a review."""
    return _on_rating(request, rating, rules.AskReview(), "ask-review", "review")


@permission("rating.review")
@require_POST
def review(request: HttpRequest, rating: UUID) -> HttpResponse:
    """Let the desk uphold a rating or set it aside."""
    command = rules.Review(verdict=request.POST.get("verdict", ""))
    return _on_rating(request, rating, command, "review", "reason")


@permission("rating.review")
@require_POST
def record_change(request: HttpRequest, rating: UUID) -> HttpResponse:
    """Record which rule was changed because of a rating."""
    typed = inputs.change(request.POST)
    refused = _no_change() if typed is None else typed if isinstance(typed, Refusal) else None
    command = rules.RecordChange(change=typed) if refused is None else refused  # type: ignore[arg-type]
    return _on_rating(request, rating, command, "change")


@permission("stuck.answer")
@require_POST
def answer(request: HttpRequest, stuck: UUID) -> HttpResponse:
    """Answer a word that nothing gets done; or add the changed rule after the answer."""
    known = queries.stuck_by_id(request, stuck)
    if known is None:
        raise Http404
    typed = inputs.change(request.POST)
    command: Any
    if isinstance(typed, Refusal):
        command = typed
    elif known.state.answered_at is not None and typed is not None:
        command = stuck_rules.RecordChange(change=typed)
    else:
        command = stuck_rules.GiveAnswer(change=typed)
    done = _ask(request, known, command, STUCK, "answer")
    number = known.state.opens.number
    if isinstance(done, Refusal):
        return case.page(request, number, done, "answer")
    notices.leave(request, "stuck.answered")
    return HttpResponseRedirect(reverse("rating:case", args=[number]))


def _no_change() -> Refusal:
    return Refusal(
        code="rating.change-missing",
        zh="请写明是哪条规定、改成了什么、从哪天起。",
        en="Say which rule, how it was changed, and from which day.",
    )


def _on_rating(request: HttpRequest, rating: UUID, command: Any, act: str, *words: str) -> HttpResponse:
    known = queries.rating_by_id(request, rating)
    if known is None:
        raise Http404
    acting.act_for(request, known.state.subject.applicant)
    done = _ask(request, known, command, RATING, *words)
    number = _page_of(request, known)
    if isinstance(done, Refusal):
        if done.code == "access.denied":
            return refused_page(request, done, 403)
        return case.page(request, number, done, act)
    notices.leave(request, f"rating.done.{act}")
    return HttpResponseRedirect(reverse("rating:case", args=[number]))


def _ask(request: HttpRequest, known: Known, command: Any, kind: Any, *words: str) -> Any:
    if isinstance(command, Refusal):
        return command
    written = inputs.words(request.POST, *words)
    if isinstance(written, Refusal):
        return written
    key = f"rating:{known.id}:{request.POST.get('key', '')[:40] or secrets.token_urlsafe(16)}"
    return store_door.ask(request, known.id, command, key=key, secrets=written, kind=kind)


def _page_of(request: HttpRequest, known: Known) -> str:
    """Return the number whose page the actor came from: the desk's own case, else the case rated."""
    one = known.state
    if frame.actor_of(request).kind != "resident" and one.opens is not None:
        at_desk = any(held.body == one.desk for held in frame.actor_of(request).holdings)
        if at_desk:
            return str(one.opens.number)
    return str(one.subject.number)
