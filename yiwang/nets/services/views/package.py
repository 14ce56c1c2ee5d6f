"""The results of a bundle (一件事) as one package to take away: each signed PDF, and a list of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from yiwang.kernel.access import may
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.result import ENDED_BY
from yiwang.nets.services import parts, results
from yiwang.nets.services.views import case_page, document
from yiwang.nets.services.views import paper as pages
from yiwang.nets.services.views.case_page import Shown
from yiwang.web.errors import refused
from yiwang.web.permission import Denied, permission
from yiwang.web.words import T, Text, say

LIST = {"zh": "清单.txt", "en": "list.txt"}


class Piece(NamedTuple):
    """One file of the package. `content` is None where the part has none; then `says` tells why."""

    title: Text
    number: str
    content: bytes | None
    says: Text
    verify: str = ""


@permission("case.issue-document")
@require_POST
def package(request: HttpRequest, number: str) -> HttpResponse:
    """Give all results of a bundle in one ZIP: its own, each part's, and the decision on what was refused.

    Raises Http404 for a matter that calls no other, or before there is a result.
    """
    shown = pages.result_or_404(request, number)
    if not shown.purpose:
        raise Denied("case.read-sealed")
    drawn = parts.parts(request, shown.file, shown.city, shown.matter)
    if not drawn:
        raise Http404
    try:
        pieces = [_result(request, shown), *_pieces(request, drawn)]
    except document.Unprintable as fault:
        return document.cannot(request, shown, fault.refusal)
    decided = shown.file.last("case.decided")
    assert decided is not None, "a result without its decision"
    at = decided.at.astimezone(ZoneInfo(shown.city.zone))
    lost = next((one for one in pieces if isinstance(one, Refusal)), None)
    if lost is not None:
        return refused(request, lost)
    files = [one for one in pieces if isinstance(one, Piece)]
    return HttpResponse(
        zipped(files, at, request.language),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="package-{shown.file.case.number}.zip"'},
    )


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
            yield _refusal(request, shown, one)


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


def _refusal(request: HttpRequest, shown: Shown, part: parts.Part) -> Piece | Refusal:
    """Return the last paper by which a part came to no result, else a line that says how it stands."""
    against = [one for one in shown.file.case.papers if one.kind in ("decision", "refusal")]
    if not against:
        return Piece(part.matter, part.number, None, T("services.package.no-result"))
    paper = against[-1]
    made = document.paper_file(request, shown, paper)
    assert made is not None, "asked to be made, and not made"
    verify = pages.verify_address(request, paper.number)
    if isinstance(made, Refusal):
        return made
    return Piece(part.matter, paper.number, made.content, T("services.package.refused"), verify)


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
        archive.writestr(zipfile.ZipInfo(LIST.get(language, LIST["zh"]), stamp), "\n".join(lines) + "\n")
    return packed.getvalue()
