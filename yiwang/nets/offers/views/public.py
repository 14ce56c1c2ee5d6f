"""For everybody: which policies are offered unasked, on which conditions and data, and how often."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yiwang.kernel.policy import Policy
from yiwang.nets.offers import queries, telling
from yiwang.web import here
from yiwang.web.here import city_day
from yiwang.web.permission import permission


@permission("public")
@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """List the policies, those in force first; counts are rounded down and small ones left out."""
    city = here.city_now(request)
    today, counts = city_day(city), queries.counts(request)

    def line(policy: Policy) -> dict[str, object]:
        return {
            "policy": policy,
            "runs": policy.runs(today),
            "amounts": telling.rows_in_words(policy.amount),
            "body": here.body_in_words(city, policy.body),
            "basis": [telling.clause_in_words(city, one) for one in policy.basis],
            "conditions": [
                (one, here.body_in_words(city, one.owner), telling.clause_in_words(city, one.clause))
                for one in policy.conditions
            ],
            "matter": city.matters.get(policy.matter),
            "counts": counts.get(policy.id, (0, 0)),
        }

    listed = sorted(city.policies.values(), key=lambda one: (not one.runs(today), one.id))
    context = {"lines": [line(one) for one in listed], "fewest": queries.FEWEST}
    return render(request, "offers/policies.html", context)
