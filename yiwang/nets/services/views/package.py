"""What came of a bundle (一件事): how each part ended, and all of it as one package of signed PDFs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.access import may
from yiwang.kernel.parts import Paper
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.result import ENDED_BY
from yiwang.nets.services import matter_forms, parts, results
from yiwang.nets.services.views import case_page, document
from yiwang.nets.services.views import paper as pages
from yiwang.nets.services.views.case_page import Shown
from yiwang.web.errors import refused
from yiwang.web.permission import Denied, permission
from yiwang.web.words import T, Text, say

LIST = {"zh": "清单.txt", "en": "list.txt"}
REFUSING = ("decision", "refusal")
"""Kinds of the papers by which a case comes to no result."""


class Piece(NamedTuple):
    """One file of the package. `content` is None where the part has none; then `says` tells why.

    `remedy`: what can be done where it was refused.
    """

    title: Text
    number: str
    content: bytes | None
    says: Text
    verify: str = ""
    remedy: tuple[Text, ...] = ()


class End(NamedTuple):
    """How a part of a bundle ended, or the bundle itself, for its page.

    Attributes:
        how: `granted`, `ended` (a result that is no longer in force), `refused`, `no-result` (withdrawn,
            void), `not-asked`, `going-on`, `hidden` (the reader may not see that case).
        paper: number of the refusing paper, "" without one. remedy: what can be done about it.
    """

    title: Text
    who: Text
    number: str
    how: str
    paper: str = ""
    remedy: tuple[Text, ...] = ()


@permission("case.read")
@require_safe
def ends(request: HttpRequest, number: str) -> HttpResponse:
    """Say of each part of a bundle that has ended how it did, and what can be done where it was refused."""
    shown, drawn = _ended_or_404(request, number)
    case = shown.file.case
    own = _end_of(shown, shown.matter.title, request)
    return render(
        request,
        "services/package.html",
        {
            "case": case,
            "title": shown.matter.title,
            "ends": [own, *(_end_of_part(request, one) for one in drawn)],
            "can_print": may(request.actor, "case.issue-document", case.target) and bool(shown.purpose),  # type: ignore[attr-defined]
            "own": not shown.internal,
        },
    )


@permission("case.issue-document")
@require_POST
def package(request: HttpRequest, number: str) -> HttpResponse:
    """Give all that came of a bundle in one ZIP: each result, and the decision on what was refused.

    Raises Http404 for a matter that calls no other, or before it has ended.
    """
    shown, drawn = _ended_or_404(request, number)
    if not shown.purpose:
        raise Denied("case.read-sealed")
    try:
        pieces = [_own(request, shown), *_pieces(request, drawn)]
    except document.Unprintable as fault:
        return document.cannot(request, shown, fault.refusal)
    lost = next((one for one in pieces if isinstance(one, Refusal)), None)
    if lost is not None:
        return refused(request, lost)
    files = [one for one in pieces if isinstance(one, Piece)]
    return HttpResponse(
        zipped(files, _ended_at(shown), request.language),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="package-{shown.file.case.number}.zip"'},
    )


def _ended_or_404(request: HttpRequest, number: str) -> tuple[Shown, list[parts.Part]]:
    """Return a bundle that has its decision or has ended otherwise, with its parts."""
    shown = case_page.shown_or_404(request, number)
    if not parts.is_over(shown.file.case):
        raise Http404
    drawn = parts.parts(request, shown.file, shown.city, shown.matter)
    if not drawn:
        raise Http404
    return shown, drawn


def _ended_at(shown: Shown) -> datetime:
    """Return when it was decided, or came to its end without a decision; in the city's zone."""
    decided, case = shown.file.last("case.decided"), shown.file.case
    at = decided.at if decided is not None else case.ended_at
    assert at is not None, "over, and nobody knows since when"
    return at.astimezone(ZoneInfo(shown.city.zone))


def _end_of_part(request: HttpRequest, one: parts.Part) -> End:
    if not one.number:
        return End(one.title, one.who, "", one.state if one.state == "not-asked" else "hidden")
    shown = case_page.shown_or_404(request, one.number)
    if not parts.is_over(shown.file.case):
        return End(one.title, one.who, one.number, "going-on")
    return _end_of(shown, one.title, request)


