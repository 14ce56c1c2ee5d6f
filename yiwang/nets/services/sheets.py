"""A paper or a result as a sheet to be typeset: the same words as its page, in both languages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import segno

from yiwang.kernel.case import Case
from yiwang.kernel.matter import City, Matter
from yiwang.nets.services import clock_words, results
from yiwang.nets.services.papers import PaperPage
from yiwang.nets.services.results import Valid
from yiwang.web.dates import moment_in_words
from yiwang.web.pdf.sheet import Block, Sheet, block, both, facts
from yiwang.web.words import LANGUAGES, T, Text, say


def qr_svg(address: str) -> str:
    """Return an address as a QR code: SVG without a prolog, black on white."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(
        drawn, kind="svg", xmldecl=False, scale=4, border=4, light="#fff", dark="#000"
    )
    return drawn.getvalue().decode()


def _sheet(
    title: Text, issuer: Text, number: str, at: datetime, sign: Text, address: str, code: str, signed: Text,
    digest: str, **more: Any,
) -> Sheet:  # fmt: skip
    return Sheet(
        title=both(title),
        issuer=both(issuer),
        number=number,
        at=at,
        sign=both(sign),
        address=address,
        code=_in_one(T("services.result.code"), code)["zh"],
        qr=qr_svg(address),
        verify=both(T("services.pdf.verify")),
        foot=(both(signed), both(_in_one(T("services.proof.hash"), digest))),
        **more,
    )


def _in_one(*parts: Text | str) -> Text:
    return {one: " ".join(say(part, one) for part in parts) for one in LANGUAGES}


def _day(text: Any) -> Text:
    return {one: clock_words.day(text, one) for one in LANGUAGES}


def of_result(
    case: Case,
    city: City,
    matter: Matter,
    *,
    rows: Sequence[tuple[Any, Any]],
    body: Text,
    decided_at: datetime,
    valid: Valid,
    from_on: Any,
    to: str,
    address: str,
    code: str,
    signed: Text,
    digest: str,
) -> Sheet:
    """Return the result of a case as a certificate.

    Args:
        rows: question and answer of each field the matter prints. signed: what the signer says of itself.
        digest: hash of the ledger entry that decided it. code: in groups.
    """
    decided_on = decided_at.astimezone(ZoneInfo(city.zone)).date()
    until: Text = T("services.result.unsaid")
    if valid.until is not None:
        until = _day(valid.until)
    elif valid.said is not None:
        until = valid.said
    shown = [*rows, (T("services.result.decided"), _day(decided_on))]
    if from_on != decided_on:
        shown.append((T("services.standing.from"), _day(from_on)))
    shown.append((T("services.result.valid"), until))
    return _sheet(
        results.result_title(city, matter),
        body,
        case.number,
        decided_at,
        _in_one(body, _day(decided_on)),
        address,
        code,
        signed,
        digest,
        framed=True,
        to=to,
        blocks=(facts(shown), block("note", T("services.pdf.certificate-note"))),
    )


def of_paper(
    page: PaperPage, case: Case, city: City, matter: Matter, *, body: Text, to: str, filed_day: Text,
    address: str, code: str, signed: Text,
) -> Sheet:  # fmt: skip
    """Return a statutory paper as a sheet: all that its page says, and nothing else."""
    facts_line = {
        one: say(
            T("services.paper.facts"),
            one,
            day=say(filed_day, one),
            title=say(matter.title, one),
            number=case.number,
        )
        for one in LANGUAGES
    }
    issued = page.paper.issued_at
    moment = {one: moment_in_words(issued.astimezone(ZoneInfo(city.zone)), one) for one in LANGUAGES}
    return _sheet(
        page.title,
        body,
        page.paper.number,
        issued,
        _in_one(body, moment),
        address,
        code,
        signed,
        page.hash,
        to=to,
        blocks=(
            block("text", facts_line),
            block("text", page.lead),
            *_particulars(page),
            *_reason(page),
            *_grounds(page),
            *_remedy(page),
        ),
    )


def _particulars(page: PaperPage) -> list[Block]:
    found = []
    if page.items:
        found.append(block("list", *page.items))
    rows: list[tuple[Any, Any]] = []
    about = page.about
    if about.get("range"):
        rows.append((T("services.input.range"), T(f"services.range.{about['range']}")))
    if about.get("interval_title"):
        rows.append((T("services.input.interval"), about["interval_title"]))
    if about.get("amount"):
        rows.append((T("services.input.amount"), about["amount"]))
    if about.get("penalty"):
        rows.append((T("services.paper.penalty"), about["penalty"]))
    if page.paper.kind == "withhold" and about.get("until"):
        rows.append((T("services.standing.until"), about["until"]))
    if page.clock is not None and page.clock.due is not None:
        rows.append((page.clock.title, _day(page.clock.due.date())))
    if rows:
        found.append(facts(rows))
    if page.extra:
        found.append(block("text", page.extra))
    return found


def _reason(page: PaperPage) -> list[Block]:
    if not page.reason:
        return []
    return [block("heading", T("services.paper.reason")), block("text", page.reason)]


def _grounds(page: PaperPage) -> list[Block]:
    if not page.basis:
        return []
    found = [block("heading", T("services.paper.basis"))]
    for one in page.basis:
        found.append(block("text", one.citation))
        if one.says:
            found.append(block("note", one.says))
    return found


def _remedy(page: PaperPage) -> list[Block]:
    if not page.remedy:
        return []
    found = [block("heading", T("services.paper.remedy"))]
    found += [
        block("text", page.remedy[one]) for one in ("reconsideration", "litigation") if page.remedy.get(one)
    ]
    if page.remedy.get("source"):
        found.append(block("note", page.remedy["source"]))
    return found
