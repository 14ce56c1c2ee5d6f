"""Operations that say which permission they ask for, and the check before each runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.security import HttpBearer
from ninja.utils import check_csrf

from yiwang.kernel.roles import ANYONE
from yiwang.web.account import sessions, step_up
from yiwang.web.permission import Denied, may

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Forged(Exception):
    """A signed-in browser sent something that no page of ours gave it to send (no CSRF token)."""


class NotFresh(Exception):
    """The act weighs much, and its person has not just said who they are; a page asks them to."""


class Key(HttpBearer):
    """Lets in whoever may do `verb`: by a machine client's key, or signed in as on the pages.

    The middleware has read key or session already; here only the permission is asked for.
    """

    def __init__(self, verb: str) -> None:
        super().__init__()
        self.verb = verb

    def __call__(self, request: HttpRequest) -> Any:
        """Return the actor; None for 401.

        Raises:
            Denied: the rules say no. Forged, NotFresh: a session's request lacks what a page would have.
        """
        actor = request.actor  # type: ignore[attr-defined]
        if self.verb not in ANYONE:
            if actor.kind == "anonymous":
                return None
            if not may(request, self.verb):
                raise Denied(self.verb)
        if actor.kind != "machine" and request.method not in SAFE:
            self._as_from_a_page(request)
        return actor

    def _as_from_a_page(self, request: HttpRequest) -> None:
        if check_csrf(request):
            raise Forged
        user = sessions.user_of(request) if step_up.asked_for(self.verb) else None
        if user is not None and not sessions.is_fresh(request, strong=True):
            raise NotFresh

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Not asked: the middleware knows the key."""
        raise NotImplementedError


class Served(Router):
    """A router whose every operation declares a permission, as every page does."""

    def __init__(self, tag: str) -> None:
        super().__init__(tags=[tag])
        self.verbs: dict[tuple[str, str], str] = {}

    def serve(self, method: str, path: str, verb: str, **more: Any) -> Callable[..., Any]:
        """Declare `method path` as an operation that does `verb`; `more` goes to the router."""
        self.verbs[method, path] = verb
        extra = {"x-yw-permission": verb, **more.pop("openapi_extra", {})}
        declared: Callable[..., Any] = self.api_operation(
            [method], path, auth=Key(verb), openapi_extra=extra, **more
        )
        return declared
