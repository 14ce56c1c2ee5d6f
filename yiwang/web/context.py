"""What every template knows of its page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from yiwang.web import acting, actors, bands, cities, doors, notices
from yiwang.web.account import whose
from yiwang.web.words import HTML_LANGUAGE, LANGUAGES


def page(request: HttpRequest) -> dict[str, Any]:
    """Return language, mode, city, world, persona, menu and notice of this page."""
    language = getattr(request, "language", LANGUAGES[0])
    city = getattr(request, "city", None)
    menu = doors.open_to(request)
    other = next(one for one in LANGUAGES if one != language)
    return {
        "language": language,
        "html_language": HTML_LANGUAGE[language],
        "other_language": other,
        "other_html_language": HTML_LANGUAGE[other],
        "other_address": with_language(request, other),
        "theme": getattr(request, "theme", "auto"),
        "size": getattr(request, "size", "normal"),
        "city": city,
        "world": cities.world(city.key) if city else None,
        "acting": whose.words(request),
        "hats": getattr(request, "hats", ()),
        "persona": actors.persona_of(request, city) if city and hasattr(request, "session") else None,
        "acting_for": acting.name_for_header(request),
        "mandate_over": acting.over_for_header(request),
        "mine_address": acting.page_address(request),
        "bands": bands.offered(),
        "menu": menu,
        "folded": doors.folded(menu, request.path),
        "notice": notices.take(request),
        "demo": settings.YIWANG_DEMO,
        "here": request.get_full_path(),
    }


def with_language(request: HttpRequest, language: str) -> str:
    """Return the address of this page in `language`; a page that answered a POST is asked for anew."""
    query = [(key, value) for key, value in request.GET.items() if key != "lang"]
    return f"{request.path}?{urlencode([*query, ('lang', language)])}"
