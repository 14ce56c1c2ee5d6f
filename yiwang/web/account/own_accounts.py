"""Which kinds of people may have a login of the city's own, beside or instead of its unified identity."""

from __future__ import annotations

from django.contrib.auth.models import User

from yiwang.web import identity
from yiwang.web.account import logins


def allowed(city: str, kind: str) -> bool:
    """Say whether `resident` or `staff` may have logins of the city's own. Yes, unless a city says no."""
    return identity.own_accounts(city, kind)


def open_to(city: str, user: User) -> bool:
    """Say whether a login may enter by itself: one of the people it is may have a login of the city's own."""
    return any(allowed(city, one.kind) for one in logins.people_of(city, user.pk))
