"""Operations that say which permission they ask for, and the check before each runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.security import HttpBearer
from ninja.utils import check_csrf

from yiwang.kernel.roles import ANYONE
from yiwang.web.account import sessions, step_up
from yiwang.web.permission import PUBLIC_VERB, Denied, may

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
        if self.verb not in ANYONE and self.verb != PUBLIC_VERB:
            if actor.kind == "anonymous":
                return None
            if not may(request, self.verb):
                raise Denied(self.verb)
        # Of nobody there is no session that a foreign page could use.
        if actor.kind not in {"machine", "anonymous"} and request.method not in SAFE:
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


def also(request: HttpRequest, verb: str) -> None:
    """Go on only if who asks may do `verb`, too, with a fresh confirmation where that is asked for.

    Raises:
        Denied, NotFresh: the rules say no.
    """
    if not may(request, verb):
        raise Denied(verb)
    Key(verb)(request)


class Served(Router):
    """A router whose every operation declares a permission, as every page does.

    Attributes:
        words: name of a field → its example, for the description; beside those of `examples.WORDS`.
        says: `METHOD /path` → what it does, in Chinese; the docstring says it in English.
    """

    def __init__(
        self, tag: str, words: Mapping[str, Any] | None = None, *, says: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(tags=[tag])
        self.says = says or {}
        self.verbs: dict[tuple[str, str], str] = {}
        self.words = words or {}

    def serve(
        self,
        method: str,
        path: str,
        verb: str,
        *,
        keyed: bool | None = None,
        match: str = "",
        tagged: bool = False,
        gives: str = "",
        codes: Mapping[int, Sequence[str]] | None = None,
        **more: Any,
    ) -> Callable[..., Any]:
        """Declare `method path` as an operation that does `verb`; `more` goes to the router.

        Args:
            keyed: whether it takes an `Idempotency-Key`; None: every POST does.
            match: `may` where `If-Match` is heard, `must` where it has to be sent.
            tagged: whether it answers with an `ETag` and hears `If-None-Match`.
            gives: media type of what it answers, where that is a file.
            codes: status → codes of its own with which it may answer, beside `describing.CODES`.
        """
        self.verbs[method, path] = verb
        declared = {
            "keyed": method == "POST" if keyed is None else keyed,
            "match": match,
            "tagged": tagged,
            "codes": {str(status): list(one) for status, one in (codes or {}).items()},
        }
        extra = {"x-yw-permission": verb, "x-yw-declared": declared, **more.pop("openapi_extra", {})}
        if gives:
            binary = {"schema": {"type": "string", "format": "binary"}}
            extra["responses"] = {200: {"description": "OK", "content": {gives: binary}}}
        operation: Callable[..., Any] = self.api_operation(
            [method],
            path,
            auth=Key(verb),
            summary=self.says.get(f"{method} {path}", path),
            openapi_extra=extra,
            **more,
        )
        return operation
