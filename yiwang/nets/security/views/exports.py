"""Exports as CSV: after a fresh confirmation, recorded in the body's seal, each line marked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from yiwang.kernel.refusal import Refusal
from yiwang.nets.security import frame, opening, queries, seal_rules, sealing
from yiwang.nets.security.decoding import Line
from yiwang.nets.security.kinds import SEAL, seal_stream
from yiwang.nets.security.records import SEVERITIES
from yiwang.nets.security.views import assets as pages
from yiwang.nets.security.views import board
from yiwang.web import here, store_door
from yiwang.web.asked import key_of
from yiwang.web.permission import permission

MOST = 20_000
ASSET_HEADING = (
    "ref", "name", "kind", "body", "position", "level", "critical", "sector", "standing", "assessed_on",
    "expires_on", "watermark",
)  # fmt: skip
FINDING_HEADING = (
    "severity", "priority", "score", "exploited", "asset", "since", "rule", "title", "where", "line", "cve",
    "watermark",
)  # fmt: skip


@permission("security.export")
@require_POST
def assets(request: HttpRequest) -> HttpResponse:
    """Give the assets of a body as CSV, without what is sealed of them."""
    body = frame.body_chosen(request, "security.export")
    with store_door.reading(request) as cursor:
        found = queries.every(cursor, here.city_key(request), body, MOST)
    mark = recorded(request, body, len(found), "assets")
    if isinstance(mark, Refusal):
        return pages.listed_page(request, mark)
    rows = [
        (one.ref, one.name, one.kind, one.body, one.position, one.level, one.critical, one.sector,
         one.standing, one.assessed_on or "", one.expires_on or "", mark)
        for one in found
    ]  # fmt: skip
    return _csv("assets.csv", mark, ASSET_HEADING, rows)


@permission("security.export")
@require_POST
def findings(request: HttpRequest) -> HttpResponse:
    """Give what is open of a body as CSV, with what it says."""
    body = frame.body_chosen(request, "security.export")
    found: list[queries.Finding] = []
    page = 1
    while len(found) < MOST:
        some = queries.findings(request, body, page=page)
        found += some[: queries.PAGE]
        page += 1
        if len(some) <= queries.PAGE:
            break
    mark = recorded(request, body, len(found), "findings")
    if isinstance(mark, Refusal):
        return board.findings_page(request, mark)
    places = [(one.stream, one.fingerprint, one.box, one.place) for one in found]
    lines = opening.opened_lines(request, body, places) if places else {}
    if isinstance(lines, Refusal):
        return board.findings_page(request, lines)
    return _csv("findings.csv", mark, FINDING_HEADING, _rows(found, lines, mark))


def _rows(found: list[queries.Finding], lines: dict[str, Line], mark: str) -> Iterator[tuple[Any, ...]]:
    for one in found:
        said = lines.get(f"{one.stream}.{one.fingerprint.hex()}", Line(rule=""))
        score = f"{one.score / 10:.1f}" if one.score is not None else ""
        yield (
            SEVERITIES[one.severity], one.priority, score, one.exploited, one.name, one.since_at.isoformat(),
            said.rule, said.title, said.where, said.line or "", said.cve, mark,
        )  # fmt: skip


def recorded(request: HttpRequest, body: str, count: int, what: str) -> str | Refusal:
    """Record an export in the body's seal. Returns its watermark: person id, when, which."""
    door, city, now = store_door.door(), here.city_key(request), store_door.now()
    made = sealing.key_to_seal(door, city, body, now)
    if isinstance(made, Refusal):
        return made
    command = seal_rules.Export(count=count, purpose=request.POST.get("purpose", ""), what=what)
    answer = store_door.ask(request, seal_stream(city, body), command, key=key_of(request), kind=SEAL)
    if isinstance(answer, Refusal):
        return answer
    local = now.astimezone(ZoneInfo(here.city_now(request).zone))
    return f"{here.actor_of(request).person} {local:%Y-%m-%d %H:%M} #{answer.seq}"


def _csv(name: str, mark: str, heading: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> HttpResponse:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([f"# {mark}"])
    writer.writerow(heading)
    writer.writerows([_harmless(str(cell)) for cell in row] for row in rows)
    answer = HttpResponse(b"\xef\xbb\xbf" + text.getvalue().encode(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula is marked as text."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
