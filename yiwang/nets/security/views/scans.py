"""Import a scan, and see what it came to. A file too large is refused by its size, before it is read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.kernel.refusal import Refusal
from yiwang.nets.security import frame, importing, queries, saying
from yiwang.nets.security.decoding import MOST_BYTES
from yiwang.nets.security.texts import LEFT_WORDS, PRIORITY_WORDS
from yiwang.web import here, notices, store_door
from yiwang.web.asked import uuid_of
from yiwang.web.permission import permission

MOST_OFFERED = 500
"""How many assets the form offers; any other is chosen on its own page."""
FORM_BYTES = 64 * 1024
"""What a form adds to the file it carries."""


def too_large(request: HttpRequest, most: int = MOST_BYTES) -> Refusal | None:
    """Return why a request is not read at all, by the length it declares; None where it may be."""
    declared = request.META.get("CONTENT_LENGTH") or "0"
    size = int(declared) if declared.isascii() and declared.isdecimal() else most * 2 + FORM_BYTES
    return saying.too_large(size, most) if size > most + FORM_BYTES else None


@permission("scan.import")
@require_http_methods(["GET", "HEAD", "POST"])
def _scan(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return form_page(request)
    large = too_large(request)
    if large is not None:
        return form_page(request, large, status=413, read=False)
    return _take(request)


# The protection against forged forms reads the whole form: the size is asked first, then it is applied.
scan = csrf_exempt(_scan)


@csrf_protect
def _take(request: HttpRequest) -> HttpResponse:
    body = frame.body_chosen(request, "scan.import")
    answer = taken(request, body, request.FILES.get("file"), request.POST)
    if isinstance(answer, Refusal):
        return form_page(request, answer)
    if answer.repeated:
        notices.leave(request, "security.scan-repeated", "info")
    else:
        notices.leave(request, "security.scan-taken")
    return HttpResponseRedirect(reverse("security:source", args=[answer.stream]))


def taken(request: HttpRequest, body: str, file: Any, sent: Any) -> importing.Result | Refusal:
    """Take a file that was sent for a body, with the asset and the scope chosen."""
    if file is None:
        return saying.no_file()
    if file.size > MOST_BYTES:
        return saying.too_large(file.size, MOST_BYTES)
    if store_door.in_shadow(request):
        return store_door.SHADOW
    this = importing.Sent(
        asset=uuid_of(str(sent.get("asset", ""))),
        body=body,
        data=file.read(),
        name=str(file.name)[:200],
        scope=frame.typed(sent, "scope", 200),
    )
    return importing.take(
        store_door.door(), here.city_key(request), here.actor_of(request), this, store_door.now()
    )


def form_page(
    request: HttpRequest, refusal: Refusal | None = None, *, status: int = 409, read: bool = True
) -> HttpResponse:
    """Show the form, or why a file was not taken. `read`: whether what was posted may be looked at."""
    city = here.city_now(request)
    mine = frame.bodies_for(request, "scan.import")
    typed = request.POST if read and request.method == "POST" else request.GET
    chosen = typed.get("body", "")
    body = chosen if chosen in mine else (mine[0] if mine else "")
    with store_door.reading(request) as cursor:
        assets = queries.every(
            cursor, here.city_key(request), body, MOST_OFFERED, uuid_of(typed.get("asset", ""))
        )
    context = {
        "refusal": refusal,
        "bodies": frame.named(city, mine),
        "body": body,
        "assets": [one for one in assets if one.standing == "in-use"],
        "typed": typed,
        "most": MOST_BYTES // 1024 // 1024,
        "sources": [
            (id, one, here.body_in_words(city, one.body)) for id, one in queries.sources(request, mine)
        ],
    }
    return render(request, "security/scan.html", context, status=status if refusal else 200)


@permission("finding.read")
@require_safe
def source(request: HttpRequest, source: UUID) -> HttpResponse:
    """Show what the last scan of a source came to, exactly."""
    one = queries.source_of(request, source)
    if one is None:
        raise Http404
    taken = queries.last_taken(request, source)
    names = queries.names_of(request, [UUID(one.asset)]) if one.asset else {}
    counts = one.counts
    context = {
        "id": source,
        "source": one,
        "body": here.body_in_words(here.city_now(request), one.body),
        "asset": next(iter(names.values()), ""),
        "counts": [
            ("security.new", counts.new),
            ("security.same", counts.same),
            ("security.reopened", counts.reopened),
            ("security.closed", counts.closed),
            ("security.repeated", counts.repeated),
        ],
        "refused": [(LEFT_WORDS[code], count) for code, count in counts.refused.items()],
        "rulings": [(PRIORITY_WORDS[each.answer], each) for each in (taken.rulings if taken else ())],
        "opens": [(PRIORITY_WORDS[each.priority], each) for each in (taken.opens if taken else ())],
    }
    return render(request, "security/source.html", context)
