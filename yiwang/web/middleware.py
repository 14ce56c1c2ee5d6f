"""What every request passes: headers, preferences, the city, the actor, a lost storage."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import set_script_prefix, set_urlconf
from django.utils.cache import patch_vary_headers

from yiwang.kernel.access import ANONYMOUS
from yiwang.web import cities, errors, machine, notices
from yiwang.web.actors import actor_of, signed_in
from yiwang.web.words import LANGUAGES

Handler = Callable[[HttpRequest], HttpResponse]

LANGUAGE = "language"
THEME = "theme"
SIZE = "size"
THEMES = ("auto", "light", "dark")
SIZES = ("normal", "elder")
LOOK = "yw-look"
LOOK_SECONDS = 365 * 24 * 3600
CITY_URLS = "yiwang.web.city_urls"
NO_FEATURES = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "geolocation",
        "gyroscope", "magnetometer", "microphone", "midi", "payment", "usb",
    )
)  # fmt: skip


class OwnHeaders:
    """Sets the headers that Django and django-csp do not."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.handler(request)
        response.headers.setdefault("Permissions-Policy", NO_FEATURES)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", "DENY")
        # A shared computer at a window must not show the last person's page to the next one.
        caching = "no-store" if signed_in(request) else "private, no-cache"
        response.headers.setdefault("Cache-Control", caching)
        return response


class Preferences:
    """Sets request.language, .theme and .size; `?lang=en` chooses a language and is remembered.

    They lie in a cookie of their own (`zh.auto.normal`), so that the public needs no session. The notice
    of the last request comes and goes by a cookie, too.
    """

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = {LANGUAGE: LANGUAGES, THEME: THEMES, SIZE: SIZES}
        kept = request.COOKIES.get(LOOK, "").split(".")
        chosen = dict(zip(known, kept, strict=False)) if len(kept) == len(known) else {}
        before = {name: _one_of(values, chosen.get(name)) for name, values in known.items()}
        for name, value in before.items():
            setattr(request, name, value)
        asked = request.GET.get("lang")
        if asked in LANGUAGES:
            request.language = asked  # type: ignore[attr-defined]
        request.city = None  # type: ignore[attr-defined]
        request.actor = ANONYMOUS  # type: ignore[attr-defined]
        response = self.handler(request)
        after = {name: getattr(request, name) for name in known}
        if after != before:
            settings_of_cookie = {"httponly": True, "samesite": "Lax", "secure": settings.HTTPS}
            response.set_cookie(LOOK, ".".join(after.values()), max_age=LOOK_SECONDS, **settings_of_cookie)
        notices.carry(request, response)
        patch_vary_headers(response, ["Cookie"])
        return response


def _one_of(known: tuple[str, ...], value: object) -> str:
    return value if isinstance(value, str) and value in known else known[0]


class CityOfTheRequest:
    """Takes the first path segment for the city and lets the rest be resolved inside it.

    The city becomes the prefix of every address made by `reverse` and `{% url %}`, so that a net's
    views and templates never mention it.
    """

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        first, slash, rest = request.path_info.lstrip("/").partition("/")
        if first in {"", "-", "favicon.ico"}:
            return self.handler(request)
        try:
            city = cities.get(first)
        except LOST as error:
            return errors.lost(request, error)
        if city is None:
            return errors.no_such_city(request, first)
        if not slash:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponseRedirect(f"{request.path}/" + (f"?{query}" if query else ""))
        request.city = city  # type: ignore[attr-defined]
        request.urlconf = CITY_URLS  # type: ignore[attr-defined]
        set_urlconf(CITY_URLS)  # for the page of a fault that comes before the address is resolved
        set_script_prefix(request.path[: len(request.path) - len(rest)])
        request.path_info = f"/{rest}"
        return self.handler(request)


class ActorOfTheRequest:
    """Sets request.actor from the session, or from a machine client's key, beside which no cookie counts."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.city is not None and machine.asks(request):  # type: ignore[attr-defined]
            known = machine.actor(request, request.city)  # type: ignore[attr-defined]
            if known is None:
                return machine.unauthorized(known=True)
            # A key is not sent by a browser on its own: no form can be forged with it.
            request.session, request._dont_enforce_csrf_checks = {}, True  # type: ignore[assignment,attr-defined]
            request.actor = known  # type: ignore[attr-defined]
            return self.handler(request)
        request.actor = actor_of(request, request.city)  # type: ignore[attr-defined]
        return self.handler(request)


LOST = errors.LOST


class ErrorsInWords:
    """Turns what a view raises into a page: a lost storage (nothing written, try later), a refusal."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.handler(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer 503 for a lost storage, 409 for a conflict; leave every other error to the 500 page."""
        if isinstance(error, errors.Conflict):
            return errors.refused(request, error.refusal, way=error.way)
        return errors.lost(request, error) if errors.is_lost(error) else None
