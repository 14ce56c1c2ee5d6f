"""Who asks: the first thing a new client tries; and where a login is signed in."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Schema, Status

from yiwang.web.account import sessions
from yiwang.web.permission import SIGNED_IN
from yiwang.web.rest.sent import idempotency_key
from yiwang.web.rest.served import Served

SAYS = {
    "GET /me": "这是谁的密钥或登录，属于哪些单位，可以做什么。",
    "GET /account/sessions": "自己的登录在哪些地方开着。",
    "POST /account/sessions/{uuid:session}/end": "结束一处登录。",
    "POST /account/sessions/end": "在所有地方退出登录。",
}
router = Served(
    "system", {"agent": "Firefox, Linux", "session": "01a20606-35c0-78fd-887b-825248bd329c"}, says=SAYS
)


class Me(Schema):
    """Whose key or session this is. `scopes` are a key's; of a person `positions` say what they may."""

    kind: str
    city: str
    client: str = ""
    bodies: list[str]
    positions: list[str]
    scopes: list[str]


class OpenSession(Schema):
    """Where one's login is signed in: by which browser and way, since when; `here`: this session."""

    session: str
    began_at: datetime
    seen_at: datetime
    agent: str
    how: str
    here: bool


@router.serve("GET", "/me", SIGNED_IN, response=Me)
def me(request: HttpRequest) -> dict[str, Any]:
    """Say who asks, for which bodies, and what a key may do. No name, no person's id."""
    actor = request.actor  # type: ignore[attr-defined]
    is_client = actor.kind == "machine"
    return {
        "kind": actor.kind,
        "city": request.city.key,  # type: ignore[attr-defined]
        "client": actor.person.removeprefix("client:") if is_client else "",
        "bodies": sorted({held.body for held in actor.holdings}),
        "positions": [] if is_client else sorted(held.position for held in actor.holdings),
        "scopes": sorted(actor.scopes),
    }


@router.serve("GET", "/account/sessions", SIGNED_IN, response=list[OpenSession], codes={404: ()})
def open_sessions(request: HttpRequest) -> list[dict[str, Any]]:
    """List where one's login is signed in; 404 for a key, which has no login."""
    return [
        {
            "session": str(one.id),
            "began_at": one.began_at,
            "seen_at": one.seen_at,
            "agent": one.agent,
            "how": one.how,
            "here": one.here,
        }
        for one in sessions.open_ones(_login(request).pk, request.session.session_key)
    ]


@router.serve("POST", "/account/sessions/{uuid:session}/end", SIGNED_IN, response={204: None})
def end_session(request: HttpRequest, session: UUID) -> Any:
    """End one session of one's login; it may be this one. One that is over already is no error."""
    idempotency_key(request)
    sessions.end_one(_login(request).pk, session)
    return Status(204, None)


@router.serve("POST", "/account/sessions/end", SIGNED_IN, response={204: None}, codes={404: ()})
def end_sessions(request: HttpRequest) -> Any:
    """Sign out everywhere, here too."""
    idempotency_key(request)
    sessions.end_all(_login(request).pk)
    sessions.end(request)
    return Status(204, None)


def _login(request: HttpRequest) -> Any:
    """Return the login of the session. Raises Http404: a key and a persona of the demo have none."""
    is_key = request.actor.kind == "machine"  # type: ignore[attr-defined]
    user = None if is_key else sessions.user_of(request)
    if user is None:
        raise Http404
    return user
