"""Machine clients at the edge: a key in the Authorization header, no cookie, no form, no session.

A key reads `yw1.<stream of the client>.<id of the key>.<secret>`: the stream finds the record, the id the
key, the secret proves it. Of the secret only its SHA-256 is kept.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse

from yiwang.kernel.access import Actor, system
from yiwang.kernel.people import client
from yiwang.people import key_use
from yiwang.people.kinds import CLIENT
from yiwang.store.connect import lend
from yiwang.store.wall import city_transaction
from yiwang.web import store_door

PREFIX = "yw1"
SCHEME = "bearer"
SECRET_BYTES = 32
LONGEST = 200  # characters of a key

MISSING = {"zh": "需要系统接入的密钥：Authorization: Bearer …", "en": "A machine client's key is needed."}
WRONG = {"zh": "密钥不对、已过期或已停用。", "en": "The key is wrong, past its time, or stopped."}
DENIED = {"zh": "这把密钥没有这项权限。", "en": "This key does not have this scope."}
UNKNOWN = {"zh": "没有这个办件，或不属于本单位。", "en": "There is no such case, or it is not of your body."}


@dataclass(frozen=True)
class NewKey:
    """A key that was just made: `text` is shown once, `id` and `digest` go into `client.Rotate`."""

    id: str
    digest: str
    text: str


def new_key(stream: UUID) -> NewKey:
    """Make a key for the client whose record is `stream`."""
    name, secret = secrets.token_hex(4), secrets.token_urlsafe(SECRET_BYTES)
    return NewKey(name, sha256(secret.encode()).hexdigest(), f"{PREFIX}.{stream.hex}.{name}.{secret}")


def asks(request: HttpRequest) -> bool:
    """Say whether a request shows a key; then nothing else about it says who asks."""
    return request.headers.get("Authorization", "").lower().startswith(f"{SCHEME} ")


def actor(request: HttpRequest, city: Any) -> Actor | None:
    """Return whose key this is in `city` now; None where it opens nothing, whatever the cause."""
    return of_key(request.headers["Authorization"][len(SCHEME) + 1 :].strip(), city)


def of_key(text: str, city: Any) -> Actor | None:
    """Return whose key a text is in `city` now, for standards that send it in a field of their own."""
    parts = text.split(".")
    if len(text) > LONGEST or len(parts) != 4 or parts[0] != PREFIX:
        return None
    try:
        stream = UUID(parts[1])
    except ValueError:
        return None
    digest = sha256(parts[3].encode()).hexdigest()
    with lend(store_door.door().pool) as lent, city_transaction(lent, city.key, system("edge")) as cursor:
        row = cursor.execute(
            "SELECT state FROM client_row WHERE city = %s AND id = %s", (city.key, stream)
        ).fetchone()
    if row is None:
        return None
    now = store_door.now()
    known = client.actor(CLIENT.decode(bytes(row[0])), parts[2], digest, now, city.city)
    if known is not None and key_use.is_due(city.key, stream, parts[2], now):
        with lend(store_door.door().pool) as lent:
            key_use.note(lent, city.key, stream, parts[2], now)
    return known


def unauthorized(known: bool) -> HttpResponse:
    """401: no key, or one that opens nothing; it is not said which part of it is wrong."""
    response = problem(401, "api.wrong-key" if known else "api.no-key", WRONG if known else MISSING)
    error = ', error="invalid_token"' if known else ""
    response["WWW-Authenticate"] = f'Bearer realm="yiwang"{error}'
    return response


def problem(status: int, code: str, words: dict[str, str]) -> HttpResponse:
    """Answer with a code and a sentence in both languages."""
    return JsonResponse({"error": {"code": code, **words}}, status=status)
