"""Papers and results as PDF: one button, which makes the file the first time and gives the same one after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from yiwang.kernel.parts import Paper
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.result import ENDED_BY
from yiwang.nets.services import documents, matter_forms, papers, results, sheets
from yiwang.nets.services.views import case_page
from yiwang.nets.services.views import paper as pages
from yiwang.nets.services.views.case_page import Shown
from yiwang.web import store_door
from yiwang.web.errors import refused
from yiwang.web.pdf.sheet import Sheet
from yiwang.web.pdf.signer import CannotSign
from yiwang.web.pdf.typeset import CannotPrint
from yiwang.web.permission import Denied, permission


@dataclass(frozen=True)
class PdfFile:
    """A paper or a result as a file: its name for who keeps it, its bytes."""

    name: str
    content: bytes


class Unprintable(Exception):
    """It cannot be made on this server now; nothing was kept."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


@permission("case.issue-document")
@require_POST
def result_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Give the result as a signed PDF, made the first time it is asked for."""
    shown = pages.result_or_404(request, number)
    return _given(request, shown, result_file)


@permission("case.issue-document")
@require_POST
def paper_pdf(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    """Give a statutory paper as a signed PDF, made the first time it is asked for."""
    shown = case_page.shown_or_404(request, number)
    one = pages.paper_or_404(shown, paper)
    return _given(request, shown, lambda asked, of, **how: paper_file(asked, of, one, **how))


def result_file(request: HttpRequest, shown: Shown, *, make: bool = True) -> PdfFile | Refusal | None:
    """Return the file of a result.

    Args:
        make: make it where there is none yet; else None.

    Raises:
        Denied: the reader may not see what it says. Unprintable: it cannot be made here now.
    """
    case = shown.file.case
    if case.result is not None and case.result.act in ENDED_BY:
        return Refusal(
            code="services.result-ended",
            zh="这份结果已经终止，不再出具结果文件；终止它的文书可以下载。",
            en="This result has ended and is no longer issued as a file; the paper that ended it is.",
        )
    name = f"{shown.matter.result.get('certificate') or 'result'}-{case.number}.pdf"
    return _file(
        request, shown, documents.CERTIFICATE, name, (lambda: _of_result(request, shown)) if make else None
    )


def paper_file(
    request: HttpRequest, shown: Shown, one: Paper, *, make: bool = True
) -> PdfFile | Refusal | None:
    """Return the file of a paper; otherwise as `result_file`."""
    name = f"{one.kind}-{one.number}.pdf"
    return _file(request, shown, one.number, name, (lambda: _of_paper(request, shown, one)) if make else None)


def _file(
    request: HttpRequest, shown: Shown, document: str, name: str, sheet: Callable[[], Sheet] | None
) -> PdfFile | Refusal | None:
    if not shown.purpose:
        raise Denied("case.read-sealed")
    for issue in documents.issued(shown.file, document)[:1]:
        if (kept := documents.kept(request, issue)) is not None:
            return PdfFile(name, kept)
    if sheet is None:
        return None
    try:
        made = documents.issue(request, shown.file, document, sheet(), shown.city.title)
    except CannotPrint as fault:
        raise Unprintable(Refusal(code=fault.code, zh=fault.says["zh"], en=fault.says["en"])) from fault
    except CannotSign as fault:
        raise Unprintable(Refusal(code="pdf.not-signed", zh=fault.says["zh"], en=fault.says["en"])) from fault
    return made if isinstance(made, Refusal) else PdfFile(name, made)


def _given(request: HttpRequest, shown: Shown, file_of: Callable[..., Any]) -> HttpResponse:
    try:
        made = file_of(request, shown)
    except Unprintable as fault:
        return cannot(request, shown, fault.refusal)
    if isinstance(made, Refusal):
        return refused(request, made)
    return HttpResponse(
        made.content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{made.name}"'},
    )


def cannot(request: HttpRequest, shown: Shown, refusal: Refusal) -> HttpResponse:
    back = reverse("services:case", args=[shown.file.case.number])
    return refused(request, refusal, status=503, way=(back, {"zh": "回到办件", "en": "Back to the case"}))


def _of_result(request: HttpRequest, shown: Shown) -> Sheet:
    case, city, matter = shown.file.case, shown.city, shown.matter
    decided = shown.file.last("case.decided")
    if decided is None:
        raise Http404
    found = results.result_of(case, city, matter, decided.at)
    return sheets.of_result(
        case,
        city,
        matter,
        rows=pages.result_rows(request, shown),
        body=matter_forms.body_in_words(city, case.lead),
        decided_at=decided.at,
        valid=results.valid(found, matter),
        from_on=found.from_on,
        to="",
        address=pages.verify_address(request, case.number),
        code=pages.code_of(request, case.number),
        signed=documents.own_signer().says,
        digest=decided.hash.hex(),
    )


def _of_paper(request: HttpRequest, shown: Shown, one: Paper) -> Sheet:
    reason = None
    if one.reason is not None:
        reason = store_door.opened(request, {"reason": one.reason})["reason"]
    page = papers.page(shown.file, one, shown.city, shown.matter, reason, one.issued_at)
    return sheets.of_paper(
        page,
        shown.file.case,
        shown.city,
        shown.matter,
        body=matter_forms.body_in_words(shown.city, one.body),
        to=pages.applicant_name(request, shown) or "",
        filed_day=pages.day_in_words(shown),
        address=pages.verify_address(request, one.number),
        code=pages.code_of(request, one.number),
        signed=documents.own_signer().says,
    )
