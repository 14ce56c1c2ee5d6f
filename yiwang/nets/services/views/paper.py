"""Statutory papers, signing for one, the receipt for material (收件回执), the result and its QR."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.case import Case, Paper
from yiwang.kernel.commands import Serve
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import clock_words, matter_forms, papers, parts, queries, results, sheets
from yiwang.nets.services.queries import Entry
from yiwang.nets.services.views import case_page
from yiwang.nets.services.views.case_page import Shown
from yiwang.store import receipts
from yiwang.web import forms, notices, store_door
from yiwang.web.asked import key_of
from yiwang.web.errors import bad_request, refused
from yiwang.web.permission import may, permission
from yiwang.web.words import LANGUAGES, Text


def paper_or_404(shown: Shown, number: str) -> Paper:
    """Return a paper of the case. Raises Http404 when it has none of this number."""
    found = next((one for one in shown.file.case.papers if one.number == number), None)
    if found is None:
        raise Http404
    return found


def applicant_name(request: HttpRequest, shown: Shown) -> Any:
    """Return who the paper is for, for readers who may know: the applicant's name, else None.

    It is the first answer of the form that the account or the register fills with a name.
    """
    form = matter_forms.form_of(shown.city, shown.matter)
    case = shown.file.case
    for name, one in form.fields.items():
        if (one.schema.get("x-yw-source") or {}).get("field") != "name":
            continue
        if name in case.facts:
            return case.facts[name]
        if name in case.sealed and shown.purpose:
            if shown.internal:
                queries.note_reading(request, shown.file, "paper", [name])
            opened = store_door.opened(request, {name: case.sealed[name]})[name]
            return opened if isinstance(opened, str) else None
    return None


@permission("case.read")
@require_safe
def paper(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    """Show one paper as it is printed. Reading it here changes nothing; signing for it does."""
    shown = case_page.shown_or_404(request, number)
    one = paper_or_404(shown, paper)
    reason, more = None, more_words(request, shown, one)
    if one.reason is not None and shown.purpose:
        reason = store_door.opened(request, {"reason": one.reason})["reason"]
    return render(
        request,
        "services/paper.html",
        {
            "case": shown.file.case,
            "matter": shown.matter,
            "page": papers.page(shown.file, one, shown.city, shown.matter, reason, store_door.now()),
            **more,
            "to": applicant_name(request, shown),
            "body": matter_forms.body_in_words(shown.city, one.body),
            "filed_day": day_in_words(shown),
            "can_sign": one.served_at is None and not shown.internal,
            "can_serve": one.served_at is None
            and shown.internal
            and may(request, "case.serve", shown.file.case.target),
            "can_print": may(request, "case.issue-document", shown.file.case.target) and bool(shown.purpose),
            "reason_hidden": one.reason is not None and not shown.purpose,
            "key": f"serve:{shown.file.stream}:{one.number}",
        },
    )


def more_words(request: HttpRequest, shown: Shown, one: Paper) -> dict[str, str]:
    """Return what else a rejection was told in words: whose it is instead, what can be done about it."""
    entry = papers.entry_of(shown.file, one)
    told = entry.event.data.sealed if entry and shown.purpose else {}
    opened = store_door.opened(request, {n: told[n] for n in ("next_owner", "remedy") if n in told})
    return {f"{name}_words": words for name, words in opened.items() if isinstance(words, str)}


def day_in_words(shown: Shown) -> Text:
    """Return the day of filing, in the city's zone."""
    on = shown.file.case.opened_at.astimezone(ZoneInfo(shown.city.zone)).date()
    return {language: clock_words.day(on, language) for language in LANGUAGES}


