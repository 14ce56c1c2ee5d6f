"""What a machine client may read, as JSON: who it is, the cases of its body, one case. No personal data."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from yiwang.kernel.access import Scope, scope
from yiwang.web import machine, store_door
from yiwang.web.permission import SIGNED_IN, may

PAGE = 100
FIELDS = ("number", "matter", "place", "phase", "lead", "opened_at", "due_at", "due_provisional", "late")
FIELDS += ("ended_at", "outcome")
LIST = (
    f"SELECT {', '.join('c.' + name for name in FIELDS)} FROM case_row c WHERE c.city = %(city)s AND "
    "(%(all)s OR c.bodies && %(bodies)s)"
)
AFTER = (
    " AND c.id > coalesce((SELECT id FROM case_row WHERE city = %(city)s AND number = %(after)s),"
    " '00000000-0000-0000-0000-000000000000') ORDER BY c.id LIMIT %(limit)s"
)
ONE = " AND c.number = %(number)s"

View = Callable[..., HttpResponse]


def api(verb: str) -> Callable[[View], View]:
    """Declare that a view does `verb` for machine clients; nobody else is let in, nobody led to sign in."""

    def declare(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.actor.kind != "machine":  # type: ignore[attr-defined]
                return machine.unauthorized(known=False)
            if not may(request, verb):
                return machine.problem(403, "api.no-scope", machine.DENIED)
            return view(request, *args, **kwargs)

        checked.permission = verb  # type: ignore[attr-defined]
        return checked

    return declare


@api(SIGNED_IN)
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Say whose key this is: body and scopes."""
    actor = request.actor  # type: ignore[attr-defined]
    held = actor.holdings[0]
    return JsonResponse(
        {
            "client": actor.person.removeprefix("client:"),
            "city": request.city.key,  # type: ignore[attr-defined]
            "body": held.body,
            "scopes": sorted(actor.scopes),
        }
    )


@api("case.read")
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """List the cases of the client's body, the oldest first; `after`: the last number of the page before."""
    asked = {**_within(request), "after": request.GET.get("after", "")[:40], "limit": PAGE + 1}
    with store_door.reading(request) as cursor:
        rows = cursor.execute(LIST + AFTER, asked).fetchall()
    found = [_plain(row) for row in rows[:PAGE]]
    more = found[-1]["number"] if len(rows) > PAGE else None
    return JsonResponse({"cases": found, "next": more})


@api("case.read")
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Say how one case of the client's body stands."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(LIST + ONE, {**_within(request), "number": number}).fetchone()
    if row is None:
        return machine.problem(404, "api.no-case", machine.UNKNOWN)
    return JsonResponse({"case": _plain(row)})


def _within(request: HttpRequest) -> dict[str, Any]:
    """Return what the rules let this client read, as the query asks it."""
    reaches: tuple[Scope, ...] = scope(request.actor, "case.read")  # type: ignore[attr-defined]
    bodies = sorted({body for one in reaches if one.reach == "bodies" for body in one.values})
    return {
        "city": request.city.key,  # type: ignore[attr-defined]
        "bodies": bodies,
        "all": any(one.reach == "all" for one in reaches),
    }


def _plain(row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(FIELDS, row, strict=True))
