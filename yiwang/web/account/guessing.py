"""Tries are counted by account and by address, in the database, so that every process counts together.

Ten tries are free. After the tenth that fails, the next must wait half a minute, then a minute, doubling to a
quarter of an hour. A day without a try forgets those at an account, an hour those from an address, behind
which many people may sit. A try is taken before anything is checked, so that many
at once count as many, and given back when it succeeds. Accounts that do not exist are counted like those
that do. Neither account nor address stands in the table, only its HMAC.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from yiwang.web.account import secret

FREE = 10
FIRST_WAIT_SECONDS = 30
LONGEST_WAIT_SECONDS = 900
FORGOTTEN_AFTER = timedelta(days=1)
ADDRESS_FORGOTTEN_AFTER = timedelta(hours=1)

TAKE = """
INSERT INTO sign_in_try AS known (key, tries, last_at) VALUES (%(key)s, 1, %(now)s)
ON CONFLICT (key) DO UPDATE SET
    tries = CASE WHEN known.last_at < %(now)s - %(forgotten)s THEN 1 ELSE known.tries + 1 END,
    last_at = %(now)s
WHERE known.tries < %(free)s OR known.last_at < %(now)s - %(forgotten)s
    OR known.last_at + make_interval(secs => least(%(longest)s,
        %(first)s * power(2, least(known.tries - %(free)s, 10)))) <= %(now)s
RETURNING tries
"""
STATE = "SELECT tries, last_at FROM sign_in_try WHERE key = %s"
GIVE_BACK = "UPDATE sign_in_try SET tries = greatest(tries - 1, 0) WHERE key = %s"
FORGET = "DELETE FROM sign_in_try WHERE key = %s OR last_at < %s"


def take(request: HttpRequest, what: str, named: str, now: datetime) -> int:
    """Take a try at `named` from this request's address.

    Args:
        what: the kind of thing guessed (`account`, `invitation`), each counted on its own.
    Returns:
        0 when the try may go on, else the seconds to wait; what must wait is not counted.
    """
    address, own = keys(request, what, named)
    # The address first: from one that must wait nobody can make others wait for their account.
    return _take(address, now, ADDRESS_FORGOTTEN_AFTER) or _take(own, now, FORGOTTEN_AFTER)


def succeeded(request: HttpRequest, what: str, named: str, now: datetime) -> None:
    """Forget the tries at what was named, and give the address back the one it took."""
    address, own = keys(request, what, named)
    with connection.cursor() as cursor:
        cursor.execute(FORGET, (own, now - FORGOTTEN_AFTER))
        cursor.execute(GIVE_BACK, (address,))


def keys(request: HttpRequest, what: str, named: str) -> tuple[bytes, bytes]:
    """Return under which keys a try is counted: where it comes from, and what is guessed."""
    city = getattr(getattr(request, "city", None), "key", "")
    return (
        secret.blinded("try", "address", address_of(request)),
        secret.blinded("try", what, city, named.strip().lower()),
    )


def _take(key: bytes, now: datetime, forgotten_after: timedelta) -> int:
    limits: dict[str, Any] = {
        "key": key,
        "now": now,
        "free": FREE,
        "first": FIRST_WAIT_SECONDS,
        "longest": LONGEST_WAIT_SECONDS,
        "forgotten": forgotten_after,
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE, limits)
        if cursor.fetchone() is not None:
            return 0
        cursor.execute(STATE, (key,))
        row = cursor.fetchone()
    if row is None:
        return 0
    tries, last = row
    wait = min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** min(tries - FREE, 10))
    return max(1, int((last + timedelta(seconds=wait) - now).total_seconds()) + 1)


def address_of(request: HttpRequest) -> str:
    """Return the address of the visitor as our own proxies saw it; of IPv6 the network of one household."""
    seen = str(request.META.get("REMOTE_ADDR", ""))
    if settings.PROXIES:
        added = request.META.get("HTTP_X_FORWARDED_FOR", "").replace(" ", "").strip(",").split(",")
        # What our proxies added stands last; everything before it the visitor may have invented.
        seen = added[-settings.PROXIES] if len(added) >= settings.PROXIES else seen
    try:
        address = ip_address(seen.strip("[]"))
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return f"{int(address) >> 64:x}::/64" if address.ipv4_mapped is None else str(address.ipv4_mapped)
    return str(address)
