"""What the payment provider calls; and, in the demo, the page of a provider that takes no money."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from yiwang.kernel.access import system
from yiwang.kernel.refusal import Refusal
from yiwang.nets.fees import providers, queries, rules
from yiwang.nets.fees.kinds import FEE
from yiwang.store.execute import Done
from yiwang.web import notices, store_door
from yiwang.web.machine import problem
from yiwang.web.permission import permission

WHO = system("payments")
UNSIGNED = {
    "zh": "签名不对，或没有支付方。什么也没有记。",
    "en": "The signature is wrong, or there is no provider. Nothing was recorded.",
}


@csrf_exempt
@permission("public")
@require_POST
def callback(request: HttpRequest) -> HttpResponse:
    """Take the provider's signed call: once or often, the fee is paid once.

    200: recorded, now or before. 401: not signed by the provider. 409: with the code of what does not fit.
    """
    answer = settle(request, request.body, request.headers.get("X-Signature", ""))
    if answer is None:
        return problem(401, "fee.unsigned", UNSIGNED)
    if isinstance(answer, Refusal):
        return problem(409, answer.code, {"zh": answer.zh, "en": answer.en})
    return JsonResponse({"order": answer.state.order, "phase": answer.state.phase})


def settle(request: HttpRequest, body: bytes, signature: str) -> Done | Refusal | None:
    """Record what a call tells; None where it is not the provider's."""
    provider = providers.payments(request)
    paid = provider.read(body, signature) if provider is not None else None
    if paid is None:
        return None
    command: Any = rules.Settle(
        order=paid.order, amount=paid.amount, reference=paid.reference, receipt=paid.receipt
    )
    stream = stream_of(paid.order)
    if stream is None:
        return None
    return store_door.ask(request, stream, command, key=None, kind=FEE, actor=WHO)


def stream_of(order: str) -> UUID | None:
    """Return the stream of an order's fee, None where it is no order of ours."""
    try:
        return UUID(order.partition("-")[0])
    except ValueError:
        return None


@permission("fee.pay")
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, order: str) -> HttpResponse:
    """The demo provider's own page: no money, one button; then the signed call, then back to the city."""
    provider, stream = providers.payments(request), stream_of(order)
    fee = queries.fee_at(request, stream) if stream is not None else None
    if provider is None or fee is None or fee.order != order:
        raise Http404
    if request.method == "POST":
        settle(request, *provider.paid_call(order, fee.amount))
        notices.leave(request, "fee.paid")
        return HttpResponseRedirect(reverse("fees:case", args=[fee.subject.number]))
    return render(request, "fees/provider.html", {"fee": fee})
