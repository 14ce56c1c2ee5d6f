"""Every view declares who may see it; an undeclared one fails a test.

    @permission("case.accept")
    def accept(request, number): ...

`public` is for everybody, `signed-in` for anybody signed in, `account.secure` for the owner of a login who
has just proven who they are; every other verb is asked of `yiwang.kernel.access`. A verb of `access.STEP_UP`
asks for a fresh confirmation first (`account/step_up.py`), and then goes on with what was posted. The
decorator's check is coarse (may this actor ever do this?); a view that shows one object asks again with it:
`require(request, "case.read", target)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from yiwang.kernel import access
from yiwang.kernel.access import Target
from yiwang.kernel.refusal import Refusal
from yiwang.web import notices
from yiwang.web.actors import signed_in
from yiwang.web.words import Text

View = Callable[..., HttpResponse]
PUBLIC_VERB = "public"
SIGNED_IN = "signed-in"
SECURE = "account.secure"
CITY_URLS = "yiwang.web.city_urls"


class Denied(PermissionDenied):
    """The access rules said no; carries their refusal, if they gave one, and where to go on."""

    def __init__(
        self, verb: str, refusal: Refusal | None = None, way: tuple[str, Text] | None = None
    ) -> None:
        super().__init__(verb)
        self.refusal, self.way = refusal, way


def may(request: HttpRequest, verb: str, target: Target | None = None, purpose: str = "") -> bool:
    """Say whether the request's actor may do `verb`, to `target` when there is one, for `purpose`."""
    if verb == PUBLIC_VERB:
        return True
    if verb in {SIGNED_IN, SECURE}:
        return signed_in(request)
    return access.may(request.actor, verb, target, purpose)  # type: ignore[attr-defined]


def require(request: HttpRequest, verb: str, target: Target | None = None, purpose: str = "") -> None:
    """Go on only if the actor may; otherwise the 403 page says what is missing.

    Raises:
        Denied: the rules say no.
    """
    if not may(request, verb, target, purpose):
        raise Denied(verb)


def permission(verb: str, purpose: str = "", *, typed: str = "") -> Callable[[View], View]:
    """Declare that a view does `verb`, for `purpose` where the verb needs one, and check it before it runs.

    Somebody who has not signed in is sent to sign in and comes back to a page they asked for by GET.

    Args:
        typed: what is posted here is kept when the session has ended (`yiwang.web.typed`): `typed.HERE`,
            or the view to come back to, with the same arguments or none, where nothing was typed.
    """

    from yiwang.web import typed as kept
    from yiwang.web.account import step_up

    def declare(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if may(request, verb, purpose=purpose):
                held_up = step_up.demand(request, verb)
                return held_up if held_up is not None else view(request, *args, **kwargs)
            if not signed_in(request) and getattr(request, "city", None) is not None:
                held = "" if typed else step_up.kept_for_later(request)
                back = held or _back(request, typed, kwargs)
                key = kept.keep(request) if typed == kept.HERE else None
                if back and request.method == "POST" and not held:  # else it was said why the session is over
                    notices.leave(request, "typed.kept" if key or typed != kept.HERE else "typed.not-kept")
                query = f"?{urlencode({'next': back})}" if back else ""
                answer = HttpResponseRedirect(reverse("sign-in", urlconf=CITY_URLS) + query)
                if key:
                    kept.give_key(request, answer, key)
                return answer
            raise Denied(verb)

        checked.permission, checked.typed = verb, typed  # type: ignore[attr-defined]
        return checked

    return declare


def _back(request: HttpRequest, typed: str, kwargs: dict[str, Any]) -> str:
    """Return the page to come back to after signing in, "" for the front page."""
    if request.method == "GET" or typed == "here":
        return request.get_full_path()
    if not typed:
        return ""
    try:
        return reverse(typed, urlconf=CITY_URLS, kwargs=kwargs)
    except NoReverseMatch:  # a list of such things is without any of them
        return reverse(typed, urlconf=CITY_URLS)


def declared(view: Any, method: str = "") -> str | None:
    """Return the verb a view declares, for one method or for any; None when it declares none."""
    by_method = getattr(view, "permissions", {})
    verb = by_method.get(method) or next(iter(by_method.values()), getattr(view, "permission", None))
    return verb if isinstance(verb, str) else None


def views(*urlconfs: str) -> Iterator[tuple[str, Any]]:
    """Yield (route, view) of every URL pattern of these URL configurations."""
    for urlconf in urlconfs:
        yield from _walk(get_resolver(urlconf), "")


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry.callback
        else:
            yield from _walk(entry, route)
