"""Error pages: each says what, where, what to do, with a stable code.

They must work when nothing else does, so the last resort needs neither template nor session.
"""

from __future__ import annotations

import errno
import logging
import os
import sys
from dataclasses import dataclass

import psycopg
from django.db import InterfaceError as DjangoInterfaceError
from django.db import OperationalError as DjangoOperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html

from yiwang.kernel.access import ANONYMOUS
from yiwang.kernel.refusal import Refusal
from yiwang.store.trouble import disk_is_full
from yiwang.web import typed
from yiwang.web.words import HTML_LANGUAGE, T, Text, say

log = logging.getLogger("yiwang.web")
RETRY_AFTER_SECONDS = 30
CARRYING = frozenset({"web.csrf", "web.server-error", "web.database-lost", "web.disk-full"})
"""After these, what was posted may be sent again as it is."""
LOST = (psycopg.OperationalError, psycopg.InterfaceError, DjangoOperationalError, DjangoInterfaceError)


class Conflict(Exception):
    """The thing changed meanwhile, or is in a phase in which this cannot be done.

    `way` is where the person goes on: (address, words), None where there is no such page.
    """

    def __init__(self, refusal: Refusal, way: tuple[str, Text] | None = None) -> None:
        super().__init__(refusal.code)
        self.refusal, self.way = refusal, way


class NotHere(Http404):
    """404 with more to say than that: a refusal, and where the person goes on."""

    def __init__(self, refusal: Refusal, way: tuple[str, Text] | None = None) -> None:
        super().__init__(refusal.code)
        self.refusal, self.way = refusal, way


@dataclass(frozen=True)
class Trouble:
    """What an error page says: `what` happened, `todo` next, under a stable `code`; `way`: a link to it."""

    status: int
    code: str
    title: Text
    what: Text
    todo: Text
    way: tuple[str, Text] | None = None


def trouble(status: int, key: str) -> Trouble:
    """Return the trouble whose words stand in the catalogue under `error.<key>.…`."""
    return Trouble(
        status, f"web.{key}", T(f"error.{key}.title"), T(f"error.{key}.what"), T(f"error.{key}.todo")
    )


def of_refusal(refusal: Refusal, status: int, way: tuple[str, Text] | None = None) -> Trouble:
    """Return the trouble that shows a refusal, the next step it names, and a link to it."""
    sentence = {"zh": refusal.zh, "en": refusal.en}
    key = {403: "denied", 404: "not-found"}.get(status, "conflict")
    return Trouble(
        status,
        refusal.code,
        T(f"error.{key}.title"),
        sentence,
        refusal.next_step or T(f"error.{key}.todo"),
        way,
    )


def page(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """Answer with an error page, or with its card alone when htmx asked."""
    for name, default in (("language", "zh"), ("theme", "auto"), ("size", "normal"), ("city", None)):
        if not hasattr(request, name):
            setattr(request, name, default)
    if not hasattr(request, "actor"):
        request.actor = ANONYMOUS  # type: ignore[attr-defined]
    asked_by_htmx = bool(request.headers.get("HX-Request"))
    template = "web/_trouble.html" if asked_by_htmx else "web/error.html"
    where = "" if trouble.status in {400, 500, 503} else request.path
    try:
        again = typed.to_send_again(request) if trouble.code in CARRYING else None
        body = render_to_string(template, {"trouble": trouble, "where": where, "again": again}, request)
    except Exception:  # the page that explains a fault must not be a second one
        body = plain(trouble)
    response = HttpResponse(body, status=trouble.status)
    if asked_by_htmx:
        response["HX-Retarget"] = "#notices"
        response["HX-Reswap"] = "innerHTML"
    if trouble.status == 503:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def plain(trouble: Trouble) -> str:
    """Return a page in both languages that needs no template, no style and no session."""
    parts = [
        format_html(
            '<section lang="{}"><h1>{}</h1><p>{}</p><p>{}</p></section>',
            HTML_LANGUAGE[language],
            say(trouble.title, language),
            say(trouble.what, language),
            say(trouble.todo, language),
        )
        for language in ("zh", "en")
    ]
    return format_html(
        '<!doctype html><html lang="zh-Hans"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>{}</title>'
        "<body><main>{}{}<p>{}</p></main></body></html>",
        say(trouble.title, "zh"),
        *parts,
        trouble.code,
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself cannot be read."""
    return page(request, trouble(400, "bad-request"))


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the access rules said no."""
    refusal = getattr(exception, "refusal", None)
    if isinstance(refusal, Refusal):
        return page(request, of_refusal(refusal, 403, getattr(exception, "way", None)))
    return page(request, trouble(403, "denied"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no page here."""
    if isinstance(exception, NotHere):
        return page(request, of_refusal(exception.refusal, 404, exception.way))
    return page(request, trouble(404, "not-found"))


def no_such_city(request: HttpRequest, key: str) -> HttpResponse:
    """404: the first part of the address names no city of this server."""
    return page(request, trouble(404, "no-such-city"))


def refused(
    request: HttpRequest, refusal: Refusal, status: int = 409, way: tuple[str, Text] | None = None
) -> HttpResponse:
    """Answer a whole page for a refusal that has no page of its own."""
    return page(request, of_refusal(refusal, status, way))


def unavailable(request: HttpRequest, full: bool = False) -> HttpResponse:
    """503: the database is away or the disk is full. Nothing acknowledged is lost.

    The session may lie in that database: the page shows nobody signed in and asks it no more.
    """
    request.session = {}  # type: ignore[assignment]
    request.actor = ANONYMOUS  # type: ignore[attr-defined]
    return page(request, trouble(503, "disk-full" if full else "database-lost"))


def is_lost(error: BaseException | None) -> bool:
    """Say whether an error is a storage that is away or full, and no mistake of ours."""
    return isinstance(error, LOST) or is_full(error)


def is_full(error: BaseException | None) -> bool:
    """Say whether this error, or what caused it, is a disk without room."""
    while error is not None:
        if isinstance(error, psycopg.errors.DiskFull):
            return True
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return True
        error = error.__cause__
    return False


def lost(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Answer 503 for a storage that is lost, and say why, wherever the request noticed it."""
    # A database that a full disk ended is only lost to those who ask it; the disk itself says why.
    full = is_full(error) or disk_is_full(os.environ.get("YIWANG_DATABASE", ""))
    state = getattr(error, "sqlstate", None) or getattr(error.__cause__, "sqlstate", None) or "-"
    log.error("%s (%s %s)", "disk full" if full else "database lost", type(error).__name__, state)
    return unavailable(request, full=full)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our own mistake. A storage lost before the view ran is still told as such."""
    error = sys.exc_info()[1]
    if error is not None and is_lost(error):
        return lost(request, error)
    return page(request, trouble(500, "server-error"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's proof that this page sent it is missing or old."""
    return page(request, trouble(403, "csrf"))
