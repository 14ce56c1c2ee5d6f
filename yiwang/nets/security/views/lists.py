"""A list of assets: sent, looked at with all it would change, then put in place."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from yiwang.kernel import ledger
from yiwang.kernel.commands import Context
from yiwang.kernel.numbers import stream_id
from yiwang.kernel.refusal import Refusal
from yiwang.nets.security import asset_lists, frame, queries, saying, sealing
from yiwang.nets.security.asset_lists import CHANGED, NEW, REFUSED, SAME, Line
from yiwang.nets.security.boxes import Shut, opened, sealed
from yiwang.nets.security.decoding import Unsound
from yiwang.nets.security.kinds import ASSET, asset_stream
from yiwang.nets.security.views.scans import too_large
from yiwang.store.batch import batch
from yiwang.store.execute import Ask
from yiwang.web import here, notices, store_door
from yiwang.web.asked import uuid_of
from yiwang.web.permission import permission

MOST_BYTES = 32 * 1024 * 1024
KEPT = timedelta(hours=1)
MOST_SHOWN = 300
SAID = {
    NEW: "security.list-new",
    CHANGED: "security.list-changed",
    SAME: "security.list-same",
    REFUSED: "security.list-refused",
}


@permission("asset.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def _look(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    large = too_large(request, MOST_BYTES)
    return _page(request, large, status=413) if large is not None else _looked(request)


# As with scans: the size is asked before the form is read, then the form is held to its token.
look = csrf_exempt(_look)


@csrf_protect
def _looked(request: HttpRequest) -> HttpResponse:
    body = frame.body_chosen(request, "asset.keep")
    file = request.FILES.get("file")
    if file is None:
        return _page(request, saying.no_file())
    data = file.read()
    lines = lines_of(request, body, data)
    if isinstance(lines, Refusal):
        return _page(request, lines)
    kept = _keep(request, body, data)
    if isinstance(kept, Refusal):
        return _page(request, kept)
    return _page(request, None, lines=lines, kept=kept, body=body)


def lines_of(request: HttpRequest, body: str, data: bytes) -> list[Line] | Refusal:
    """Return what each line of a list would come to, or why the list cannot be read."""
    city, key = here.city_now(request), here.city_key(request)
    try:
        rows = asset_lists.rows_of(data)
    except Unsound as why:
        return saying.not_whole(why.zh, why.en)
    ids = [asset_stream(key, body, row.get("ref", "")) for row in rows]
    context = Context(ledger.utc(store_door.now()), here.actor_of(request), city)
    opens = lambda: frame.opening(city, city.guarding.unowned)  # noqa: E731  one line, used once
    known = queries.assets_by_id(request, ids)
    return list(asset_lists.looked_at(rows, known, key, body, context, opens))


def _keep(request: HttpRequest, body: str, data: bytes) -> UUID | Refusal:
    """Let a list wait, sealed under its body's key; what waited too long goes."""
    city, now = here.city_key(request), store_door.now()
    key = sealing.key_to_seal(store_door.door(), city, body, now)
    if isinstance(key, Refusal):
        return key
    id = stream_id(now, frame.chance())
    with store_door.reading(request) as cursor:
        cursor.execute("DELETE FROM asset_list WHERE city = %s AND until < %s", (city, now))
        cursor.execute(
            "INSERT INTO asset_list (city, id, body, until, box) VALUES (%s, %s, %s, %s, %s)",
            (city, id, body, now + KEPT, sealed(key, city, id, "list", data)),
        )
    return id


def _taken_out(request: HttpRequest, id: UUID) -> tuple[str, bytes] | Refusal:
    """Return the list that waits, and its body; it waits no longer."""
    city, now = here.city_key(request), store_door.now()
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "DELETE FROM asset_list WHERE city = %s AND id = %s AND until >= %s RETURNING body, box",
            (city, id, now),
        ).fetchone()
    if row is None:
        return saying.list_gone()
    key = sealing.key_to_seal(store_door.door(), city, row[0], now)
    if isinstance(key, Refusal):
        return key
    try:
        return row[0], opened(key, city, id, "list", bytes(row[1]))
    except Shut:
        return saying.cannot_open("list")


@permission("asset.keep")
@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """Put a list in place that was looked at."""
    id = uuid_of(request.POST.get("list", ""))
    found = _taken_out(request, id) if id is not None else saying.list_gone()
    if isinstance(found, Refusal):
        return _page(request, found)
    body, data = found
    done = put(request, body, data)
    if isinstance(done, Refusal):
        return _page(request, done)
    notices.leave(
        request, "security.list-done", **{name: str(done[name]) for name in (NEW, CHANGED, REFUSED)}
    )
    return HttpResponseRedirect(reverse("security:assets"))


def put(request: HttpRequest, body: str, data: bytes) -> Counter[str] | Refusal:
    """Put a list in place through the batch door. Returns how many lines came to what."""
    if store_door.in_shadow(request):
        return store_door.SHADOW
    lines = lines_of(request, body, data)
    if isinstance(lines, Refusal):
        return lines
    counted = Counter({SAME: 0, NEW: 0, CHANGED: 0, REFUSED: 0})
    counted.update(one.what for one in lines)
    todo = [one for one in lines if one.what in (NEW, CHANGED)]
    now, actor = store_door.now(), here.actor_of(request)
    city = here.city_key(request)
    asks = (Ask(city, ASSET, one.id, one.command, actor, now, secrets=one.secrets) for one in todo)
    for one, answer in zip(todo, batch(store_door.door(), asks), strict=True):
        if isinstance(answer, Refusal):
            counted[one.what] -= 1
            counted[REFUSED] += 1
    return counted


def _page(
    request: HttpRequest,
    refusal: Refusal | None = None,
    *,
    status: int = 409,
    lines: list[Line] | None = None,
    kept: UUID | None = None,
    body: str = "",
) -> HttpResponse:
    city = here.city_now(request)
    counted = Counter(one.what for one in lines or ())
    first = sorted(lines or (), key=lambda one: (REFUSED, CHANGED, NEW, SAME).index(one.what))
    context: dict[str, Any] = {
        "refusal": refusal,
        "bodies": frame.named(city, frame.bodies_for(request, "asset.keep")),
        "lines": [(one, SAID[one.what]) for one in first[:MOST_SHOWN]],
        "unshown": max(len(first) - MOST_SHOWN, 0),
        "counts": [(SAID[name], counted[name]) for name in (NEW, CHANGED, SAME, REFUSED)],
        "may_apply": bool(counted[NEW] or counted[CHANGED]),
        "kept": kept,
        "body": here.body_in_words(city, body),
        "most": MOST_BYTES // 1024 // 1024,
    }
    return render(request, "security/list.html", context, status=status if refusal else 200)
