"""The inbox: open tasks by their clocks, narrowed by the address, with the views that somebody keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.access import Actor
from yiwang.kernel.matter import City
from yiwang.nets.services import bulk, colleagues, inbox, kept_views, matter_forms
from yiwang.nets.services.inbox import Key, Narrowed, TaskLine
from yiwang.nets.services.inputs import node_title
from yiwang.nets.services.queries import PAGE
from yiwang.nets.services.views.cases import line_in_words
from yiwang.web import notices
from yiwang.web.here import city_now
from yiwang.web.permission import may, permission
from yiwang.web.words import T, Text

ROLES = ("window", "officer", "inspector", "expert", "approver", "chief")
MOST_PLACES = 80  # more than a district has; a whole city is narrowed by county


@dataclass(frozen=True)
class Filter:
    """One way to narrow the inbox: a select with what is chosen now."""

    name: str
    title: Text
    options: tuple[tuple[str, Text], ...]
    chosen: str


@permission("inbox.read")
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """List the open tasks of the actor's bodies by their clocks."""
    city, only = city_now(request), Narrowed.of(request.GET)
    after = Key.of(request.GET.get("after", ""))
    actor = request.actor  # type: ignore[attr-defined]
    held = colleagues.holders(request, {(one.body, one.role) for one in actor.holdings})
    found = inbox.tasks(request, city, only, after=after, holders=held)
    return render(
        request,
        "services/inbox.html",
        {
            "lines": [_line(city, one, actor, held) for one in found[:PAGE]],
            "only": only,
            "whose": [
                (
                    one,
                    T(f"services.inbox.whose.{one}"),
                    only.but(whose=one).address or reverse("services:inbox"),
                )
                for one in inbox.CHOICES["whose"]
            ],
            "filters": filters(city, only, actor),
            "kept": kept_views.listed(request),
            "first": (only.address or reverse("services:inbox")) if after is not None else "",
            "next": _behind(only, found[PAGE - 1].key) if len(found) > PAGE else "",
            "may_file": may(request, "case.file"),
            "bulk": [(one, T(f"services.bulk.{one}")) for one in bulk.open_to(actor)],
            "address": only.address,
        },
    )


def _behind(only: Narrowed, key: Key) -> str:
    return f"{only.address}{'&' if only.address else '?'}{urlencode({'after': key.text})}"


def _line(city: City, one: TaskLine, actor: Actor, held: colleagues.Holders | None) -> dict[str, Any]:
    return {
        **line_in_words(city, one.case),
        "task": one,
        "pick": bulk.Pick(one.case.number, one.id).text,
        "step": step_title(city, one.case.matter, one.node),
        "body": matter_forms.body_in_words(city, one.body),
        "role": T(f"services.role.{one.role}") if one.role in ROLES else {"zh": one.role, "en": one.role},
        "taken": _taken(one, actor, held),
    }


def _taken(one: TaskLine, actor: Actor, held: colleagues.Holders | None) -> str:
    """Return `me`, `other`, or "" for a task that nobody has who still holds its position."""
    if one.assignee == actor.person:
        return "me"
    ours = (one.body, one.role) in {(mine.body, mine.role) for mine in actor.holdings}
    if one.assignee and held is not None and ours:
        theirs = {(h.body, h.role) for h in held.get(one.assignee, ())}
        return "other" if (one.body, one.role) in theirs else ""
    return "other" if one.assignee else ""


def step_title(city: City, matter: str, node: str) -> Text:
    """Return what a step of a matter is called; its id when the pack in force has no such matter."""
    known = city.matters.get(matter)
    return node_title(known, node) if known else {"zh": node, "en": node}


def filters(city: City, only: Narrowed, actor: Actor) -> list[Filter]:
    """Return what the inbox can be narrowed by; a choice of one is none."""
    bodies = sorted({one.body for one in actor.holdings})
    found = (
        Filter(
            "matter",
            T("services.case.matter"),
            tuple((one.id, one.title) for one in city.matters.values()),
            only.matter,
        ),
        Filter("place", T("services.place"), _places(city, actor), only.place),
        Filter(
            "body",
            T("services.input.body"),
            tuple((one, matter_forms.body_in_words(city, one)) for one in bodies),
            only.body,
        ),
        Filter(
            "role",
            T("services.inbox.role"),
            tuple((one, T(f"services.role.{one}")) for one in ROLES),
            only.role,
        ),
        *(
            Filter(
                name,
                T(f"services.inbox.{name}"),
                tuple((one, T(f"services.inbox.{name}.{one}")) for one in inbox.CHOICES[name]),
                getattr(only, name),
            )
            for name in ("due", "paused", "ordered", "material")
        ),
    )
    return [one for one in found if len(one.options) > 1 or one.name == "ordered" or one.chosen]


def _places(city: City, actor: Actor) -> tuple[tuple[str, Text], ...]:
    """Return the places below the seats of the actor's bodies, as deep as a list can be read."""
    seats = {one.seat for one in actor.holdings}
    below = [place for place in city.places.values() if seats.intersection(city.above(place.code))]
    for levels in (("city", "county", "town"), ("city", "county")):
        if len(below) > MOST_PLACES:
            below = [place for place in below if place.level in levels]
    return tuple((place.code, place.title) for place in below)


@permission("inbox.read")
@require_POST
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep the inbox, narrowed as it is, under a name."""
    only = Narrowed.of(QueryDict(request.POST.get("address", "").removeprefix("?")))
    name = kept_views.sound_name(request.POST.get("name", ""))
    if not name:
        notices.leave(request, "services.view.no-name", "warning")
    elif not kept_views.keep(request, name, only):
        notices.leave(request, "services.view.too-many", "warning", most=str(kept_views.MOST))
    else:
        notices.leave(request, "services.view.kept", name=name)
    return HttpResponseRedirect(reverse("services:inbox") + only.address)


@permission("inbox.read")
@require_POST
def forget_view(request: HttpRequest) -> HttpResponse:
    """Forget a view that was kept."""
    kept_views.forget(request, request.POST.get("name", ""))
    notices.leave(request, "services.view.forgotten")
    return HttpResponseRedirect(reverse("services:inbox"))
