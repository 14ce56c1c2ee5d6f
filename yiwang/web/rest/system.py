"""Who asks: the first thing a new client tries."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Schema

from yiwang.web.permission import SIGNED_IN
from yiwang.web.rest.served import Served

router = Served("system")


class Me(Schema):
    """Whose key or session this is. `scopes` are a key's; of a person `positions` say what they may."""

    kind: str
    city: str
    client: str = ""
    bodies: list[str]
    positions: list[str]
    scopes: list[str]


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
