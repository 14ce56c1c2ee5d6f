"""好差评与办不成事 as REST: ratings and what came of them, words that nothing gets done, public figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest

from yiwang.kernel.refusal import Refusal
from yiwang.nets.rating import queries
from yiwang.nets.rating.api_texts import SAYS
from yiwang.nets.rating.api_words import (
    CaseRatings,
    Changed,
    Figures,
    OnRating,
    Rate,
    RatingDone,
    RuleChanged,
    Text,
    Word,
    WordAnswer,
    WordAnswered,
    WordOf,
    WordRead,
    WordTaken,
)
from yiwang.nets.rating.figures import FEWEST, Line, by_body, by_matter, groups
from yiwang.nets.rating.views import acts, nothing, rate
from yiwang.nets.rating.views import case as pages
from yiwang.nets.rating.views.case import ShownRating, ShownStuck
from yiwang.web import here
from yiwang.web.rest import Served
from yiwang.web.rest.problems import refused
from yiwang.web.rest.sent import idempotency_key, own_id, own_key
from yiwang.web.rest.served import also

Act = Literal["contact", "explain", "ask-review", "review", "change"]
WRONG_CODE = "stuck.wrong-code"

_ID = "01a20606-35c0-78fd-887b-825248bd329c"
router = Served(
    "ratings",
    {
        "about": "district-health",
        "after": "rating",
        "against": "district-health",
        "aspects": {"quick": 5},
        "can": "rate",
        "contact": "",
        "desk": "city-government-services",
        "dispute": "asked",
        "ground": "refused",
        "how": "示例改动",
        "how_en": "",
        "opened": None,
        "period": "2026Q3",
        "rating": _ID,
        "rule": "示例规定",
        "rule_en": "",
        "stuck": _ID,
        "verdict": "upheld",
    },
    says=SAYS,
)


@router.serve("GET", "/cases/{number}/ratings", "rating.read", response=CaseRatings)
def ratings(request: HttpRequest, number: str) -> dict[str, Any]:
    """Say how a case was rated and what came of it, to its applicant and to the bodies concerned."""
    case = pages.found_or_404(request, number)
    city = here.city_now(request)
    return {
        "ratings": [
            _rating(pages.shown_rating(request, city, one)) for one in pages.ratings_about(request, case)
        ],
        "words": [_word(pages.shown_stuck(request, city, one)) for one in pages.words_about(request, case)],
    }


def _said(said: list[tuple[Text, str | None]]) -> list[dict[str, Any]]:
    return [{"title": title, "words": words} for title, words in said]


def _rating(one: ShownRating) -> dict[str, Any]:
    known = one.rating
    names = {"ask_review": "ask-review", "alter": "rate"}
    return {
        "rating": str(one.id),
        "number": known.subject.number,
        "handling": known.subject.handling,
        "body": known.subject.body,
        "desk": known.desk,
        "first": known.first.grade,
        "now": known.now.grade,
        "aspects": dict(known.now.aspects),
        "shared": known.shared,
        "changed": known.changed,
        "dispute": known.dispute,
        "opened": known.opens.number if known.opens is not None else None,
        "said": _said(one.said),
        "can": [names.get(act, act) for act, may in one.can.items() if may],
    }


def _word(one: ShownStuck) -> dict[str, Any]:
    known = one.stuck
    return {
        "stuck": str(one.id),
        "number": known.opens.number,
        "ground": known.ground,
        "desk": known.desk,
        "against": list(known.against),
        "at": known.at,
        "answered_at": known.answered_at,
        "said": _said(one.said),
        "can_answer": one.can_answer,
    }


@router.serve("POST", "/cases/{number}/rating", "rating.give", response=RatingDone)
def give(request: HttpRequest, number: str, sent: Rate) -> Any:
    """Rate the handling that a case is in, or change one's rating; the first one stays on record."""
    key = own_key(request, idempotency_key(request), "rate")
    case, handling, known = rate.handling_or_404(request, number)
    typed = {
        "grade": str(sent.grade),
        **{f"aspect.{name}": str(grade) for name, grade in sent.aspects.items()},
        "words": sent.words,
        "contact": sent.contact,
        **({"share": "yes"} if sent.share else {}),
    }
    return _rated(rate.give(request, case, handling, known, typed, key))


