"""Evidence of duties for auditors: what each named query of the log finds, with its entries."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yiwang.nets.stewards import findings, queries
from yiwang.web import here
from yiwang.web.permission import permission
from yiwang.web.words import T


@permission("evidence.read")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """List the duties that a query of the log shows, and how much each finds; every number its list."""
    city = here.city_now(request)
    bodies = queries.bodies_of(request, city, "evidence.read")
    counts = {query: len(findings.find(request, city, bodies, query)) for query in findings.QUERIES}
    rows = [
        {
            "duty": one,
            "owner": here.body_in_words(city, one.body) if one.body else None,
            "verified": (clause := city.clauses.get(one.clause)) is not None and clause.verified,
            "count": counts.get(one.query, 0),
        }
        for one in city.duties.values()
        if one.query
    ]
    others = [one for one in findings.QUERIES if one not in {row["duty"].query for row in rows}]
    context = {
        "rows": rows,
        "others": [(one, T(f"stewards.query.{one}"), counts[one]) for one in others],
    }
    return render(request, "stewards/findings.html", context)


@permission("evidence.read")
@require_safe
def query(request: HttpRequest, query: str) -> HttpResponse:
    """List what one query finds: body, limit passed, and the entries of the ledger that show it."""
    if query not in findings.QUERIES:
        raise Http404
    city = here.city_now(request)
    bodies = queries.bodies_of(request, city, "evidence.read")
    context = {
        "title": T(f"stewards.query.{query}"),
        "says": T(f"stewards.query.{query}.says"),
        "duties": [one for one in city.duties.values() if one.query == query],
        "rows": [
            (one, here.body_in_words(city, one.body)) for one in findings.find(request, city, bodies, query)
        ],
    }
    return render(request, "stewards/finding.html", context)
