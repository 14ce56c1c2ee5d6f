"""What is open, counted by body, sector, severity and age; the findings of a body; what they say."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.refusal import Refusal
from yiwang.nets.security import frame, opening, queries
from yiwang.nets.security.records import SEVERITIES
from yiwang.nets.security.texts import AGE_WORDS, PRIORITY_WORDS, PURPOSE_WORDS, SEVERITY_WORDS
from yiwang.web import here
from yiwang.web.asked import key_of, page_number, uuid_of
from yiwang.web.permission import may, permission

GRAVEST_FIRST = tuple(range(len(SEVERITIES) - 1, -1, -1))


@permission("finding.read")
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show how much is open: of one's own bodies, or of every body to the city's office."""
    city, mine = here.city_now(request), frame.bodies_for(request, "finding.read")
    everything = may(request, "security.figures")
    found = queries.cells(request, None if everything else mine)
    titles = [SEVERITY_WORDS[SEVERITIES[each]] for each in GRAVEST_FIRST]
    context = {
        "everything": everything,
        "severities": titles,
        "ages": list(AGE_WORDS),
        "by_body": [
            (here.body_in_words(city, body), body if body in mine else "", *counts)
            for body, counts in _grouped(found, lambda one: one.body)
        ],
        "by_sector": [
            (_sector(city, sector), "", *counts) for sector, counts in _grouped(found, lambda one: one.sector)
        ],
        "assets": [
            (here.body_in_words(city, body) if body else None, counts)
            for body, counts in sorted(queries.asset_counts(request).items())
        ]
        if everything
        else [],
        "sources": [
            (id, one, here.body_in_words(city, one.body)) for id, one in queries.sources(request, mine)
        ],
        "may_import": may(request, "scan.import"),
    }
    return render(request, "security/board.html", context)


def _sector(city: Any, id: str) -> Any:
    known = city.guarding.sector(id)
    return known.title if known is not None else None


def _grouped(
    found: list[queries.Cell], by: Any
) -> list[tuple[str, tuple[int, list[tuple[Any, int]], list[tuple[Any, int]], Any]]]:
    """Return by name: how many, by severity, by age, the oldest; the most first."""
    groups: dict[str, list[queries.Cell]] = defaultdict(list)
    for one in found:
        groups[by(one)].append(one)
    made = []
    for name, cells in groups.items():
        total = sum(one.count for one in cells)
        severities = [
            (SEVERITY_WORDS[SEVERITIES[each]], sum(one.count for one in cells if one.severity == each))
            for each in GRAVEST_FIRST
        ]
        ages = [
            (AGE_WORDS[each], sum(one.count for one in cells if one.age == each))
            for each in range(len(AGE_WORDS))
        ]
        made.append((name, (total, severities, ages, min(one.oldest for one in cells))))
    return sorted(made, key=lambda one: (-one[1][0], one[0]))


@permission("finding.read")
@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """List the findings of a body, without what they say."""
    return findings_page(request)


def findings_page(
    request: HttpRequest, refusal: Refusal | None = None, opened: dict[str, Any] | None = None
) -> HttpResponse:
    """Show a body's findings, those that were opened with what they say."""
    city, body = here.city_now(request), frame.body_chosen(request, "finding.read")
    sent = request.POST if request.method == "POST" else request.GET
    state = "closed" if sent.get("state") == "closed" else "open"
    asset, page = uuid_of(sent.get("asset", "")), page_number(request)
    word = sent.get("severity", "")
    severity = SEVERITIES.index(word) if word in SEVERITIES else None
    found = queries.findings(request, body, state=state, asset=asset, severity=severity, page=page)
    seal = queries.seal_of(request, body)
    context = {
        "body": body,
        "body_title": here.body_in_words(city, body),
        "bodies": frame.named(city, frame.bodies_for(request, "finding.read")),
        "state": state,
        "asset": asset or "",
        "severity": word if severity is not None else "",
        "severities": [(id, SEVERITY_WORDS[id], id == word) for id in reversed(SEVERITIES)],
        "findings": [_shown(one, opened or {}) for one in found[: queries.PAGE]],
        "opened": opened is not None,
        "purposes": list(PURPOSE_WORDS.items()),
        "openings": [(one, PURPOSE_WORDS[one.purpose]) for one in (seal.opened[::-1] if seal else ())],
        "may_open": may(request, "finding.open"),
        "may_export": may(request, "security.export"),
        "page": page,
        "more": len(found) > queries.PAGE,
        "refusal": refusal,
        "key": str(frame.new_id()),
    }
    return render(request, "security/findings.html", context, status=409 if refusal else 200)


def _shown(one: queries.Finding, opened: dict[str, Any]) -> dict[str, Any]:
    id = f"{one.stream}.{one.fingerprint.hex()}"
    return {
        "id": id,
        "finding": one,
        "severity": SEVERITY_WORDS[SEVERITIES[one.severity]],
        "grade": SEVERITIES[one.severity],
        "priority": PRIORITY_WORDS[one.priority],
        "score": f"{one.score / 10:.1f}" if one.score is not None else "",
        "line": opened.get(id),
    }


@permission("finding.open")
@require_POST
def open_findings(request: HttpRequest) -> HttpResponse:
    """Open what chosen findings say, for a purpose that is recorded."""
    body = frame.body_chosen(request, "finding.open")
    chosen = request.POST.getlist("finding")[: queries.PAGE]
    opened = opening.open_findings(request, body, chosen, request.POST.get("purpose", ""), key_of(request))
    if isinstance(opened, Refusal):
        return findings_page(request, opened)
    return findings_page(request, opened=opened)
