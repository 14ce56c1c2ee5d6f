"""The one API of a city: the operations of its nets, their errors, their addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache, wraps
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import psycopg
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from yiwang.kernel.refusal import Refusal
from yiwang.web import errors, machine
from yiwang.web.errors import Conflict, NotHere
from yiwang.web.permission import PUBLIC_VERB, Denied, permission
from yiwang.web.rest import checkpoints, describing, system
from yiwang.web.rest.problems import DENIED, FORGED, GONE, NOT_FRESH, Unsound, problem, refused, unreadable
from yiwang.web.rest.served import Forged, NotFresh, Served

PREFIX = "api/v1/"
_made: list[CityAPI] = []
NO_METHOD = {
    "zh": "这个地址不支持这种请求方法，见 Allow。",
    "en": "This address has no such method; see Allow.",
}
ABOUT = """\
What the pages of a city do, as JSON. `Authorization: Bearer yw1.…` with a key of a machine client, or the
session of somebody signed in (then with a CSRF token in `X-CSRFToken` for what changes something).

Errors: `{"error": {"code", "zh", "en"}}`, with `next_step` and `next_body` where there are any. What changes
something takes an `Idempotency-Key` of 16 to 120 characters: sent again it is done once. One case carries an
`ETag`; with `If-Match` an act is refused (412) when the case has moved on.
"""


class CityAPI(NinjaAPI):
    """The API of a city, with a description that says of every operation what it may answer."""

    def __init__(self, routers: Sequence[Served]) -> None:
        super().__init__(title="yiwang", version="1", description=ABOUT, docs_url=None, urls_namespace="api")
        self.served = routers

    def get_openapi_schema(self, **asked: Any) -> Any:
        """Return the description, made whole."""
        return describing.complete(dict(super().get_openapi_schema(**asked)), self.served)


def make() -> tuple[list[URLPattern], str]:
    """Return the addresses of the API with their permissions, for `include`, and their namespace."""
    routers = (system.router, checkpoints.router, *_routers())
    api = CityAPI(routers)
    _made[:] = [api]
    for router in routers:
        api.add_router("", router)
    verbs = operations()
    _answer_errors(api)
    patterns, _, namespace = api.urls
    for pattern in patterns:
        _declare(pattern, verbs)
    return [*patterns, path("<path:rest>", nothing_here, name="nothing")], namespace


@csrf_exempt
@permission(PUBLIC_VERB)
def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer 404 as every operation does; a page of the site would be no answer for a system."""
    return problem(404, "api.no-such-address", GONE)


nothing_here.permissions = {"GET": PUBLIC_VERB}  # type: ignore[attr-defined]


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """Return the description as it reads beside a page: addresses without their city."""
    told: dict[str, Any] = json.loads(json.dumps(_made[0].get_openapi_schema(path_prefix=""), default=str))
    return told


def operations() -> dict[tuple[str, str], str]:
    """Return (method, path) → permission of every operation."""
    found: dict[tuple[str, str], str] = {}
    for router in (system.router, checkpoints.router, *_routers()):
        found |= router.verbs
    return found


def _routers() -> list[Served]:
    found = []
    for net in settings.YIWANG_NETS:
        if find_spec(f"yiwang.nets.{net}.api") is not None:
            found.append(import_module(f"yiwang.nets.{net}.api").router)
    return found


_CONVERTED = re.compile(r"[<{](?:\w+:)?(\w+)[>}]")
"""A place in an address; the name of what it converts differs between what we write and what is served."""
_OF_THE_DESCRIPTION = frozenset({"/", "/openapi.json"})


def _declare(pattern: URLPattern, verbs: Mapping[tuple[str, str], str]) -> None:
    """Write the permissions of an address onto its view: one for each method; its description is public."""
    route = "/" + _CONVERTED.sub(r"{\1}", str(pattern.pattern))
    own = {method: verb for (method, path), verb in verbs.items() if _CONVERTED.sub(r"{\1}", path) == route}
    if not own:
        assert route in _OF_THE_DESCRIPTION, f"{route}: no operation declares a permission for it"
        own = {"GET": PUBLIC_VERB}
    pattern.callback = _with_other_methods(pattern.callback)
    pattern.callback.permissions = own  # type: ignore[attr-defined]


def _with_other_methods(view: Any) -> Any:
    """Return the view, answering methods that it does not have as it answers every error."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if answer.status_code != 405:
            return answer
        told = problem(405, "api.no-such-method", NO_METHOD)
        told["Allow"] = answer["Allow"]
        return told

    return answering


def _answer_errors(api: NinjaAPI) -> None:
    """Let every error answer as JSON, in both languages."""

    @api.exception_handler(AuthenticationError)
    def no_key(request: HttpRequest, error: Any) -> HttpResponse:
        return machine.unauthorized(known=False)

    @api.exception_handler(Denied)
    def denied(request: HttpRequest, error: Denied) -> HttpResponse:
        return refused(error.refusal, 403) if error.refusal else problem(403, "api.no-scope", DENIED)

    @api.exception_handler(NotFresh)
    def not_fresh(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(403, "api.not-fresh", NOT_FRESH)

    @api.exception_handler(Forged)
    def forged(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(403, "api.no-csrf", FORGED)

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
        return (
            refused(error.refusal, 404) if isinstance(error, NotHere) else problem(404, "api.not-here", GONE)
        )

    @api.exception_handler(Conflict)
    def conflict(request: HttpRequest, error: Conflict) -> HttpResponse:
        return refused(error.refusal, 409)

    @api.exception_handler(Unsound)
    def unsound(request: HttpRequest, error: Unsound) -> HttpResponse:
        return JsonResponse(error.body, status=error.status)

    @api.exception_handler(psycopg.DataError)
    def no_text(request: HttpRequest, error: Any) -> HttpResponse:
        # Such as a character that no text can hold; nothing was written.
        return unreadable([{"loc": (), "type": "text"}])

    @api.exception_handler(ValidationError)
    def wrong(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return unreadable(error.errors)

    @api.exception_handler(HttpError)
    def no_json(request: HttpRequest, error: HttpError) -> HttpResponse:
        return unreadable([{"loc": ("body",), "type": "json"}])

    @api.exception_handler(errors.LOST[0])
    @api.exception_handler(errors.LOST[1])
    def lost(request: HttpRequest, error: Exception) -> HttpResponse:
        said = errors.trouble(503, "database-lost")
        words = Refusal(code=said.code, zh=said.what["zh"], en=said.what["en"], next_step=dict(said.todo))
        answer = refused(words, 503)
        answer["Retry-After"] = str(errors.RETRY_AFTER_SECONDS)
        return answer
