"""One's own messages: the list, and what was read."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.nets.messages import queries
from yiwang.nets.messages.reading import address_of
from yiwang.web import notices
from yiwang.web.asked import uuid_of
from yiwang.web.permission import permission


@permission("message.read")
@require_safe
def box(request: HttpRequest) -> HttpResponse:
    """Show the actor's messages, whole: they are short, and nothing is hidden behind another page."""
    after = uuid_of(request.GET.get("after", ""))
    found, more = queries.box(request, after)
    lines = [(one, address_of(one.message.about)) for one in found]
    context = {"lines": lines, "after": after, "more": more, "unread": queries.unread(request)}
    return render(request, "messages/box.html", context)


@permission("message.read")
@require_POST
def read(request: HttpRequest, message: UUID) -> HttpResponse:
    """Remember that one message was read."""
    queries.mark(request, message)
    return _back(request)


@permission("message.read")
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Remember that all messages there are were read."""
    queries.mark(request, None)
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    notices.leave(request, "messages.marked")
    after = uuid_of(request.GET.get("after", ""))
    return HttpResponseRedirect(reverse("messages:box") + (f"?after={after}" if after else ""))
