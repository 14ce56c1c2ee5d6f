"""What became of messages: for the body whose cases they are about, and in figures for the whole city."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.access import may
from yiwang.kernel.refusal import Refusal
from yiwang.nets.messages import delivery_queries as queries
from yiwang.nets.messages import reading
from yiwang.nets.messages.kinds import MESSAGE
from yiwang.nets.messages.records import DEAD, PHASES
from yiwang.nets.messages.rules import Resend
from yiwang.nets.messages.texts_deliveries import PHASES as PHASES_IN_WORDS
from yiwang.store.wall import showing
from yiwang.web import notices, store_door
from yiwang.web.asked import uuid_of
from yiwang.web.here import actor_of
from yiwang.web.permission import permission
from yiwang.web.words import T


@permission("message.follow")
@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """List the messages about cases of the actor's bodies that left the pages."""
    named, after = request.GET.get("phase", ""), uuid_of(request.GET.get("after", ""))
    found, more = queries.deliveries(request, named, after)
    titles = {
        "": T("messages.all"),
        "dead": T("messages.dead"),
        **{one: PHASES_IN_WORDS[one] for one in PHASES},
    }
    context = {
        "lines": [reading.line(request, one.id, one.state) for one in found],
        "filters": [(id, title, id == named) for id, title in titles.items()],
        "narrowed": f"&phase={named}" if named in titles and named else "",
        "any_dead": any(one.state.phase in DEAD for one in found),
        "may_resend": may(actor_of(request), "message.resend"),
        "after": after,
        "more": more,
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "messages/deliveries.html", context)


@permission("message.resend")
@require_POST
def resend(request: HttpRequest) -> HttpResponse:
    """Send the chosen dead letters again."""
    chosen = [
        found for one in request.POST.getlist("message")[: queries.MOST_AT_ONCE] if (found := _uuid(one))
    ]
    _say(request, resent(request, chosen, _key(request)))
    return HttpResponseRedirect(reverse("messages:deliveries") + "?phase=dead")


@permission("message.figures")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Count messages by channel, state and reason."""
    context = {
        "groups": [
            {
                "group": one,
                "channel": T(f"messages.channel.{one.channel}"),
                "phase": PHASES_IN_WORDS[one.phase],
                "reason": reading.reason_in_words(one.reason),
            }
            for one in queries.groups(request)
        ],
        "days": queries.DAYS,
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "messages/figures.html", context)


@permission("message.figures")
@require_POST
def resend_group(request: HttpRequest) -> HttpResponse:
    """Send all dead letters of a channel and a reason again, as many as go at once."""
    channel, reason = request.POST.get("channel", "")[:20], request.POST.get("reason", "")[:60]
    _say(request, resent_group(request, channel, reason, _key(request)))
    return HttpResponseRedirect(reverse("messages:figures"))


def resent(request: HttpRequest, found: Sequence[UUID], key: str, actor: Any = None) -> list[Any]:
    """Send dead letters again. Returns what became of each: Done or a refusal."""
    who = actor or actor_of(request)
    return [
        store_door.ask(request, one, Resend(), key=f"resend:{key}:{one}", kind=MESSAGE, actor=who)
        for one in found
    ]


def resent_group(request: HttpRequest, channel: str, reason: str, key: str) -> list[Any]:
    """Send all dead letters of a channel and a reason again, as many as go at once."""
    found = queries.of_group(request, channel, reason)
    # Each is shown to the administrator by its id for this one act; nobody sees case or receiver.
    return resent(request, found, key, showing(actor_of(request), *map(str, found)))


def _key(request: HttpRequest) -> str:
    return request.POST.get("key", "")[:60] or secrets.token_urlsafe(16)


def _say(request: HttpRequest, answers: Sequence[Any]) -> None:
    if not answers:
        return notices.leave(request, "messages.none-chosen", "warning")
    left = sum(isinstance(answer, Refusal) for answer in answers)
    level = "warning" if left else "success"
    return notices.leave(request, "messages.resent", level, count=str(len(answers) - left), left=str(left))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
