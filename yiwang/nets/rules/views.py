"""How this city decides: pages for everybody. They read the pack; they write nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import condition, require_http_methods, require_safe

from yiwang.kernel.matter import City
from yiwang.nets.rules import pages, shelf, trying
from yiwang.nets.rules.book import Book, DecisionFile, Sheet
from yiwang.web import actors, notices, store_door
from yiwang.web.here import city_day
from yiwang.web.permission import permission
from yiwang.web.words import LANGUAGES

View = Callable[..., HttpResponse]


class Addresses:
    """Addresses inside the city of the request."""

    def home(self) -> str:
        """The list of matters."""
        return reverse("rules:home")

    def process(self, matter: str) -> str:
        """A matter's process."""
        return reverse("rules:process", args=[matter])

    def decisions(self, matter: str, file: str) -> str:
        """A decision file."""
        return reverse("rules:decisions", args=[matter, file])

    def trial(self, matter: str, file: str, number: int) -> str:
        """Where a decision is tried."""
        return reverse("rules:trial", args=[matter, file, number])

    def xml(self, matter: str) -> str:
        """The BPMN file."""
        return reverse("rules:bpmn", args=[matter])

    def shown(self, matter: str, language: str) -> str:
        """The same with the names in the reader's language."""
        return f"{self.xml(matter)}?names={language}"


WAYS = Addresses()


def book_now(request: HttpRequest) -> Book:
    """Return the book of the pack in force, on today's date in the city."""
    city: City = store_door.city_under(request.city.key, None)  # type: ignore[attr-defined]
    on = city_day(city)
    book = shelf.known(city.pack, on)
    if book is not None:
        return book
    with store_door.door().pool.connection() as connection:
        return shelf.made(connection, city.pack, on)


@cache
def making() -> str:
    """Return a mark of the code and the templates that make these pages."""
    rooms = (Path(__file__).parent, Path(__file__).parents[2] / "web")
    files = sorted(path for room in rooms for path in room.rglob("*") if path.suffix in MAKERS)
    return sha256(b"".join(path.read_bytes() for path in files if "tests" not in path.parts)).hexdigest()


MAKERS = frozenset({".py", ".html", ".css", ".js"})


def mark(request: HttpRequest, *args: Any, **kwargs: Any) -> str | None:
    """Return the page's ETag: pack, day, language and look. None for a page of one reader's own."""
    if actors.signed_in(request) or notices.waiting(request):
        return None
    book = book_now(request)
    look = [getattr(request, name, "") for name in ("language", "theme", "size")]
    said = "\n".join([making(), book.digest, book.on.isoformat(), request.get_full_path(), *map(str, look)])
    return f'"{sha256(said.encode()).hexdigest()[:24]}"'


def sheet_or_404(request: HttpRequest, matter: str) -> Sheet:
    """Return a matter of the city. Raises Http404 when it has none of this id."""
    sheet = book_now(request).sheets.get(matter)
    if sheet is None:
        raise Http404
    return sheet


def file_or_404(sheet: Sheet, name: str) -> DecisionFile:
    """Return a decision file of a matter. Raises Http404 when it has none of this name."""
    file = sheet.decisions.get(name)
    if file is None:
        raise Http404
    return file


def language_of(request: HttpRequest) -> str:
    """Return the reader's language."""
    return getattr(request, "language", LANGUAGES[0])


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, template, {**context, "base": "web/base.html"}, status=status)


@permission("guide.read")
@require_safe
@condition(etag_func=mark)
def home(request: HttpRequest) -> HttpResponse:
    """List the matters, what decides them, and what the checks found."""
    return _page(request, "rules/home.html", pages.home_page(book_now(request), WAYS))


@permission("guide.read")
@require_safe
@condition(etag_func=mark)
def process(request: HttpRequest, matter: str) -> HttpResponse:
    """Show a matter's process: drawn, in words, with its findings."""
    context = pages.process_page(sheet_or_404(request, matter), WAYS, language_of(request))
    return _page(request, "rules/process.html", context)


@permission("guide.read")
@require_safe
@condition(etag_func=mark)
def bpmn(request: HttpRequest, matter: str) -> HttpResponse:
    """Give the process as BPMN 2.0, with a drawing."""
    sheet = sheet_or_404(request, matter)
    if sheet.xml is None:
        raise Http404
    names = request.GET.get("names", "")
    xml = pages.in_language(sheet.xml, names) if names in LANGUAGES else sheet.xml
    headers = {"Content-Disposition": f'attachment; filename="{matter}.bpmn"'}
    return HttpResponse(xml, content_type="application/xml", headers=headers)


@permission("guide.read")
@require_safe
@condition(etag_func=mark)
def decisions(request: HttpRequest, matter: str, decisions: str) -> HttpResponse:
    """Show a decision file: tables with gaps and overlaps marked, and every other expression."""
    sheet = sheet_or_404(request, matter)
    file = file_or_404(sheet, decisions)
    return _page(request, "rules/decisions.html", pages.decisions_page(sheet.title, matter, file, WAYS))


@permission("guide.read")
@require_http_methods(["GET", "HEAD", "POST"])
def trial(request: HttpRequest, matter: str, decisions: str, position: int) -> HttpResponse:
    """Try a decision. Nothing is kept; what may be personal is only read from a POST."""
    sheet = sheet_or_404(request, matter)
    file = file_or_404(sheet, decisions)
    if file.model is None or not 1 <= position <= len(file.model.decisions) or trying.why_not(file):
        raise Http404
    personal = trying.is_personal(file, file.model.decisions[position - 1])
    given = request.POST if request.method == "POST" else request.GET
    asked = "go" in given and (request.method == "POST" or not personal)
    answers = {key: str(value) for key, value in given.items()} if asked else None
    context = pages.trial_page(sheet.title, matter, file, position, WAYS, answers)
    return _page(request, "rules/trial.html", context, 422 if context["problems"] else 200)
