"""What somebody typed is not lost: when the session ended meanwhile, or the storage is away.

A view says so with `@permission(…, typed=HERE)`. Without a session its POST is sealed and waits for one
hour; after signing in the same page is shown, and `waiting` gives it what was typed. The key lies in a cookie
that goes to this one page and nowhere else, so the database alone can open nothing; the view looks first
whether the page is theirs who has signed in. Where the answer is an error page, `to_send_again` lets that
page carry the fields.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

import msgspec
import psycopg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.db import Error as DjangoError
from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import Resolver404, resolve
from django.utils.datastructures import MultiValueDict

from yiwang.web import store_door

HERE = "here"
"""The page itself is shown after signing in. Any other word names a view with the same arguments."""

COOKIE = "yw-typed"
LIFE = timedelta(hours=1)
MOST_BYTES = 12 * 1024 * 1024
MOST_ROWS, MOST_ALL_BYTES = 2000, 400 * 1024 * 1024
NONCE_BYTES = 12
OWN = "csrfmiddlewaretoken"

SWEEP = "DELETE FROM typed_before_sign_in WHERE until < %s"
ROOM = "SELECT count(*), coalesce(sum(length(box)), 0) FROM typed_before_sign_in"
KEEP = "INSERT INTO typed_before_sign_in (key, box, until) VALUES (%s, %s, %s)"
TAKE = "DELETE FROM typed_before_sign_in WHERE key = %s AND until >= %s RETURNING box"


class Kept(msgspec.Struct, frozen=True):
    """A post as it is sealed: the address, the fields, and (field, name, media, content) of each file."""

    path: str
    fields: dict[str, list[str]]
    files: list[tuple[str, str, str, bytes]]


def keep(request: HttpRequest) -> str | None:
    """Seal what this request posted; return its key for `give_key`, None where nothing could be kept."""
    if request.method != "POST":
        return None
    fields = {name: request.POST.getlist(name) for name in request.POST if name != OWN}
    files = [
        (name, one.name or "", one.content_type or "", one.read())
        for name, found in request.FILES.lists()
        for one in found
    ]
    clear = msgspec.msgpack.encode(Kept(request.path, fields, files))
    if len(clear) > MOST_BYTES:
        clear = msgspec.msgpack.encode(Kept(request.path, fields, []))
    key, nonce, now = secrets.token_bytes(32), secrets.token_bytes(NONCE_BYTES), store_door.now()
    box = nonce + AESGCM(key).encrypt(nonce, clear, request.path.encode())
    with store_door.door().pool.connection() as connection, connection.transaction():
        connection.execute(SWEEP, (now,))
        rows, size = connection.execute(ROOM).fetchone() or (0, 0)
        if rows >= MOST_ROWS or size + len(box) > MOST_ALL_BYTES:
            return None
        connection.execute(KEEP, (_found_by(key), box, now + LIFE))
    return key.hex()


def give_key(request: HttpRequest, response: HttpResponse, key: str) -> None:
    """Let the browser keep the key, for this page alone."""
    response.set_cookie(
        COOKIE,
        key,
        max_age=int(LIFE.total_seconds()),
        path=request.path,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


def waiting(request: HttpRequest) -> tuple[QueryDict, MultiValueDict[str, Any]] | None:
    """Return, once, what was posted to this page before signing in, as `request.POST` and `request.FILES`."""
    sent = request.COOKIES.get(COOKIE, "")
    try:
        key = bytes.fromhex(sent)
    except ValueError:
        return None
    if len(key) != 32:
        return None
    with store_door.door().pool.connection() as connection, connection.transaction():
        row = connection.execute(TAKE, (_found_by(key), store_door.now())).fetchone()
    if row is None:
        return None
    box = bytes(row[0])
    try:
        clear = AESGCM(key).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], request.path.encode())
    except InvalidTag:
        return None
    kept = msgspec.msgpack.decode(clear, type=Kept)
    post = QueryDict(mutable=True)
    for name, values in kept.fields.items():
        post.setlist(name, values)
    files: MultiValueDict[str, Any] = MultiValueDict()
    for name, title, media, content in kept.files:
        files.appendlist(name, InMemoryUploadedFile(BytesIO(content), name, title, media, len(content), None))
    return post, files


def _found_by(key: bytes) -> bytes:
    return hmac.new(key, b"typed", hashlib.sha256).digest()


@dataclass(frozen=True)
class Again:
    """What an error page carries so that it can be sent again as it was; files must be chosen anew."""

    action: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]


def to_send_again(request: HttpRequest) -> Again | None:
    """Return what was posted, for an error page to carry; None where there is nothing to carry.

    Only of a post that our own page sent: another site's would be sent in the reader's name with one press.
    """
    if request.method != "POST" or not _is_kept(request) or not _is_ours(request):
        return None
    try:
        fields = tuple(
            (name, value) for name in request.POST if name != OWN for value in request.POST.getlist(name)
        )
        return Again(request.get_full_path(), fields, tuple(sorted(request.FILES)))
    except Exception:  # what cannot be read cannot be carried; the page itself must come
        return None


def _is_kept(request: HttpRequest) -> bool:
    try:
        match = resolve(request.path_info, getattr(request, "urlconf", None))
    except Resolver404:
        return False
    return bool(getattr(match.func, "typed", ""))


def _is_ours(request: HttpRequest) -> bool:
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return True
    checked = CsrfViewMiddleware(lambda _: HttpResponse())
    try:
        checked.process_request(request)
        return checked.process_view(request, _never, (), {}) is None
    except (psycopg.Error, DjangoError, OSError):
        return False


def _never(request: HttpRequest) -> HttpResponse:
    raise AssertionError("only the middleware's check is asked")


def fields_of(post: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what was typed into a page without the page's own fields (`_shown`, the proof of the form)."""
    getlist = getattr(post, "getlist", None)
    return {
        name: list(getlist(name)) if getlist else list(value)
        for name, value in post.items()
        if name != OWN and not name.startswith("_")
    }
