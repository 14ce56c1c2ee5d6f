"""What anybody may check: a result or paper by its code, a file against the ledger, the city's public key."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.kernel.case import Paper
from yiwang.kernel.matter import City, Matter
from yiwang.kernel.numbers import read_number
from yiwang.nets.services import documents, matter_forms, papers, queries, results
from yiwang.nets.services.documents import Compared
from yiwang.nets.services.queries import CaseFile
from yiwang.store import cosigning
from yiwang.store.cosigning import Witnessed
from yiwang.store.keys import export_publics
from yiwang.store.wall import bearer
from yiwang.web import forms, store_door
from yiwang.web.account import guessing
from yiwang.web.permission import permission
from yiwang.web.words import T, Text

_PAPER = re.compile(r"(.+)-([A-Z][0-9]{1,3})")
_SHA256 = re.compile(r"[0-9a-f]{64}")
ROOTS = 5  # checkpoints that are shown


def _key_file(request: HttpRequest) -> str:
    return request.city.key.replace("~", "-")  # type: ignore[attr-defined,no-any-return]


@permission("receipt.verify")
@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; `?number=&code=` leads to the answer."""
    number, code = request.GET.get("number", "").strip(), request.GET.get("code", "").strip()
    if number and code and len(number) <= 40 and len(code) <= 60:
        bare = "".join(code.split())
        case, paper = split(number)
        known = f"{case}-{paper}" if case and paper else case or number
        return HttpResponseRedirect(reverse("services-verify", args=[known, bare]))
    context = {"number": number, "code": code, "key_file": _key_file(request), "roots": _roots(request)}
    context["address"] = request.build_absolute_uri(f"/{request.city.key}")  # type: ignore[attr-defined]
    return render(request, "services/verify_form.html", context)


def _roots(request: HttpRequest) -> list[tuple[Witnessed, list[tuple[Text, datetime]]]]:
    """Return the newest checkpoints, each with who witnessed it and when."""
    city: City = request.city.city  # type: ignore[attr-defined]
    titles = {one.id: one.title for one in city.witnesses}
    with store_door.door().pool.connection() as connection:
        found = cosigning.latest(connection, request.city.key, ROOTS)  # type: ignore[attr-defined]
    return [
        (one, [(titles.get(said.witness, {"zh": said.witness}), at) for at, said in one.said])
        for one in found
    ]


def split(number: str) -> tuple[str | None, str]:
    """Return the case's number, None when it is none, and the running part of a paper's, "" for a result."""
    found = _PAPER.fullmatch("".join(number.upper().split()))
    if found is not None and (case := read_number(found[1])) is not None:
        return case, found[2]
    return read_number(number), ""


@dataclass(frozen=True)
class Proved:
    """What a number and its code proved: the case, and the paper where the number is a paper's."""

    number: str
    file: CaseFile
    city: City
    matter: Matter
    paper: Paper | None


def prove(request: HttpRequest, number: str, code: str) -> Proved | int | None:
    """Return what the code proves; None: nothing; a number: so many seconds to wait first."""
    key = request.city.key  # type: ignore[attr-defined]
    case, part = split(number)
    known = f"{case}-{part}" if part else case
    counted = connection.vendor != "unknown"  # a server without a database keeps no counts
    if counted and (wait := guessing.take(request, "verify", known or number, store_door.now())):
        return wait
    if case is None or known is None or not results.is_code(store_door.door().safe.keyring, key, known, code):
        return None
    if counted:
        guessing.succeeded(request, "verify", known, store_door.now())
    file = queries.case_file(request, case, bearer(case))
    if file is None:
        return None
    paper = next((one for one in file.case.papers if one.number == known), None)
    if (part and paper is None) or not (part or results.has_result(file.case)):
        return None
    city = store_door.city_under(key, file.case.pack)
    return Proved(known, file, city, city.matters[file.case.matter], paper)