def _rated(done: Any) -> Any:
    if isinstance(done, Refusal):
        return refused(done, 403 if done.code == "access.denied" else 409)
    return {
        "rating": str(done.stream),
        "seq": done.seq,
        "first": done.state.first.grade,
        "now": done.state.now.grade,
        "dispute": done.state.dispute,
        "repeated": done.repeated,
    }


@router.serve("POST", "/ratings/{uuid:rating}/acts/{act}", "rating.read", response=RatingDone)
def act(request: HttpRequest, rating: UUID, act: Act, sent: OnRating) -> Any:
    """Do one of the acts that `can` names: each asks for its own permission."""
    also(request, acts.VERBS[act])
    key = own_key(request, idempotency_key(request), "on-rating")
    known = queries.rating_by_id(request, rating)
    if known is None:
        raise Http404
    typed = {
        "outcome": sent.outcome,
        "verdict": sent.verdict,
        acts.WORDS[act]: sent.words,
        **_change(sent.change),
    }
    return _rated(acts.on_rating(request, known, act, typed, key))


def _change(sent: RuleChanged | None) -> Mapping[str, str]:
    """Return a rule change as the pages send it."""
    if sent is None:
        return {}
    parts = zip(("year", "month", "day"), (sent.since.year, sent.since.month, sent.since.day), strict=True)
    names = ("rule", "how", "rule_en", "how_en")
    return {name: getattr(sent, name) for name in names} | {
        f"since.{part}": str(value) for part, value in parts
    }


@router.serve("POST", "/nothing-gets-done", "stuck.ask", response=WordTaken)
def ask(request: HttpRequest, sent: Word) -> Any:
    """Say that nothing gets done (办不成事), with an account or without; a desk outside answers."""
    case = own_id(request, idempotency_key(request), "stuck")
    earlier = nothing.earlier_case(request, sent.number)
    typed = {
        "number": sent.number,
        "against": sent.against,
        "ground": sent.ground,
        "words": sent.words,
        "contact": sent.contact,
        "case": str(case),
    }
    taken = nothing.take(request, typed, earlier)
    return refused(taken) if isinstance(taken, Refusal) else nothing.told(request, taken)


@router.serve(
    "POST", "/nothing-gets-done/answer", "public", response=WordOf, keyed=False, codes={404: (WRONG_CODE,)}
)
def read(request: HttpRequest, sent: WordRead) -> Any:
    """Give a word and its answer to whoever has its number and code. Changes nothing."""
    found = nothing.read(request, sent.number, sent.code)
    return refused(found, 404) if isinstance(found, Refusal) else _word(found)


@router.serve("POST", "/nothing-gets-done/{uuid:stuck}/answer", "stuck.answer", response=WordAnswered)
def answer(request: HttpRequest, stuck: UUID, sent: WordAnswer) -> Any:
    """Answer a word that nothing gets done, or add the changed rule after the answer."""
    key = own_key(request, idempotency_key(request), "answer-word")
    known = queries.stuck_by_id(request, stuck)
    if known is None:
        raise Http404
    done = acts.answer_word(request, known, {"answer": sent.words, **_change(sent.change)}, key)
    if isinstance(done, Refusal):
        return refused(done, 403 if done.code == "access.denied" else 409)
    return {
        "stuck": str(stuck),
        "seq": done.seq,
        "answered_at": done.state.answered_at,
        "repeated": done.repeated,
    }


@router.serve("GET", "/ratings/figures", "public", response=Figures)
def figures(request: HttpRequest) -> dict[str, Any]:
    """Give the figures by body and by service, of each quarter that is over."""
    city = here.city_now(request)
    found = groups(queries.cells(request, city.zone))
    return {
        "fewest": FEWEST,
        "by_body": [_figure(one) for one in by_body(found, list(city.bodies))],
        "by_service": [_figure(one) for one in by_matter(found, list(city.matters))],
    }


def _figure(line: Line) -> dict[str, Any]:
    classes = [{"lowest": one.lowest, "highest": one.highest, "count": one.count} for one in line.classes]
    return {"period": line.period, "about": line.about, "count": line.count, "classes": classes}


@router.serve("GET", "/ratings/changes", "public", response=list[Changed])
def changes(request: HttpRequest) -> list[dict[str, Any]]:
    """List the rules that were changed because of ratings and words, the newest first; without persons."""
    return [
        {
            "rule": dict(one.change.rule),
            "how": dict(one.change.how),
            "since": one.change.since,
            "bodies": list(one.bodies),
            "after": one.after,
        }
        for one in queries.changes(request)
    ]
