"""校核, asked by a body that uses a product: its data officers say what is wrong, the owner answers."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yiwang.kernel.access import scope
from yiwang.kernel.commands import File
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import stream_id
from yiwang.kernel.products import Product
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.role_parts import DATA_CORRECTION
from yiwang.store.execute import Done
from yiwang.web import here, notices, store_door
from yiwang.web.errors import bad_request
from yiwang.web.here import new_number
from yiwang.web.permission import permission

LONGEST = 2000
NOTHING_WRONG = Refusal(code="concern.no-words", zh="请写明哪里不对。", en="Say what is wrong.")


def asking_bodies(request: HttpRequest) -> list[str]:
    """Return the bodies for which whoever asks is a data officer."""
    found = {body for one in scope(here.actor_of(request), "request.file") for body in one.values}
    return sorted(found)


def used_by(city: City, bodies: Iterable[str]) -> dict[str, list[Product]]:
    """Return the products that each of these bodies may use by a grant of the pack."""
    found: dict[str, list[Product]] = {}
    for id in bodies:
        body = city.bodies[id]
        ids = {one.product: None for one in city.grants.values() if one.to in (body.id, body.function)}
        found[id] = [city.products[one] for one in ids if one in city.products]
    return found


@permission("request.file")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, product: str) -> HttpResponse:
    """Ask the owner of a product that one's body uses to correct it."""
    city = here.city_now(request)
    known = city.products.get(product)
    users = [id for id, used in used_by(city, asking_bodies(request)).items() if known in used]
    if known is None or not users or DATA_CORRECTION not in city.matters:
        raise Http404
    refusal, case = None, stream_id(store_door.now(), secrets.token_bytes(10))
    if request.method == "POST":
        try:
            case = UUID(request.POST.get("case", ""))
        except ValueError:
            return bad_request(request)
        answer = _ask(request, city, known, users[0], case, request.POST)
        if not isinstance(answer, Refusal):
            notices.leave(request, "stewards.correct.done", number=answer.state.number)
            return HttpResponseRedirect(reverse("stewards:corrections"))
        refusal = answer
    context = {
        "product": known,
        "owner": here.body_in_words(city, known.owner),
        "body": here.body_in_words(city, users[0]),
        "case": case,
        "wrong": request.POST.get("wrong", ""),
        "right": request.POST.get("right", ""),
        "refusal": refusal,
    }
    return render(request, "stewards/correct.html", context, status=409 if refusal else 200)


def _ask(
    request: HttpRequest, city: City, product: Product, body: str, case: UUID, sent: Mapping[str, str]
) -> Done | Refusal:
    written = {name: sent.get(name, "").strip()[:LONGEST] for name in ("wrong", "right")}
    if not written["wrong"]:
        return NOTHING_WRONG
    command = File(
        case=str(case),
        number=new_number(city),
        matter=DATA_CORRECTION,
        place=city.root,
        channel="system",
        facts={"product": product.id, "requester": body},
    )
    sealed = {name: words for name, words in written.items() if words}
    return store_door.ask(request, case, command, key=f"correct:{case}", secrets=sealed)