@permission("case.serve")
@require_POST
def serve(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    """Sign for a paper (签收), or record how it was served at the counter or by post."""
    shown = case_page.shown_or_404(request, number)
    one = paper_or_404(shown, paper)
    key = key_of(request)
    if key is None:
        return bad_request(request)
    how = request.POST.get("how", "online") if shown.internal else "online"
    if how not in ("online", "counter", "post"):
        return bad_request(request)
    answer = store_door.ask(request, shown.file.stream, Serve(paper=one.number, how=how), key=key)
    if isinstance(answer, Refusal):
        return refused(request, answer)
    notices.leave(request, "services.done.serve")
    return HttpResponseRedirect(reverse("services:paper", args=[number, paper]))


@permission("case.read")
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Give the signed promise for an entry, or its receipt once a checkpoint covers it, as a file.

    `?entry=N` asks for another entry than the filing.
    """
    shown = case_page.shown_or_404(request, number)
    asked = request.GET.get("entry", "1")
    seq = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0
    made = receipt_of(request, shown, seq)
    if made is None:
        raise Http404
    name = f"{shown.file.case.number}-{seq}.receipt.json"
    return HttpResponse(
        made,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def receipt_of(request: HttpRequest, shown: Shown, seq: int) -> str | None:
    """Return the promise or receipt for an entry of a case as it is handed out; None where there is none."""
    this, key = store_door.door(), request.city.key  # type: ignore[attr-defined]
    with this.pool.connection() as connection:
        return receipts.receipt(
            connection,
            this.safe.keyring,
            key,
            request.actor,  # type: ignore[attr-defined]
            shown.file.stream,
            seq,
            number=shown.file.case.number,
        )


@permission("case.read")
@require_safe
def slip(request: HttpRequest, number: str) -> HttpResponse:
    """Show the receipt for material (收件回执): what was taken in, when, by which window."""
    shown = case_page.shown_or_404(request, number)
    received = shown.file.last("case.received")
    if received is None:
        raise Http404
    case = shown.file.case
    return render(
        request,
        "services/slip.html",
        {
            "case": case,
            "matter": shown.matter,
            "to": applicant_name(request, shown),
            "received": received,
            "window": matter_forms.body_in_words(shown.city, _taken_in_by(case, received)),
            "lead": matter_forms.body_in_words(shown.city, case.lead),
            "place": matter_forms.place_in_words(shown.city, case.place),
        },
    )


def _taken_in_by(case: Case, received: Entry) -> str:
    """Return the body that took the material in: a part of a bundle comes straight to its lead."""
    return case.lead if "handed_on_by" in received.event.data.about else case.window or case.lead


def result_or_404(request: HttpRequest, number: str) -> Shown:
    """Return a case that was granted. Raises Http404 when it has no result to show."""
    shown = case_page.shown_or_404(request, number)
    if not results.has_result(shown.file.case) or shown.file.case.outcome != "grant":
        raise Http404
    return shown


def verify_address(request: HttpRequest, number: str) -> str:
    """Return the whole address at which anybody verifies this result."""
    key = request.city.key  # type: ignore[attr-defined]
    code = results.verify_code(store_door.door().safe.keyring, key, number)
    return request.build_absolute_uri(reverse("services-verify", args=[number, code]))


def code_of(request: HttpRequest, number: str) -> str:
    """Return the code of a result or a paper, in groups."""
    key = request.city.key  # type: ignore[attr-defined]
    return results.grouped(results.verify_code(store_door.door().safe.keyring, key, number))


def result_rows(request: HttpRequest, shown: Shown) -> list[tuple[Text, Any]]:
    """Return question and answer of each field that the result prints, as far as the reader may see them."""
    case, matter, city = shown.file.case, shown.matter, shown.city
    form = matter_forms.form_of(city, matter)
    fields = [name for name in matter.result.get("fields", ()) if name in form.fields]
    sealed = {name: case.sealed[name] for name in fields if name in case.sealed and shown.purpose}
    if sealed and shown.internal:
        queries.note_reading(request, shown.file, "paper", list(sealed))
    values = matter_forms.joined(form, case.facts, store_door.opened(request, sealed))
    places = matter_forms.places_of(city)
    return [
        (form.fields[name].title, forms.in_words(form.fields[name], values[name], places))
        for name in fields
        if name in values
    ]


@permission("case.read")
@require_safe
def result(request: HttpRequest, number: str) -> HttpResponse:
    """Show the result like a certificate, with the QR by which anybody can verify it."""
    shown = result_or_404(request, number)
    case, matter, city = shown.file.case, shown.matter, shown.city
    decided = shown.file.last("case.decided")
    assert decided is not None, "a result without its decision"
    zone = ZoneInfo(city.zone)
    found = results.result_of(case, city, matter, decided.at)
    today = store_door.now().astimezone(zone).date()
    stands = results.stands(found, today)
    return render(
        request,
        "services/result.html",
        {
            "case": case,
            "matter": matter,
            "title": results.result_title(city, matter),
            "rows": result_rows(request, shown),
            "body": matter_forms.body_in_words(city, case.lead),
            "decided_on": decided.at.astimezone(zone).date(),
            "valid": results.valid(found, matter),
            "stands": stands,
            "clause": papers.basis(city, stands.clause) if stands.clause else None,
            "apply_by": found.apply_by,
            "too_late": found.apply_by is not None and today > found.apply_by,
            "can_continue": may_continue(request, shown, stands),
            "can_print": may(request, "case.issue-document", case.target) and bool(shown.purpose),
            "code": code_of(request, case.number),
            "verify": verify_address(request, case.number),
            "in_parts": parts.is_bundle(matter),
        },
    )


def may_continue(request: HttpRequest, shown: Shown, stands: results.Stands) -> bool:
    """Say whether its holder may ask here for renewal or change: their own, and it was not ended."""
    standing = stands.now in ("valid", "not-yet", "suspended", "expired") and not stands.successor
    return standing and not shown.internal and may(request, "case.file", shown.file.case.target)


@permission("case.read")
@require_safe
def qr(request: HttpRequest, number: str) -> HttpResponse:
    """Draw the QR of a result as an SVG of its own address: no data in the page, no script."""
    shown = result_or_404(request, number)
    drawn = sheets.qr_svg(verify_address(request, shown.file.case.number))
    return HttpResponse(drawn, content_type="image/svg+xml")