def _end_of(shown: Shown, title: Text, request: HttpRequest) -> End:
    case = shown.file.case
    who = matter_forms.body_in_words(shown.city, case.lead)
    if results.has_result(case) and case.outcome == "grant":
        over = case.result is not None and case.result.act in ENDED_BY
        return End(title, who, case.number, "ended" if over else "granted")
    against = _refusing(shown)
    if against is None:
        return End(title, who, case.number, "no-result")
    return End(title, who, case.number, "refused", against.number, _remedy(request, shown, against))


def _refusing(shown: Shown) -> Paper | None:
    """Return the last paper by which a case came to no result."""
    against = [one for one in shown.file.case.papers if one.kind in REFUSING]
    return against[-1] if against and shown.file.case.outcome != "grant" else None


def _remedy(request: HttpRequest, shown: Shown, paper: Paper) -> tuple[Text, ...]:
    """Return what can be done about a refusal: as the matter says, else in the officer's words."""
    said = shown.matter.remedy
    told = tuple(said[one] for one in ("reconsideration", "litigation") if said.get(one))
    words = pages.more_words(request, shown, paper).get("remedy_words")
    return (*told, *([{"zh": words, "en": words}] if words else []))


def _own(request: HttpRequest, shown: Shown) -> Piece | Refusal:
    """Return the bundle's own result, or the paper by which it has none."""
    if results.has_result(shown.file.case) and shown.file.case.outcome == "grant":
        return _result(request, shown)
    return _refusal(request, shown, shown.matter.title)


def _pieces(request: HttpRequest, drawn: list[parts.Part]) -> Iterator[Piece | Refusal]:
    for one in drawn:
        if not one.number:
            continue
        shown = case_page.shown_or_404(request, one.number)
        case = shown.file.case
        if not shown.purpose or not may(request.actor, "case.issue-document", case.target):  # type: ignore[attr-defined]
            yield Piece(one.matter, case.number, None, T("services.package.not-yours"))
        elif results.has_result(case) and case.outcome == "grant":
            yield _result(request, shown)
        else:
            yield _refusal(request, shown, one.matter)


def _result(request: HttpRequest, shown: Shown) -> Piece | Refusal:
    case = shown.file.case
    title = results.result_title(shown.city, shown.matter)
    if case.result is not None and case.result.act in ENDED_BY:
        return Piece(title, case.number, None, T("services.package.ended"))
    made = document.result_file(request, shown)
    assert made is not None, "asked to be made, and not made"
    if isinstance(made, Refusal):
        return made
    verify = pages.verify_address(request, case.number)
    return Piece(title, case.number, made.content, T("services.outcome.grant"), verify)


def _refusal(request: HttpRequest, shown: Shown, title: Text) -> Piece | Refusal:
    """Return the last paper by which a case came to no result, else a line that says how it stands."""
    paper, number = _refusing(shown), shown.file.case.number
    if paper is None:
        return Piece(title, number, None, T("services.package.no-result"))
    made = document.paper_file(request, shown, paper)
    assert made is not None, "asked to be made, and not made"
    verify = pages.verify_address(request, paper.number)
    if isinstance(made, Refusal):
        return made
    remedy = _remedy(request, shown, paper)
    return Piece(title, paper.number, made.content, T("services.package.refused"), verify, remedy)


def zipped(pieces: list[Piece], at: datetime, language: str) -> bytes:
    """Return the package. The same pieces give the same bytes: every entry has the decision's own time."""
    stamp = (at.year, at.month, at.day, at.hour, at.minute, at.second)
    packed = io.BytesIO()
    lines = [say(T("services.package.list"), language), ""]
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, one in enumerate(pieces, 1):
            name = f"{place}-{say(one.title, language)}-{one.number}.pdf".replace("/", "-")
            lines.append(f"{place}. {say(one.title, language)} {one.number}: {say(one.says, language)}")
            if one.content is not None:
                archive.writestr(zipfile.ZipInfo(name, stamp), one.content)
                lines += [f"   {name}", f"   SHA-256 {sha256(one.content).hexdigest()}", f"   {one.verify}"]
            lines += [f"   {say(said, language)}" for said in one.remedy]
        archive.writestr(zipfile.ZipInfo(LIST.get(language, LIST["zh"]), stamp), "\n".join(lines) + "\n")
    return packed.getvalue()
