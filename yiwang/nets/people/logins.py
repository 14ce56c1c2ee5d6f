"""Logins of a person: inviting them, and how many sessions are open. The login itself is `yiwang.web`'s."""

from __future__ import annotations

from django.http import HttpRequest

from yiwang.kernel.refusal import Refusal
from yiwang.web import store_door
from yiwang.web.account import logins, sessions
from yiwang.web.here import city_key


def invite(request: HttpRequest, person: str, code: str) -> str | Refusal:
    """Return a one-time token with which a person sets up their login, whose account is their staff code.

    It voids every earlier one, and whatever the login had before is replaced when it is used.
    """
    city = city_key(request)
    try:
        user = logins.new_staff(city, code, person)
    except ValueError:
        return Refusal(
            code="desk.no-account",
            zh="工号不能作登录账号：只能有字母、数字和 . _ @ -，且不能已是别人的账号。请先更正工号。",
            en="This staff code cannot be an account: letters, digits and . _ @ - only, and nobody else's. "
            "Correct the code first.",
        )
    return logins.invite(city, user, store_door.now())


def open_sessions(request: HttpRequest, person: str) -> int:
    """Return how many sessions of a person are open now, over all their logins."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT DISTINCT user_id FROM sign_in WHERE city = %s AND person = %s",
            (city_key(request), person),
        ).fetchall()
    return sum(len(sessions.open_ones(row[0])) for row in rows)
