"""The pages of offers: what waits for an answer, and why somebody qualifies."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yiwang.kernel.policy import Policy, judge
from yiwang.kernel.refusal import Refusal
from yiwang.nets.offers import queries, saying, telling
from yiwang.nets.offers.queries import Offer
from yiwang.nets.offers.reading import Looked
from yiwang.web import acting, here, names
from yiwang.web.errors import refused
from yiwang.web.here import city_day
from yiwang.web.permission import permission
from yiwang.web.words import T


@permission("offer.read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the offers that stand, of the actor and of whom they may act for. Nothing is read of anybody."""
    city, actor = here.city_now(request), here.actor_of(request)
    found = [one for one in queries.standing(request) if one.policy in city.policies]
    called = names.names_of(request, [one.person for one in found if one.person != actor.person])
    lines = [(one, city.policies[one.policy], called.get(one.person)) for one in found]
    return render(request, "offers/home.html", {"lines": lines})


@permission("offer.read")
@require_safe
def offer(request: HttpRequest, offer: UUID) -> HttpResponse:
    """Say why somebody qualifies, on which data, for how much and until when; ask yes, no, or not so."""
    found = current(request, offer)
    if isinstance(found, HttpResponse):
        return found
    one, policy = found
    return page(request, one, policy, queries.looked(request, one))


def current(request: HttpRequest, id: UUID) -> tuple[Offer, Policy] | HttpResponse:
    """Return an offer that still stands with its policy; else the page that says why not.

    The request then acts for whom the offer is.
    """
    one = queries.find(request, id)
    if one is None:
        number = queries.number_of(request, id)
        if number:  # it was taken: pressed twice, or opened again
            return HttpResponseRedirect(reverse("services:filed", args=[number]))
        return refused(request, saying.gone(), 404, _home())
    city = here.city_now(request)
    policy, today = city.policies.get(one.policy), city_day(city)
    if policy is None or not policy.runs(today):
        return refused(request, saying.policy_over(), 409, _ordinary(policy))
    if one.until < today:
        return refused(request, saying.offer_over(), 409, _ordinary(policy))
    acting.act_for(request, "" if one.person == here.actor_of(request).person else one.person)
    return one, policy


def _home() -> tuple[str, Any]:
    return reverse("offers:home"), T("offers.title")


def _ordinary(policy: Policy | None) -> tuple[str, Any]:
    """Return the way to the ordinary application, which stays open whatever became of an offer."""
    if policy is None:
        return _home()
    return reverse("services:guide", args=[policy.matter]), T("offers.ordinary")


def page(
    request: HttpRequest, one: Offer, policy: Policy, looked: Looked, refusal: Refusal | None = None
) -> HttpResponse:
    """Show an offer, with a refusal where there is one."""
    city = here.city_now(request)
    judged = judge(policy, looked.values)
    actor = here.actor_of(request)
    refusal = refusal or (None if judged.qualifies else saying.no_longer())
    others = names.names_of(request, [one.person]) if one.person != actor.person else {}
    context = {
        "offer": one,
        "policy": policy,
        "for_whom": others.get(one.person),
        "reasons": telling.reasons(city, policy, looked),
        "amount": telling.amount_in_words(policy.amount, judged.amount)
        if judged.amount is not None
        else None,
        "basis": [telling.clause_in_words(city, one) for one in policy.basis],
        "body": here.body_in_words(city, policy.body),
        "qualifies": judged.qualifies,
        "at": looked.at,
        "refusal": refusal,
        "matter": city.matters.get(policy.matter),
    }
    return render(request, "offers/offer.html", context, status=409 if refusal else 200)
