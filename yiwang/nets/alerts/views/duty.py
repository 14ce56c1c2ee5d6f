"""Duty: who is on which post when, gaps, swaps, signing on; and the hand-over log. Printed as it stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.alerts.plans import Plan, Post
from yiwang.kernel.refusal import Refusal
from yiwang.nets.alerts import frame, log_rules, roster_rules, saying
from yiwang.nets.alerts.kinds import LOG, ROSTER, stream_of
from yiwang.nets.alerts.records import Log, Roster, Shift
from yiwang.web import here, names, store_door
from yiwang.web.asked import key_of
from yiwang.web.permission import permission

DAYS = 7
LINES = 6
"""How many lines of shifts the form offers."""


@permission("duty.read")
@require_safe
def overview(request: HttpRequest, plan: str) -> HttpResponse:
    """Show every post of a plan: who is on now, the next week, and where nobody is."""
    found = frame.plan_of(request, plan)
    frame.require_of_plan(request, "duty.read", found)
    rosters = {one.post: one for _, one in frame.states(request, ROSTER, "plan = %s", (found.id,))}
    now = store_door.now()
    shown = [_post(request, found, post, rosters.get(post.id), now) for post in found.posts.values()]
    context = {"plan": found, "posts": shown, "days": DAYS, "now": now}
    return render(request, "alerts/duty.html", context)


@permission("duty.read")
@require_safe
def post(request: HttpRequest, plan: str, post: str) -> HttpResponse:
    """Show one post: its roster and its log."""
    return page(request, plan, post)


def page(request: HttpRequest, plan: str, id: str, refusal: Refusal | None = None) -> HttpResponse:
    """Show one post, or why an act on it was refused."""
    found = frame.plan_of(request, plan)
    frame.require_of_plan(request, "duty.read", found)
    post = _known(found, id)
    roster: Roster | None = frame.state(request, ROSTER, _stream(request, "roster", found, post))
    log: Log | None = frame.state(request, LOG, _stream(request, "log", found, post))
    now, me = store_door.now(), here.actor_of(request).person
    own = any(one.body in (post.body, found.body) for one in here.actor_of(request).holdings)
    context = {
        "plan": found,
        "refusal": refusal,
        "post": _post(request, found, post, roster, now),
        "me": me,
        "log": _log(request, log),
        "people": people(request, post.body, found.body),
        "may_arrange": own and frame.may_of_body(request, "duty.arrange", post.body, found.body),
        "may_sign": own and frame.may_of_body(request, "duty.sign", post.body, found.body),
        "may_log": frame.may_of_body(request, "duty.sign", post.body)
        and any(one.body == post.body for one in here.actor_of(request).holdings),
        "lines": [_line(request, index) for index in range(LINES)],
        "typed": request.POST if refusal else {},
        "key": str(frame.new_id()),
    }
    return render(request, "alerts/post.html", context, status=409 if refusal else 200)


def _line(request: HttpRequest, index: int) -> dict[str, Any]:
    """Return one line of the form as it was typed, empty at first."""
    names_ = ("begins", "ends", "person", "substitute")
    return {"index": index} | {name: request.POST.get(f"{name}.{index}", "") for name in names_}


def _known(plan: Plan, id: str) -> Post:
    found = plan.posts.get(id)
    if found is None:
        raise Http404
    return found


def _stream(request: HttpRequest, kind: str, plan: Plan, post: Post) -> UUID:
    return stream_of(here.city_key(request), kind, plan.id, post.id)


def people(request: HttpRequest, *bodies: str) -> list[tuple[str, Any]]:
    """Return the people of these bodies by id, with their names, for those who plan with them."""
    city = here.city_now(request)
    ids = [
        one.id
        for one in city.persons.values()
        if (position := city.positions.get(one.position)) is not None and position.body in bodies
    ]
    called = names.names_of(request, ids)
    return [(one, called.get(one)) for one in ids]


def _post(
    request: HttpRequest, plan: Plan, post: Post, roster: Roster | None, now: datetime
) -> dict[str, Any]:
    begins, ends = now, now + timedelta(days=DAYS)
    zone = here.city_now(request).calendar.zone
    shifts = [
        one for one in (roster.shifts if roster else ()) if one.ends > now - timedelta(days=1)
    ]  # yesterday's too: whoever hands over is among them
    called = names.names_of(request, _persons(shifts))
    return {
        "post": post,
        "body": here.body_in_words(here.city_now(request), post.body),
        "shifts": [
            {
                "shift": one,
                "local": f"{one.begins.astimezone(zone):%m-%d %H:%M}",
                "person": called.get(one.person),
                "substitute": called.get(one.substitute),
                "now": one.begins <= now < one.ends,
                "may_sign": one.signed_at is None
                and one.begins - roster_rules.EARLY <= now < one.ends
                and here.actor_of(request).person in (one.person, one.substitute),
                "ahead": one.begins > now,
            }
            for one in shifts
            if one.begins < ends
        ],
        "gaps": roster_rules.gaps(roster, begins, ends),
        "on": next((called.get(one.person) for one in shifts if one.begins <= now < one.ends), None),
    }


def _persons(shifts: Iterable[Shift]) -> set[str]:
    return {person for one in shifts for person in (one.person, one.substitute) if person}


def _log(request: HttpRequest, log: Log | None) -> list[dict[str, Any]]:
    if log is None:
        return []
    entries = log.entries[::-1][:50]
    called = names.names_of(request, {person for one in entries for person in (one.gives, one.takes)})
    opened = store_door.opened(
        request, {str(one.number): one.sealed["words"] for one in entries if "words" in one.sealed}
    )
    return [
        {
            "entry": one,
            "gives": called.get(one.gives),
            "takes": called.get(one.takes),
            "words": found if isinstance(found := opened.get(str(one.number)), str) else "",
            "mine": one.takes == here.actor_of(request).person and one.taken_at is None,
        }
        for one in entries
    ]


@permission("duty.arrange")
@require_POST
def arrange(request: HttpRequest, plan: str, post: str) -> HttpResponse:
    """Arrange shifts."""
    found = frame.plan_of(request, plan)
    one = _known(found, post)
    shifts: list[Shift] = []
    for index in range(LINES):
        typed = {name: request.POST.get(f"{name}.{index}", "").strip() for name in ("begins", "ends")}
        if not any(typed.values()):
            continue
        begins, ends = (frame.moment(request, typed[name]) for name in ("begins", "ends"))
        for moment in (begins, ends):
            if isinstance(moment, Refusal):
                return page(request, plan, post, moment)
        assert isinstance(begins, datetime) and isinstance(ends, datetime)
        shifts.append(
            Shift(
                begins=begins,
                ends=ends,
                person=request.POST.get(f"person.{index}", "")[:100],
                substitute=request.POST.get(f"substitute.{index}", "")[:100],
            )
        )
    shifts.sort(key=lambda shift: shift.begins)
    command = roster_rules.Arrange(plan=found.id, post=one.id, shifts=tuple(shifts))
    answer = store_door.ask(
        request, _stream(request, "roster", found, one), command, key=key_of(request), kind=ROSTER
    )
    return _answered(request, answer, plan, post)


def _answered(request: HttpRequest, answer: Any, plan: str, post: str) -> HttpResponse:
    if isinstance(answer, Refusal):
        return page(request, plan, post, answer)
    return frame.answered(request, answer, reverse("alerts:post", args=(plan, post)))


def _on_roster(request: HttpRequest, plan: str, post: str, command: Any) -> HttpResponse:
    found = frame.plan_of(request, plan)
    one = _known(found, post)
    if isinstance(command, Refusal):
        return page(request, plan, post, command)
    answer = store_door.ask(
        request, _stream(request, "roster", found, one), command, key=key_of(request), kind=ROSTER
    )
    return _answered(request, answer, plan, post)


@permission("duty.sign")
@require_POST
def swap(request: HttpRequest, plan: str, post: str) -> HttpResponse:
    """Let the people of two shifts change places."""
    first, second = (frame.moment(request, request.POST.get(name, "")) for name in ("first", "second"))
    fault = next((one for one in (first, second) if isinstance(one, Refusal)), None)
    command = fault or roster_rules.SwapShifts(first=first, second=second)  # type: ignore[arg-type]
    return _on_roster(request, plan, post, command)


@permission("duty.sign")
@require_POST
def sign_on(request: HttpRequest, plan: str, post: str) -> HttpResponse:
    """Sign on to a shift."""
    begins = frame.moment(request, request.POST.get("begins", ""))
    command = begins if isinstance(begins, Refusal) else roster_rules.SignOn(begins=begins)
    return _on_roster(request, plan, post, command)


@permission("duty.sign")
@require_POST
def hand_over(request: HttpRequest, plan: str, post: str) -> HttpResponse:
    """Write and sign a hand-over."""
    found = frame.plan_of(request, plan)
    one = _known(found, post)
    written = frame.words(request.POST, "words")
    if isinstance(written, Refusal):
        return page(request, plan, post, written)
    command = log_rules.HandOver(
        corrects=frame.amount(request.POST.get("corrects", "")),
        plan=found.id,
        post=one.id,
        takes=request.POST.get("takes", "")[:100],
    )
    answer = store_door.ask(
        request,
        _stream(request, "log", found, one),
        command,
        key=key_of(request),
        secrets=written,
        kind=LOG,
    )
    return _answered(request, answer, plan, post)


@permission("duty.sign")
@require_POST
def take_over(request: HttpRequest, plan: str, post: str) -> HttpResponse:
    """Sign what was handed over."""
    found = frame.plan_of(request, plan)
    one = _known(found, post)
    number = frame.amount(request.POST.get("number", ""))
    if not number:
        return page(request, plan, post, saying.not_here("交接班记录", "hand-over entry"))
    command = log_rules.TakeOver(number=number)
    answer = store_door.ask(
        request, _stream(request, "log", found, one), command, key=key_of(request), kind=LOG
    )
    return _answered(request, answer, plan, post)
