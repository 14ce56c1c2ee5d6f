"""All that this net knows of one case: its ratings, what came of them, and words that nothing gets done."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yiwang.kernel.access import Target, may
from yiwang.kernel.case import ENDED, Case
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import read_number
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.roles import ROLE_IN_WORDS
from yiwang.nets.rating import frame, queries
from yiwang.nets.rating.grading import ASPECTS, GRADES, is_bad
from yiwang.nets.rating.queries import Known
from yiwang.nets.rating.records import Rating, Stuck
from yiwang.nets.rating.stuck_rules import GROUNDS
from yiwang.web import acting, here, store_door
from yiwang.web.permission import permission, require
from yiwang.web.words import T, Text

THIRD = 3


@dataclass(frozen=True)
class ShownRating:
    """A rating as its reader may see it. `said`: (title, words) of what may be read, None where erased."""

    id: Any
    rating: Rating
    first: Text
    now: Text
    aspects: list[tuple[Text, Text]]
    body: Text
    desk: Text | None
    contacts: list[tuple[Any, Text, Text, Text]]
    said: list[tuple[Text, str | None]]
    can: dict[str, bool]


@dataclass(frozen=True)
class ShownStuck:
    """A word as its reader may see it."""

    id: Any
    stuck: Stuck
    ground: Text
    desk: Text
    against: list[Text]
    said: list[tuple[Text, str | None]]
    can_answer: bool


@permission("rating.read")
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show what this net knows of a case, to its applicant and to the bodies concerned."""
    return page(request, number)


def page(request: HttpRequest, number: str, refusal: Refusal | None = None, act: str = "") -> HttpResponse:
    """Answer with the page of a case; after a refused act, with what was typed.

    Raises:
        Http404: no case of the actor's has this number.
    """
    found = found_or_404(request, number)
    city, course = here.city_now(request), queries.course_of(request, found)
    own = here.actor_of(request).kind == "resident"
    ratings = ratings_about(request, found)
    context = {
        "case": found,
        "matter": frame.matter_in_words(city, found.matter),
        "lead": here.body_in_words(city, found.lead),
        "own": own,
        "ratings": [shown_rating(request, city, one) for one in ratings],
        "words": [shown_stuck(request, city, one) for one in words_about(request, found)],
        "can_rate": own
        and found.phase in ENDED
        and all(one.state.subject.handling != course.handling for one in ratings),
        "may_change": own,
        "stuck_why": why_stuck(found, course.visits) if own else None,
        "visits": course.visits,
        "refusal": refusal,
        "act": act,
        "typed": request.POST if refusal is not None else {},
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "rating/case.html", context, status=409 if refusal is not None else 200)


def found_or_404(request: HttpRequest, number: str) -> Case:
    """Return a case whose ratings the actor may read; the request then acts for its applicant.

    Raises:
        Http404: no case of the actor's has this number. Denied: they may not.
    """
    known = read_number(number)
    found = queries.case_of(request, known) if known else None
    if found is None:
        raise Http404
    acting.act_for(request, found.applicant)
    require(request, "rating.read", found.target)
    return found


def why_stuck(case: Case, visits: int) -> str | None:
    """Return why the button stands out: `refused`, `returned`, `third-visit`; None: it is a plain link."""
    if case.phase == "rejected" or case.outcome == "deny":
        return "refused"
    if case.phase == "correcting":
        return "returned"
    return "third-visit" if visits >= THIRD else None


def ratings_about(request: HttpRequest, case: Case) -> list[Known]:
    """Return the ratings of a case, and the one that opened it where it is a desk's."""
    found = queries.ratings_of(request, case.id)
    opened = queries.rating_that_opened(request, case.number)
    return [*found, *([opened] if opened is not None else [])]


def words_about(request: HttpRequest, case: Case) -> list[Known]:
    """Return the words about a case, and the one that opened it where it is a desk's."""
    own = queries.stuck_of(request, case.number)
    return [*([own] if own is not None else []), *queries.stuck_after(request, case.number)]


def shown_rating(request: HttpRequest, city: City, known: Known) -> ShownRating:
    """Return a rating with its words opened, as far as the reader may read them."""
    one: Rating = known.state
    actor = here.actor_of(request)
    own = actor.kind == "resident"
    at_desk = may(actor, "rating.contact", Target(lead=one.desk)) if one.desk else False
    in_body = may(actor, "rating.explain", Target(lead=one.subject.body))
    names = ["words", "explanation", "review", "reason"]
    names += [name for name in one.sealed if name.startswith("note-")] if at_desk or own else []
    names += ["contact"] if at_desk or own else []
    opened = store_door.opened(request, {name: one.sealed[name] for name in names if name in one.sealed})
    return ShownRating(
        id=known.id,
        rating=one,
        first=GRADES[one.first.grade],
        now=GRADES[one.now.grade],
        aspects=[(ASPECTS[name], GRADES[grade]) for name, grade in one.now.aspects.items()],
        body=here.body_in_words(city, one.subject.body),
        desk=here.body_in_words(city, one.desk) if one.desk else None,
        contacts=[
            (
                call.at,
                here.body_in_words(city, call.body),
                ROLE_IN_WORDS[call.role],
                T(f"rating.call.{call.outcome}"),
            )
            for call in one.contacts
        ],
        said=[
            (T(f"rating.said.{name.partition('-')[0]}"), _text(opened[name]))
            for name in names
            if name in opened
        ],
        can={
            "contact": at_desk and is_bad(min(one.first.grade, one.now.grade)),
            "change": at_desk,
            "review": at_desk and one.dispute == "asked",
            "explain": in_body and one.shared and one.dispute in ("", "explained"),
            "ask_review": own and bool(one.desk) and one.dispute in ("", "explained"),
            "alter": own,
        },
    )


def shown_stuck(request: HttpRequest, city: City, known: Known, actor: Any = None) -> ShownStuck:
    """Return a word with its words opened."""
    one: Stuck = known.state
    who = actor or here.actor_of(request)
    names = [name for name in ("words", "contact", "answer") if name in one.sealed]
    opened = store_door.opened(request, {name: one.sealed[name] for name in names}, actor)
    return ShownStuck(
        id=known.id,
        stuck=one,
        ground=GROUNDS[one.ground],
        desk=here.body_in_words(city, one.desk),
        against=[here.body_in_words(city, body) for body in one.against],
        said=[(T(f"stuck.said.{name}"), _text(opened[name])) for name in names],
        can_answer=may(who, "stuck.answer", Target(lead=one.desk)),
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
