"""Results and statutory papers: as files, signed for; their verification; promise and receipt of an entry."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from yiwang.kernel.commands import Serve
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import documents, matter_forms, results
from yiwang.nets.services.api.handling import acted
from yiwang.nets.services.api.router import router
from yiwang.nets.services.api.words import Acted
from yiwang.nets.services.api.words_of_papers import ServedBy, Standing, Verified
from yiwang.nets.services.documents import Compared, Issued
from yiwang.nets.services.views import case_page, document, verify
from yiwang.nets.services.views import paper as pages
from yiwang.nets.services.views.verify import Proved
from yiwang.store.keys import export_publics
from yiwang.web import store_door
from yiwang.web.here import city_day
from yiwang.web.permission import require
from yiwang.web.rest import files
from yiwang.web.rest.problems import Unsound, problem, refused
from yiwang.web.rest.sent import idempotency_key, own_key

PDF = "application/pdf"
MADE = {
    409: ("services.result-ended",),
    503: ("pdf.not-signed", "pdf.no-font", "pdf.not-installed", "pdf.font-missing", "pdf.not-set"),
}
NOT_MADE = {
    "zh": "这份文件还没有出具过。用 POST 出具。",
    "en": "This file has not been issued yet; POST issues it.",
}
WAIT = {"zh": "试的次数太多，请稍后再试。", "en": "Too many tries; please wait."}
_SHA256 = re.compile(r"[0-9a-f]{64}")
FILE = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                    "required": ["file"],
                }
            }
        },
    }
}


@router.serve("GET", "/cases/{number}/result", "case.read", response=Standing)
def result(request: HttpRequest, number: str) -> dict[str, Any]:
    """Say how a granted result stands, how long it holds, and by which code anybody verifies it."""
    shown = pages.result_or_404(request, number)
    case, city = shown.file.case, shown.city
    decided = shown.file.last("case.decided")
    assert decided is not None, "a result without its decision"
    today = city_day(city)
    stands = results.stands(results.result_of(case, city, shown.matter, decided.at), today)
    return {
        "number": case.number,
        "title": results.result_title(city, shown.matter),
        "body": case.lead,
        "code": pages.code_of(request, case.number),
        "decided_at": decided.at,
        **_stands(stands, results.result_of(case, city, shown.matter, decided.at).until),
        "files": [_issue(one) for one in documents.issued(shown.file, documents.CERTIFICATE)],
    }


def _stands(stands: results.Stands, until: Any) -> dict[str, Any]:
    return {
        "standing": stands.now,
        "standing_in_words": stands.word,
        "good": stands.good,
        "valid_from": stands.from_on,
        "valid_until": until,
        "successor": stands.successor,
    }


def _issue(one: Issued) -> dict[str, Any]:
    return {"sha256": one.sha256, "at": one.at, "hash": one.hash, "position": one.position}


@router.serve("GET", "/cases/{number}/result/file", "case.issue-document", gives=PDF, tagged=True, codes=MADE)
def result_file(request: HttpRequest, number: str) -> HttpResponse:
    """Give the result as the signed PDF that was issued; 404 where none was."""
    shown = pages.result_or_404(request, number)
    require(request, "case.issue-document", shown.file.case.target)
    return _file(request, document.result_file(request, shown, make=False))


@router.serve("POST", "/cases/{number}/result/file", "case.issue-document", gives=PDF, codes=MADE)
def issue_result(request: HttpRequest, number: str) -> HttpResponse:
    """Issue the result as a signed PDF, once, and give it; its hash is in the ledger from then on."""
    idempotency_key(request)
    shown = pages.result_or_404(request, number)
    require(request, "case.issue-document", shown.file.case.target)
    return _made(request, lambda: document.result_file(request, shown))


@router.serve(
    "GET", "/cases/{number}/papers/{paper}/file", "case.issue-document", gives=PDF, tagged=True, codes=MADE
)
def paper_file(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    """Give a statutory paper as the signed PDF that was issued; 404 where none was."""
    shown = case_page.shown_or_404(request, number)
    require(request, "case.issue-document", shown.file.case.target)
    one = pages.paper_or_404(shown, paper)
    return _file(request, document.paper_file(request, shown, one, make=False))


@router.serve("POST", "/cases/{number}/papers/{paper}/file", "case.issue-document", gives=PDF, codes=MADE)
def issue_paper(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    """Issue a statutory paper as a signed PDF, once, and give it."""
    idempotency_key(request)
    shown = case_page.shown_or_404(request, number)
    require(request, "case.issue-document", shown.file.case.target)
    one = pages.paper_or_404(shown, paper)
    return _made(request, lambda: document.paper_file(request, shown, one))


def _made(request: HttpRequest, make: Any) -> HttpResponse:
    try:
        return _file(request, make())
    except document.Unprintable as fault:
        return refused(fault.refusal, 503)


def _file(request: HttpRequest, made: document.PdfFile | Refusal | None) -> HttpResponse:
    if made is None:
        return problem(404, "services.not-issued", NOT_MADE)
    if isinstance(made, Refusal):
        return refused(made)
    return files.given(request, made.name, made.content, PDF)


@router.serve("POST", "/cases/{number}/papers/{paper}/serve", "case.serve", response=Acted)
def serve(request: HttpRequest, response: HttpResponse, number: str, paper: str, sent: ServedBy) -> Any:
    """Sign for a paper (签收); who handles the case says how it was served: `counter`, `post` or `online`."""
    key, shown = idempotency_key(request), case_page.shown_or_404(request, number)
    one = pages.paper_or_404(shown, paper)
    how = sent.how if shown.internal else "online"
    stream = shown.file.stream
    name = own_key(request, key, f"serve/{stream}/{one.number}")
    done = store_door.ask(request, stream, Serve(paper=one.number, how=how), key=name)
    return refused(done) if isinstance(done, Refusal) else acted(done, response)


@router.serve("GET", "/cases/{number}/receipt", "case.read", gives="application/json", tagged=True)
def receipt(request: HttpRequest, number: str, entry: int = 1) -> HttpResponse:
    """Give the signed promise for an entry of the timeline, or its receipt once a checkpoint covers it."""
    shown = case_page.shown_or_404(request, number)
    made = pages.receipt_of(request, shown, entry if 0 < entry < 100_000 else 0)
    if made is None:
        raise Http404
    name = f"{shown.file.case.number}-{entry}.receipt.json"
    return files.given(request, name, made, "application/json; charset=utf-8")


WAITS: dict[int, tuple[str, ...]] = {429: ("services.verify-wait",), 422: ("services.verify-file",)}


@router.serve("GET", "/verify/{number}/{code}", "receipt.verify", response=Verified, codes=WAITS)
def verified(request: HttpRequest, number: str, code: str, sha256: str = "") -> Any:
    """Say whether a result or paper is genuine and how it stands; `sha256` of a file is compared."""
    proved = _proved(request, number, code)
    if isinstance(proved, HttpResponse):
        return proved
    compared = None
    if sha256:
        wanted = "".join(sha256.lower().split())
        if not _SHA256.fullmatch(wanted):
            raise Unsound(
                "services.verify-file", "sha256 应是 64 位十六进制数。", "`sha256` has 64 hex digits."
            )
        compared = documents.compare(_issues(proved), wanted, None, request.city.key)  # type: ignore[attr-defined]
    return _verified(request, proved, compared)


@router.serve(
    "POST",
    "/verify/{number}/{code}",
    "receipt.verify",
    response=Verified,
    keyed=False,
    codes=WAITS,
    openapi_extra=FILE,
)
def verified_file(request: HttpRequest, number: str, code: str) -> Any:
    """Compare a file with what was issued, and check its signature. The file is read and not kept."""
    proved = _proved(request, number, code)
    if isinstance(proved, HttpResponse):
        return proved
    sent = request.FILES.get("file")
    if sent is None or (sent.size or 0) > documents.LARGEST_UPLOAD_BYTES:
        raise Unsound(
            "services.verify-file",
            f"请把文件作为 file 部分发来，不大于 {documents.LARGEST_UPLOAD_BYTES} 字节。",
            f"Send the file as the part `file`, at most {documents.LARGEST_UPLOAD_BYTES} bytes.",
        )
    content = sent.read()
    city = request.city.key  # type: ignore[attr-defined]
    compared = documents.compare(_issues(proved), sha256(content).hexdigest(), content, city)
    return _verified(request, proved, compared)


def _proved(request: HttpRequest, number: str, code: str) -> Proved | HttpResponse:
    proved = verify.prove(request, number[:40], code[:60])
    if proved is None:
        raise Http404
    if isinstance(proved, int):
        answer = problem(429, "services.verify-wait", WAIT)
        answer["Retry-After"] = str(proved)
        return answer
    return proved


def _issues(proved: Proved) -> list[Issued]:
    return documents.issued(
        proved.file, proved.paper.number if proved.paper is not None else documents.CERTIFICATE
    )


def _verified(request: HttpRequest, proved: Proved, compared: Compared | None) -> dict[str, Any]:
    told = verify.of_paper(proved) if proved.paper is not None else verify.of_result(request, proved)
    stands, valid = told.get("stands"), told.get("valid")
    checked = compared.checked if compared is not None else None
    return {
        "number": proved.number,
        "kind": "paper" if proved.paper is not None else "result",
        "title": told["title"],
        "body": matter_forms.body_in_words(
            proved.city, proved.paper.body if proved.paper is not None else proved.file.case.lead
        ),
        "hash": told["hash"],
        "position": told["position"],
        **(_stands(stands, valid.until if valid is not None else None) if stands is not None else {}),
        "rows": [{"title": title, "text": text} for title, text in told.get("rows", ())],
        "files": [_issue(one) for one in _issues(proved)],
        "same_file": compared.known is not None if compared is not None else None,
        "signed": checked.good if checked is not None else None,
    }


@router.serve("GET", "/city.pub", "receipt.verify", gives="text/plain", tagged=True)
def city_key(request: HttpRequest) -> HttpResponse:
    """Give the city's public keys: what receipts are checked with, without the city."""
    key = request.city.key  # type: ignore[attr-defined]
    text = export_publics(store_door.door().safe.keyring, key)
    name = f"{key.replace('~', '-')}.pub"
    return files.given(request, name, text.encode(), "text/plain; charset=utf-8")
