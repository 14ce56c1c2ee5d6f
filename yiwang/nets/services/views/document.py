"""Papers and results as PDF: one button, which makes the file the first time and gives the same one after."""

from __future__ import annotations

from collections.abc import Callable

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
from yiwang.web.words import Text


@permission("case.issue-document")
@require_POST
def result_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Give the result as a signed PDF, made the first time it is asked for."""
    shown = pages.result_or_404(request, number)
    case = shown.file.case
    if case.result is not None and case.result.act in ENDED_BY:
        return refused(
            request,
            Refusal(
                code="services.result-ended",
                zh="这份结果已经终止，不再出具结果文件；终止它的文书可以下载。",
                en="This result has ended and is no longer issued as a file; the paper that ended it is.",
            ),
        )
    name = str(shown.matter.result.get("certificate") or "result")
    return _given(request, shown, documents.CERTIFICATE, name, lambda: of_result(request, shown))


@permission("case.issue-document")
@require_POST
def paper_pdf(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    """Give a statutory paper as a signed PDF, made the first time it is asked for."""
    shown = case_page.shown_or_404(request, number)
    one = pages.paper_or_404(shown, paper)
    return _given(request, shown, one.number, one.kind, lambda: of_paper(request, shown, one))


def _given(request, shown: Shown, document: str, name: str, sheet) -> HttpResponse:  # type: ignore[no-untyped-def]
    if not shown.purpose:
        raise Denied("case.read-sealed")
    try:
        made = content(request, shown, document, sheet)
    except CannotPrint as fault:
        return cannot(request, shown, fault.code, fault.says)
    except CannotSign as fault:
        return cannot(request, shown, "pdf.not-signed", fault.says)
    if isinstance(made, Refusal):
        return refused(request, made)
    file = f"{name}-{shown.file.case.number if document == documents.CERTIFICATE else document}.pdf"
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )


def content(request: HttpRequest, shown: Shown, document: str, sheet: Callable[[], Sheet]) -> bytes | Refusal:
    """Return a file as it was issued, issuing it the first time. Raises CannotPrint, CannotSign."""
    for issue in documents.issued(shown.file, document)[:1]:
        if kept := documents.kept(request, issue):
            return kept
    return documents.issue(request, shown.file, document, sheet(), shown.city.title)


def cannot(request: HttpRequest, shown: Shown, code: str, says: Text) -> HttpResponse:
    """Say that no file can be made here, and lead back to the case."""
    refusal = Refusal(code=code, zh=says["zh"], en=says["en"])
    back = reverse("services:case", args=[shown.file.case.number])
    return refused(request, refusal, status=503, way=(back, {"zh": "回到办件", "en": "Back to the case"}))


def of_result(request: HttpRequest, shown: Shown) -> Sheet:
    """Return the result of a case as a sheet. Raises Http404 before the decision."""
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


def of_paper(request: HttpRequest, shown: Shown, one: Paper) -> Sheet:
    """Return a statutory paper of a case as a sheet."""
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