@permission("receipt.verify")
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Say whether a result or a paper is genuine and how it stands; a file sent, or its hash, is compared.

    No name and no personal answer is shown whole: only what its holder shows.
    """
    proved = prove(request, number, code)
    if isinstance(proved, int):
        page = render(request, "services/verify_wait.html", {"seconds": proved}, status=429)
        page["Retry-After"] = str(proved)
        return page
    if proved is None:
        return render(request, "services/verify_no.html", {"number": number}, status=404)
    document = proved.paper.number if proved.paper is not None else documents.CERTIFICATE
    found = documents.issued(proved.file, document)
    compared, trouble = _compared(request, found) if request.method == "POST" else (None, None)
    context = {
        "case": proved.file.case,
        "matter": proved.matter,
        "number": proved.number,
        "files": found,
        "compared": compared,
        "trouble": trouble,
        **(of_paper(proved) if proved.paper is not None else of_result(request, proved)),
    }
    return render(request, "services/verify.html", context, status=422 if trouble else 200)


def of_result(request: HttpRequest, proved: Proved) -> dict[str, Any]:
    file, city, matter = proved.file, proved.city, proved.matter
    decided = file.last("case.decided")
    assert decided is not None, "a result without its decision"
    zone = ZoneInfo(city.zone)
    granted = file.case.outcome == "grant"
    found = results.result_of(file.case, city, matter, decided.at)
    stands = results.stands(found, store_door.now().astimezone(zone).date())
    return {
        "title": results.result_title(city, matter),
        "body": matter_forms.body_in_words(city, file.case.lead),
        "decided_on": decided.at.astimezone(zone).date(),
        "valid": results.valid(found, matter),
        "stands": stands if granted else None,
        "clause": papers.basis(city, stands.clause) if granted and stands.clause else None,
        "rows": _masked(request, proved) if granted else [],
        "hash": decided.hash.hex(),
        "position": decided.position,
    }


def _masked(request: HttpRequest, proved: Proved) -> list[tuple[Text, Text]]:
    """Return what the result prints, personal answers masked: enough to hold beside the paper."""
    printed = proved.matter.result.get("fields", ())
    return [(title, text) for _, title, text in masked(request, proved, printed)]


def masked(request: HttpRequest, proved: Proved, names: Iterable[str]) -> list[tuple[str, Text, Text]]:
    """Return (field, question, answer) of these answers of a result, personal ones masked."""
    case, form = proved.file.case, matter_forms.form_of(proved.city, proved.matter)
    printed = [name for name in names if name in form.fields]
    sealed = {name: case.sealed[name] for name in printed if name in case.sealed}
    opened = store_door.opened(request, sealed, bearer(case.number, case.id))
    values = matter_forms.joined(form, case.facts, opened)
    places = matter_forms.places_of(proved.city)
    blocks = forms.answers(form, values, places=places, hidden=frozenset(case.sealed))
    rows = {row.field.name: row for block in blocks for row in block.rows if row.answered}
    return [(name, rows[name].title, rows[name].text) for name in printed if name in rows]


def of_paper(proved: Proved) -> dict[str, Any]:
    paper = proved.paper
    assert paper is not None, "asked for a paper"
    entry = papers.entry_of(proved.file, paper)
    return {
        "title": papers.title_of(paper, dict(entry.event.data.about) if entry else {}),
        "body": matter_forms.body_in_words(proved.city, paper.body),
        "paper": paper,
        "hash": entry.hash.hex() if entry else "",
        "position": entry.position if entry else None,
    }


def _compared(request: HttpRequest, found: list[documents.Issued]) -> tuple[Compared | None, Text | None]:
    """Return what became of the file or the hash that was sent, or what is wrong with it."""
    city = request.city.key  # type: ignore[attr-defined]
    sent = request.FILES.get("file")
    if sent is not None:
        if (sent.size or 0) > documents.LARGEST_UPLOAD_BYTES:
            return None, T("services.verify.too-large")
        content = sent.read()
        return documents.compare(found, sha256(content).hexdigest(), content, city), None
    typed = "".join(request.POST.get("sha256", "").lower().split())
    if not _SHA256.fullmatch(typed):
        return None, T("services.verify.no-hash")
    return documents.compare(found, typed, None, city), None


@permission("receipt.verify")
@require_safe
def city_key(request: HttpRequest) -> HttpResponse:
    """Give the city's public keys as a file, the earlier ones too: what receipts are checked with."""
    key = request.city.key  # type: ignore[attr-defined]
    text = export_publics(store_door.door().safe.keyring, key)
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{_key_file(request)}.pub"'},
    )
