"""Acts on a rating or on a word: a call is recorded, a side is told, a review asked and answered."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from yiwang.kernel.refusal import Refusal
from yiwang.nets.rating import inputs, queries, rules, stuck_rules
from yiwang.nets.rating.kinds import RATING, STUCK
from yiwang.nets.rating.queries import Known
from yiwang.nets.rating.views import case
from yiwang.web import acting, here, notices, store_door
from yiwang.web.errors import refused as refused_page
from yiwang.web.permission import permission

WORDS = {
    "contact": "note",
    "explain": "explanation",
    "ask-review": "review",
    "review": "reason",
    "change": "",
}
"""Act on a rating → what is written with it, "" for nothing."""
VERBS = {
    "contact": "rating.contact",
    "explain": "rating.explain",
    "ask-review": "rating.give",
    "review": "rating.review",
    "change": "rating.review",
}


def command_of(act: str, sent: Mapping[str, str]) -> Any:
    """Return the command that an act on a rating makes of what was sent, or a refusal."""
    match act:
        case "contact":
            return rules.RecordContact(outcome=sent.get("outcome", ""))
        case "explain":
            return rules.Explain()
        case "ask-review":
            return rules.AskReview()
        case "review":
            return rules.Review(verdict=sent.get("verdict", ""))
    typed = inputs.change(sent)
    if typed is None or isinstance(typed, Refusal):
        return typed or _no_change()
    return rules.RecordChange(change=typed)


@permission(VERBS["contact"])
@require_POST
def contact(request: HttpRequest, rating: UUID) -> HttpResponse:
    """Record that somebody called, and what came of it."""
    return _on_rating(request, rating, "contact")


@permission(VERBS["explain"])
@require_POST
def explain(request: HttpRequest, rating: UUID) -> HttpResponse:
    """Let the body rated say its side."""
    return _on_rating(request, rating, "explain")


@permission(VERBS["ask-review"])
@require_POST
def ask_review(request: HttpRequest, rating: UUID) -> HttpResponse:
    """Let the resident ask the desk for a review."""
    return _on_rating(request, rating, "ask-review")


@permission(VERBS["review"])
@require_POST
def review(request: HttpRequest, rating: UUID) -> HttpResponse:
    """Let the desk uphold a rating or set it aside."""
    return _on_rating(request, rating, "review")


@permission(VERBS["change"])
@require_POST
def record_change(request: HttpRequest, rating: UUID) -> HttpResponse:
    """Record which rule was changed because of a rating."""
    return _on_rating(request, rating, "change")


@permission("stuck.answer")
@require_POST
def answer(request: HttpRequest, stuck: UUID) -> HttpResponse:
    """Answer a word that nothing gets done; or add the changed rule after the answer."""
    known = queries.stuck_by_id(request, stuck)
    if known is None:
        raise Http404
    done = answer_word(request, known, request.POST, _key(request))
    number = known.state.opens.number
    if isinstance(done, Refusal):
        return case.page(request, number, done, "answer")
    notices.leave(request, "stuck.answered")
    return HttpResponseRedirect(reverse("rating:case", args=[number]))


def answer_word(request: HttpRequest, known: Known, sent: Mapping[str, str], key: str) -> Any:
    """Answer a word, or add the changed rule after the answer. Returns Done or a refusal."""
    typed = inputs.change(sent)
    command: Any
    if isinstance(typed, Refusal):
        command = typed
    elif known.state.answered_at is not None and typed is not None:
        command = stuck_rules.RecordChange(change=typed)
    else:
        command = stuck_rules.GiveAnswer(change=typed)
    return _ask(request, known, command, STUCK, sent, key, "answer")


def on_rating(request: HttpRequest, known: Known, act: str, sent: Mapping[str, str], key: str) -> Any:
    """Do an act on a rating. Returns Done or a refusal."""
    acting.act_for(request, known.state.subject.applicant)
    words = (WORDS[act],) if WORDS[act] else ()
    return _ask(request, known, command_of(act, sent), RATING, sent, key, *words)


def _no_change() -> Refusal:
    return Refusal(
        code="rating.change-missing",
        zh="请写明是哪条规定、改成了什么、从哪天起。",
        en="Say which rule, how it was changed, and from which day.",
    )


def _on_rating(request: HttpRequest, rating: UUID, act: str) -> HttpResponse:
    known = queries.rating_by_id(request, rating)
    if known is None:
        raise Http404
    done = on_rating(request, known, act, request.POST, _key(request))
    number = _page_of(request, known)
    if isinstance(done, Refusal):
        if done.code == "access.denied":
            return refused_page(request, done, 403)
        return case.page(request, number, done, act)
    notices.leave(request, f"rating.done.{act}")
    return HttpResponseRedirect(reverse("rating:case", args=[number]))


def _key(request: HttpRequest) -> str:
    return request.POST.get("key", "")[:40] or secrets.token_urlsafe(16)


def _ask(
    request: HttpRequest,
    known: Known,
    command: Any,
    kind: Any,
    sent: Mapping[str, str],
    key: str,
    *words: str,
) -> Any:
    if isinstance(command, Refusal):
        return command
    written = inputs.words(sent, *words)
    if isinstance(written, Refusal):
        return written
    named = f"rating:{known.id}:{key}"
    return store_door.ask(request, known.id, command, key=named, secrets=written, kind=kind)


def _page_of(request: HttpRequest, known: Known) -> str:
    """Return the number whose page the actor came from: the desk's own case, else the case rated."""
    one = known.state
    if here.actor_of(request).kind != "resident" and one.opens is not None:
        at_desk = any(held.body == one.desk for held in here.actor_of(request).holdings)
        if at_desk:
            return str(one.opens.number)
    return str(one.subject.number)
