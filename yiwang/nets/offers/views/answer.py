"""The answers to an offer. A yes leads to the answers filled in; only confirming them files anything.

No, not so, and nothing at all end alike: the offer's row goes away, and one is added to a count that names
nobody. Which of them it was is not kept, nor by whom: all answers go to one address, with the offer's id in
what is sent and not in the address.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from yiwang.kernel.commands import File
from yiwang.kernel.matter import City, Matter
from yiwang.kernel.policy import Policy, judge
from yiwang.kernel.refusal import Refusal
from yiwang.nets.offers import filing, queries, saying, telling
from yiwang.nets.offers.granted_reading import granted
from yiwang.nets.offers.queries import Offer
from yiwang.nets.offers.reading import Looked, look
from yiwang.nets.offers.views import shown
from yiwang.web import forms, here, notices, store_door
from yiwang.web.errors import refused
from yiwang.web.forms import Answer, Form
from yiwang.web.forms.places import places_of
from yiwang.web.forms.sealing import split
from yiwang.web.here import city_day, new_number
from yiwang.web.permission import permission

YES, NO, NOT_SO = "yes", "no", "not-so"


@permission("offer.answer")
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Take yes, no, or that the data are wrong."""
    id, said = _uuid(request.POST.get("offer", "")), request.POST.get("answer", "")
    if id is None:
        return refused(request, saying.gone(), 404)
    if said == YES:
        return HttpResponseRedirect(reverse("offers:confirm", args=[id]))
    one = queries.find(request, id)
    if one is None:
        notices.leave(request, "offers.put-away", "info")  # pressed twice: it is away already
        return HttpResponseRedirect(reverse("offers:home"))
    if said not in (NO, NOT_SO):
        found = shown.current(request, id)
        if isinstance(found, HttpResponse):
            return found
        return shown.page(request, *found, queries.looked(request, found[0]), saying.no_answer())
    city = here.city_now(request)
    policy = city.policies.get(one.policy)
    queries.end(request, one, taken=False)
    if said == NOT_SO and policy is not None:
        owners = dict.fromkeys(condition.owner for condition in policy.conditions)
        context = {"policy": policy, "owners": [here.body_in_words(city, owner) for owner in owners]}
        return render(request, "offers/not_so.html", context)
    notices.leave(request, "offers.put-away", "info")
    return HttpResponseRedirect(reverse("offers:home"))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@permission("offer.answer")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, offer: UUID) -> HttpResponse:
    """Show the answers filled in; file the case when they are confirmed.

    The offer's id becomes the case's id: confirmed twice it is filed once.
    """
    found = shown.current(request, offer)
    if isinstance(found, HttpResponse):
        return found
    one, policy = found
    city, looked = here.city_now(request), queries.looked(request, one)
    if not judge(policy, looked.values).qualifies:
        return shown.page(request, one, policy, looked)
    matter = city.matters[policy.matter]
    form = filing.form_of(matter)
    given, refusal = None, None
    if request.method == "POST":
        day, places = city_day(city), places_of(city)
        given = forms.parse(form, filing.whole(form), request.POST, known={}, today=day, places=places)
        if given.ok:
            looked = _read_again(request, one, policy)
            if not judge(policy, looked.values).qualifies:
                return shown.page(request, one, policy, looked)
            done = _file(request, city, matter, one, form, given.values)
            if not isinstance(done, Refusal):
                queries.end(request, one, taken=True)
                return HttpResponseRedirect(reverse("services:filed", args=[done.state.number]))
            refusal = done
    return _page(request, one, policy, matter, form, looked, given, refusal)


def _read_again(request: HttpRequest, one: Offer, policy: Policy) -> Looked:
    """Read today, as whoever confirms: what was so when it was offered may be so no more."""
    key = request.city.key  # type: ignore[attr-defined]
    door, now = store_door.door(), store_door.now()
    return look(granted, door, key, here.actor_of(request), policy, one.person, now)


def _file(
    request: HttpRequest, city: City, matter: Matter, one: Offer, form: Form, values: dict[str, Any]
) -> Any:
    place = filing.place_of(city, values)
    own = {name: value for name, value in values.items() if name != filing.PLACE}
    facts, sealed = split(matter, form, own, {})
    command = File(
        case=str(one.id),
        number=new_number(city),
        matter=matter.id,
        place=place,
        channel="online",
        applicant=here.actor_of(request).applicant,
        facts={name: value for name, value in facts.items() if name != filing.PLACE},
    )
    return store_door.ask(request, one.id, command, key=f"file:{one.id}", secrets=sealed)


def _page(
    request: HttpRequest,
    one: Offer,
    policy: Policy,
    matter: Matter,
    form: Form,
    looked: Looked,
    given: Answer | None,
    refusal: Refusal | None,
) -> HttpResponse:
    city = here.city_now(request)
    values, sources = filing.known(request, policy, one, form, looked)
    amount = judge(policy, looked.values).amount
    assert amount is not None, "it qualifies"
    context = {
        "offer": one,
        "policy": policy,
        "matter": matter,
        "amount": telling.amount_in_words(policy.amount, amount),
        "page": forms.bind(form, filing.whole(form), values, given, places=places_of(city), sources=sources),
        "refusal": refusal,
    }
    problems = bool(given and given.problems)
    return render(
        request, "offers/confirm.html", context, status=409 if refusal else 422 if problems else 200
    )
