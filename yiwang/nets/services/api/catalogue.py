"""What services there are, and what each asks for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from yiwang.nets.services.api.router import router
from yiwang.nets.services.api.words import Guide, KnownPage
from yiwang.nets.services.search import find
from yiwang.nets.services.views.guide import matter_or_404
from yiwang.web.here import city_now


@router.serve("GET", "/services", "guide.read", response=KnownPage)
def services(request: HttpRequest, q: str = "", after: str = "") -> dict[str, Any]:
    """List services, or those found: `q` words; `for`, `event`, `type`, `body`, `place`, `level` narrow.

    `after`: the last `next`; where it is not among what is found, the first page.
    """
    city = city_now(request)
    found = find.find(request, city, find.asked(request))
    known = [city.matters[id] for id in found.ids if id in city.matters]
    return {
        "services": [
            {
                "matter": one.id,
                "title": one.title,
                "summary": one.guide.summary,
                "audience": list(one.audience),
                "immediate": one.immediate,
            }
            for one in known
        ],
        "count": found.count,
        "near": found.near,
        "next": found.ids[-1] if found.more else None,
    }


@router.serve("GET", "/services/{matter}", "guide.read", response=Guide)
def service(request: HttpRequest, matter: str) -> dict[str, Any]:
    """Say what one service asks for: channels, material, limits, and its form as JSON Schema."""
    city = city_now(request)
    one = matter_or_404(city, matter)
    return {
        "matter": one.id,
        "title": one.title,
        "summary": one.guide.summary,
        "audience": list(one.audience),
        "channels": list(one.channels),
        "immediate": one.immediate,
        "pack": city.pack,
        "materials": [{"id": thing.id, "title": thing.title} for thing in one.guide.materials],
        "limits": [
            {
                "id": rule.id,
                "title": rule.title,
                "legal": {"zh": rule.legal.zh, "en": rule.legal.en} if rule.legal else None,
                "promised": {"zh": rule.promised.zh, "en": rule.promised.en} if rule.promised else None,
                "starts": rule.starts,
                "source": str(rule.source),
            }
            for rule in one.clocks.values()
        ],
        "form": one.form,
    }
