"""Every view declares who may see it; an undeclared one fails a test.

    @permission("case.accept")
    def accept(request, number): ...

`public` is for everybody, `signed-in` for any persona or person; every other verb is asked of the
city's access rules. The decorator's check is coarse (may this actor ever do this?); a view that
shows one object asks again with it: `require(request, "case.read", case, purpose=…)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from yiwang.kernel.refusal import Refusal
from yiwang.web.actors import PUBLIC

View = Callable[..., HttpResponse]
PUBLIC_VERB = "public"
SIGNED_IN = "signed-in"


class Denied(PermissionDenied):
    """The access rules said no; carries their refusal, if they gave one."""

    def __init__(self, verb: str, refusal: Refusal | None = None) -> None:
        super().__init__(verb)
        self.refusal = refusal


def may(request: HttpRequest, verb: str, thing: Any = None, purpose: str | None = None) -> bool | Refusal:
    """Ask the city whether the request's actor may do `verb` to `thing` for `purpose`."""
    if verb == PUBLIC_VERB:
        return True
    if verb == SIGNED_IN:
        return request.actor is not PUBLIC  # type: ignore[attr-defined]
    city = request.city  # type: ignore[attr-defined]
    if city is None:
        return False
    answer = city.may(request.actor, verb, thing, purpose)  # type: ignore[attr-defined]
    return answer if isinstance(answer, Refusal) else bool(answer)


def require(request: HttpRequest, verb: str, thing: Any = None, purpose: str | None = None) -> None:
    """Go on only if the actor may; otherwise the 403 page says what is missing.

    Raises:
        Denied: the rules say no.
    """
    answer = may(request, verb, thing, purpose)
    if answer is not True:
        raise Denied(verb, answer if isinstance(answer, Refusal) else None)


def permission(verb: str) -> Callable[[View], View]:
    """Declare that a view does `verb`, and check it before the view runs.

    Somebody who has not signed in is sent to sign in and comes back to a page they asked for by GET.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            answer = may(request, verb)
            if answer is True:
                return view(request, *args, **kwargs)
            city = getattr(request, "city", None)
            if request.actor is PUBLIC and city is not None:  # type: ignore[attr-defined]
                back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
                return HttpResponseRedirect(reverse("sign-in") + (f"?{back}" if back else ""))
            raise Denied(verb, answer if isinstance(answer, Refusal) else None)

        checked.permission = verb  # type: ignore[attr-defined]
        return checked

    return declare


def declared(view: Any) -> str | None:
    """Return the verb a view declares, None when it declares none."""
    verb = getattr(view, "permission", None)
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
