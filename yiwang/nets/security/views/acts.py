"""Acts on an asset: put down, changed, owned, taken out of use."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from yiwang.kernel.refusal import Refusal
from yiwang.nets.security import asset_rules, frame, inputs, queries, saying
from yiwang.nets.security.kinds import ASSET, asset_stream
from yiwang.nets.security.records import CLASSES
from yiwang.nets.security.views import assets
from yiwang.web import here, notices, store_door
from yiwang.web.asked import key_of
from yiwang.web.permission import permission

NOBODY = "nobody"


@permission("asset.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Put an asset down: of one of one's bodies, or of nobody yet."""
    refusal = None
    if request.method == "POST":
        answer = registered(request, request.POST, _classes(request), key_of(request))
        if not isinstance(answer, Refusal):
            notices.leave(request, "security.registered")
            return HttpResponseRedirect(reverse("security:asset", args=[answer.stream]))
        refusal = answer
    context = {
        "refusal": refusal,
        "key": str(frame.new_id()),
        "chosen_classes": _classes(request),
        **assets.form(request, None, request.POST if refusal else {}),
    }
    return render(request, "security/register.html", context, status=409 if refusal else 200)


def registered(request: HttpRequest, sent: Any, classes: list[str], key: str | None) -> Any:
    """Put an asset down as it was typed. Returns Done or a refusal."""
    about = inputs.about(sent, classes)
    if isinstance(about, Refusal):
        return about
    mine = frame.bodies_for(request, "asset.keep")
    chosen = inputs.text(sent, "body", 80)
    if chosen not in mine and chosen != NOBODY:
        return saying.no_body(chosen)
    body, keeper = ("", mine[0]) if chosen == NOBODY else (chosen, chosen)
    city = here.city_now(request)
    command = asset_rules.Register(
        about=about,
        body=body,
        keeper=keeper,
        opens=frame.opening(city, city.guarding.unowned) if not body else None,
    )
    stream = asset_stream(here.city_key(request), keeper, about.ref)
    return store_door.ask(request, stream, command, key=key, secrets=inputs.sealed(sent), kind=ASSET)


@permission("asset.keep")
@require_POST
def change(request: HttpRequest, asset: UUID) -> HttpResponse:
    """Change what is known of an asset."""
    return _done(request, asset, changed(request, asset, request.POST, _classes(request), key_of(request)))


def changed(request: HttpRequest, id: UUID, sent: Any, classes: list[str], key: str | None) -> Any:
    """Change an asset as it was typed; its number stays. Returns Done or a refusal; raises Http404."""
    one = queries.asset_of(request, id)
    if one is None:
        raise Http404
    about = inputs.about({**sent.dict(), "ref": one.about.ref} if hasattr(sent, "dict") else sent, classes)
    if isinstance(about, Refusal):
        return about
    command = asset_rules.Change(about=about)
    return store_door.ask(request, id, command, key=key, secrets=inputs.sealed(sent), kind=ASSET)


@permission("asset.own")
@require_POST
def own(request: HttpRequest, asset: UUID) -> HttpResponse:
    """Say whose an asset is, and at which position."""
    command = asset_rules.Own(
        body=inputs.text(request.POST, "body", 80), position=inputs.text(request.POST, "position", 80)
    )
    return _done(request, asset, _asked(request, asset, command), away=True)


@permission("asset.keep")
@require_POST
def retire(request: HttpRequest, asset: UUID) -> HttpResponse:
    """Take an asset out of use."""
    return _done(request, asset, _asked(request, asset, asset_rules.Retire()))


def _asked(request: HttpRequest, id: UUID, command: Any) -> Any:
    if queries.asset_of(request, id) is None:
        raise Http404
    return store_door.ask(request, id, command, key=key_of(request), kind=ASSET)


def _classes(request: HttpRequest) -> list[str]:
    chosen = request.POST.getlist("classes")
    return [one for one in CLASSES if one in chosen]


def _done(request: HttpRequest, id: UUID, answer: Any, away: bool = False) -> HttpResponse:
    if isinstance(answer, Refusal):
        return assets.page(request, id, answer)
    notices.leave(request, "security.done")
    to = reverse("security:assets") if away else reverse("security:asset", args=[id])
    return HttpResponseRedirect(to)
