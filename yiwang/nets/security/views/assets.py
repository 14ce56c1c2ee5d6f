"""The list of assets, and one of them: who is responsible, what hangs on it, what is sealed of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.refusal import Refusal
from yiwang.nets.security import asset_rules, frame, inputs, queries, saying
from yiwang.nets.security.kinds import ASSET
from yiwang.nets.security.records import CLASSES, KINDS, PURPOSES, Asset
from yiwang.nets.security.texts import (
    CLASS_WORDS,
    KIND_WORDS,
    PURPOSE_WORDS,
    SEALED_WORDS,
    STANDING_WORDS,
)
from yiwang.web import here, store_door
from yiwang.web.asked import key_of, page_number
from yiwang.web.permission import may, permission


@permission("asset.read")
@require_safe
def assets(request: HttpRequest) -> HttpResponse:
    """List the assets of one's bodies; what nobody owns stands first."""
    return listed_page(request)


def listed_page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    """Show the list, or why an export was refused."""
    city, bodies = here.city_now(request), frame.bodies_for(request, "asset.read")
    kind = request.GET.get("kind", "")
    words, page = frame.typed(request.GET, "q", 60), page_number(request)
    chosen = kind if kind in KINDS else ""
    with store_door.reading(request) as cursor:
        found = queries.listed(cursor, here.city_key(request), bodies, kind=chosen, words=words, page=page)
    context = {
        "assets": [(one, KIND_WORDS[one.kind], _whose(city, one.body)) for one in found[: queries.PAGE]],
        "kinds": [("", None, not chosen), *((id, KIND_WORDS[id], id == chosen) for id in KINDS)],
        "kind": chosen,
        "q": words,
        "page": page,
        "more": len(found) > queries.PAGE,
        "may_keep": may(request, "asset.keep"),
        "may_export": may(request, "security.export"),
        "bodies": frame.named(city, frame.bodies_for(request, "security.export")),
        "purposes": list(PURPOSE_WORDS.items()),
        "refusal": refusal,
        "key": frame.new_id(),
    }
    return render(request, "security/assets.html", context, status=409 if refusal else 200)


def _whose(city: Any, body: str) -> Any:
    return here.body_in_words(city, body) if body else None


@permission("asset.read")
@require_safe
def asset(request: HttpRequest, asset: UUID) -> HttpResponse:
    """Show one asset and its blast radius."""
    return page(request, asset)


def page(
    request: HttpRequest,
    id: UUID,
    refusal: Refusal | None = None,
    opened: list[tuple[Any, str]] | None = None,
) -> HttpResponse:
    """Show one asset, what was opened of it, or why an act on it was refused. Raises Http404."""
    one = queries.asset_of(request, id)
    if one is None:
        raise Http404
    city = here.city_now(request)
    bodies = frame.bodies_for(request, "asset.read")
    radius = queries.radius(request, id, bodies)
    target = asset_rules.target_of(one)
    needs = [UUID(each) for each in one.about.needs]
    names = queries.names_of(request, needs)
    context = {
        "id": id,
        "asset": one,
        "about": one.about,
        "facts": facts(city, one),
        "needs": [(each, names.get(each)) for each in needs],
        "radius": radius,
        "named": [(id, name, KIND_WORDS[kind], steps) for id, name, kind, steps in radius.named],
        "others": [
            (here.body_in_words(city, body), KIND_WORDS[kind], count)
            for (body, kind), count in sorted(radius.others.items())
        ],
        "unnamed": radius.count - len(radius.named) - sum(radius.others.values()),
        "sealed": [SEALED_WORDS[name] for name in inputs.SEALED if name in one.sealed],
        "opened": opened,
        "openings": [(each, PURPOSE_WORDS[each.purpose]) for each in one.opened[::-1]],
        "purposes": list(PURPOSE_WORDS.items()),
        "may_keep": may(request, "asset.keep", target) and one.state == "in-use",
        "may_open": may(request, "asset.open", target),
        "may_own": may(request, "asset.own", target) and one.state == "in-use",
        "refusal": refusal,
        "key": str(frame.new_id()),
        **form(request, one),
    }
    return render(request, "security/asset.html", context, status=409 if refusal else 200)


def facts(city: Any, one: Asset) -> list[tuple[str, Any]]:
    """Return what is known of an asset, as keys of texts and values."""
    about = one.about
    sector = city.guarding.sector(about.sector)
    position = city.positions.get(about.position)
    return [
        ("kind", KIND_WORDS[about.kind]),
        ("ref", about.ref),
        ("body", here.body_in_words(city, one.body) if one.body else None),
        ("position", position.title if position is not None else None),
        ("standing", STANDING_WORDS[one.state]),
        ("level", str(about.level) if about.level else None),
        ("filed_on", about.filed_on),
        ("assessed_on", about.assessed_on),
        ("critical", "✓" if about.critical else None),
        ("sector", sector.title if sector is not None else None),
        ("classes", [CLASS_WORDS[each] for each in about.classes]),
        ("exposed", "✓" if about.exposed else None),
        ("expires_on", about.expires_on),
    ]


def form(request: HttpRequest, one: Asset | None, typed: Any = None) -> dict[str, Any]:
    """Return what the form of an asset needs: its choices, and what was typed or is known."""
    city = here.city_now(request)
    bodies = frame.bodies_for(request, "asset.keep")
    about = one.about if one is not None else None
    said = {name: getattr(about, name) for name in about.__struct_fields__} if about is not None else {}
    said["needs"] = " ".join(about.needs) if about is not None else ""
    owners = [one.body] if one is not None and one.body else bodies
    return {
        "typed": typed if typed is not None else said,
        "kinds": list(KIND_WORDS.items()),
        "levels": range(6),
        "classes": [(id, CLASS_WORDS[id], about is not None and id in about.classes) for id in CLASSES],
        "sectors": [(each.id, each.title) for each in city.guarding.sectors],
        "positions": [
            (each.id, each.title, here.body_in_words(city, each.body))
            for each in city.positions.values()
            if each.body in owners
        ],
        "bodies": frame.named(city, bodies),
        "all_bodies": frame.named(city, city.bodies),
        "sealed_fields": [(name, SEALED_WORDS[name]) for name in inputs.SEALED],
    }


@permission("asset.open")
@require_POST
def open_asset(request: HttpRequest, asset: UUID) -> HttpResponse:
    """Open what is sealed of an asset, for a purpose that is recorded."""
    found = opened_of(request, asset, request.POST.get("purpose", ""), key_of(request))
    if isinstance(found, Refusal):
        return page(request, asset, found)
    return page(request, asset, opened=[(SEALED_WORDS[name], value) for name, value in found.items()])


def opened_of(request: HttpRequest, id: UUID, purpose: str, key: str | None) -> dict[str, str] | Refusal:
    """Record an opening and return what was sealed; raises Http404."""
    one = queries.asset_of(request, id)
    if one is None:
        raise Http404
    command = asset_rules.Open(purpose=purpose if purpose in PURPOSES else "")
    answer = store_door.ask(request, id, command, key=key, kind=ASSET)
    if isinstance(answer, Refusal):
        return answer
    values = store_door.opened(request, one.sealed)
    if any(not isinstance(value, str) for value in values.values()):
        return saying.cannot_open("asset")
    return {name: values[name] for name in inputs.SEALED if name in values}
