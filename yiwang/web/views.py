"""Pages that belong to no net: the cities, a city's front page, its lines, signing in, modes, health."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiwang.web import actors, cities, identity, middleware, notices
from yiwang.web.account import own_accounts, sessions
from yiwang.web.addresses import safe_next
from yiwang.web.limits import LINES
from yiwang.web.permission import permission
from yiwang.web.words import LANGUAGES


@permission("public")
@require_safe
def cities_served(request: HttpRequest) -> HttpResponse:
    """List the cities of this server, each a link."""
    served = [(city, cities.world(city.key)) for city in cities.served()]
    return render(request, "web/cities.html", {"served": served})


@permission("public")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The city's front page: its doors."""
    return render(request, "web/home.html")


@permission("public")
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """What this city does not do: the lines that hold."""
    return render(request, "web/limits.html", {"lines": LINES})


@permission("public")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the ways of signing in; in the demo, also choose a persona."""
    city = request.city  # type: ignore[attr-defined]
    if request.method == "POST":
        personas = list(city.personas()) if settings.YIWANG_DEMO else []
        persona = next((one for one in personas if one.id == request.POST.get("persona")), None)
        if persona is None:
            raise Http404
        actors.sign_in(request, city, persona)
        return HttpResponseRedirect(safe_next(request, reverse("home")))
    return sign_in_page(request, {})


def sign_in_page(request: HttpRequest, told: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render the page of signing in, with what was wrong with the last try."""
    city = request.city  # type: ignore[attr-defined]
    personas = list(city.personas()) if settings.YIWANG_DEMO else []
    groups = [
        (kind, there)
        for kind in ("resident", "business", "staff")
        if (there := [one for one in personas if one.kind == kind])
    ]
    ways = {
        "accounts": sessions.kept(),
        "own_resident": own_accounts.allowed(city.key, "resident"),
        "own_staff": own_accounts.allowed(city.key, "staff"),
        "nobody": getattr(request, "nobody", ""),
        "providers": identity.providers(city.key),
    }
    back = safe_next(request, reverse("home"))
    return render(
        request, "web/sign_in.html", {"groups": groups, "next": back, **ways, **told}, status=status
    )


@permission("public")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Forget the persona and say so."""
    from yiwang.web.identity.views import leaving

    leads_on = leaving(request) if sessions.user_of(request) is not None else None
    actors.sign_out(request, request.city)  # type: ignore[attr-defined]
    if leads_on is not None:
        return leads_on
    notices.leave(request, "sign-in.signed-out")
    return HttpResponseRedirect(reverse("home"))


@permission("public")
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose language, light or dark, and the elder mode; one form, and the header's short buttons."""
    choices = {
        middleware.LANGUAGE: LANGUAGES,
        middleware.THEME: middleware.THEMES,
        middleware.SIZE: middleware.SIZES,
    }
    back = safe_next(request, "/")
    if request.method == "POST":
        for name, known in choices.items():
            if request.POST.get(name) in known:
                setattr(request, name, request.POST[name])  # kept by middleware.Preferences
        return HttpResponseRedirect(back)
    return render(request, "web/preferences.html", {"choices": choices, "next": back})


@permission("public")
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Send browsers that ask by habit to the icon."""
    return HttpResponseRedirect(staticfiles_storage.url("web/icon.svg"))


@permission("public")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when this process serves and its database answers, else 503 (for supervisors)."""
    if not settings.DATABASES.get("default", {}).get("ENGINE", "").endswith("postgresql"):
        return JsonResponse({"serving": True, "database": "none"})
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
    except middleware.LOST:
        connections["default"].close()
        return JsonResponse({"serving": True, "database": "lost"}, status=503)
    return JsonResponse({"serving": True, "database": "answers"})
