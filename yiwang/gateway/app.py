"""The ASGI application of the gateway.

POST /<city>/gateway/ask                       a signed call; answered, or refused with a code
GET  /<city>/gateway/exchanges/<id>/receipt    the receipt of one of the asker's exchanges, signed too
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from urllib.parse import quote
from uuid import UUID

from yiwang.gateway import refusals
from yiwang.gateway.asking import Desk, Outcome, Timing, refused
from yiwang.gateway.calls import LARGEST, read_call
from yiwang.gateway.operational import Operational
from yiwang.gateway.signatures import Claim, Request, Unsigned, claim, signed_answer
from yiwang.kernel.refusal import Refusal

THREADS = 32
"""Calls at work at one time; the others wait their turn."""

WAITING = 512
"""Calls that may wait; one more is told to come back."""

BODY_WITHIN = 10.0
"""Seconds in which a body has to come."""

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
_ASK = re.compile(r"/([a-z0-9~-]{1,100})/gateway/ask\Z")
_RECEIPT = re.compile(r"/([a-z0-9~-]{1,100})/gateway/exchanges/([0-9a-f-]{36})/receipt\Z")
_BUSY = Refusal(
    code="gateway.provider-busy", zh="网关正忙，请稍后再试。", en="The gateway is busy; try again later."
)


class Gateway:
    """`Gateway(desk, log, hosts)`: an ASGI application.

    Args:
        served: says whether a city is served. hosts: authorities that requests may name, lower case.
    """

    def __init__(
        self, desk: Desk, log: Operational, hosts: frozenset[str], served: Callable[[str], bool]
    ) -> None:
        self._desk, self._log, self._hosts, self._served = desk, log, hosts, served
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="gateway")
        self._under_way = 0

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        timing = Timing(self._now())
        path = _path(scope)
        asked, wanted = _ASK.match(path), _RECEIPT.match(path)
        found = asked if scope["method"] == "POST" else wanted if scope["method"] == "GET" else None
        if found is None or not self._served(found[1]):
            await _send(send, 404, refused(refusals.NO_PLACE), {})
            return
        body = await _body(receive)
        if body is None:
            await _send(
                send,
                413,
                refused(
                    Refusal(
                        code="gateway.too-large",
                        zh=f"请求最多 {LARGEST} 字节。",
                        en=f"A request has {LARGEST} bytes at most.",
                    )
                ),
                {},
            )
            return
        request = _request(scope, path, body)
        city = found[1]
        said: Claim | None = None
        if self._under_way >= THREADS + WAITING:
            outcome = Outcome(refused(_BUSY), _BUSY)
        else:
            try:
                said = self._claim(request)
                outcome = await self._outcome(city, found, said, body, timing)
            except Unsigned as fault:
                refusal = refusals.unsigned(fault.why)
                outcome = Outcome(refused(refusal), refusal)
        status = 200 if outcome.refusal is None else refusals.status_of(outcome.refusal)
        headers = {}
        if said is not None and outcome.actor is not None:
            key = self._desk.door.safe.keyring.signing(city)
            headers = signed_answer(
                status, outcome.body, request, said.label, key.private, key.id, self._desk.clock()
            )
        timing.response_out = self._now()
        if asked is not None:
            self._log.write(_line(city, request, outcome, status, timing, said))
        await _send(send, status, outcome.body, headers)

    async def _outcome(
        self, city: str, found: re.Match[str], said: Claim, body: bytes, timing: Timing
    ) -> Outcome:
        self._desk.nonces(city)
        if found.re is _ASK:
            work = partial(self._desk.answer, city, said, read_call(body), timing)
        else:
            try:
                exchange = UUID(found[2])
            except ValueError:
                return Outcome(refused(refusals.NO_PLACE), refusals.NO_PLACE)
            work = partial(self._desk.receipt, city, said, exchange)
        self._under_way += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._under_way -= 1

    def _claim(self, request: Request) -> Claim:
        if request.authority not in self._hosts:
            raise Unsigned("authority")
        return claim(request, self._desk.clock())

    def _now(self) -> int:
        return int(self._desk.clock().timestamp() * 1000)


def _path(scope: dict[str, Any]) -> str:
    raw = scope.get("raw_path")
    return raw.decode("latin-1") if raw else quote(scope["path"])


def _request(scope: dict[str, Any], path: str, body: bytes) -> Request:
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1").strip()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return Request(
        method=scope["method"],
        authority=headers.get("host", "").lower(),
        path=path,
        query=scope["query_string"].decode("latin-1"),
        headers=headers,
        body=body,
    )


async def _body(receive: Receive) -> bytes | None:
    """Return the body, None where it is too large or does not come."""
    pieces, size = [], 0
    try:
        async with asyncio.timeout(BODY_WITHIN):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    return None
                piece = message.get("body", b"")
                size += len(piece)
                if size > LARGEST:
                    return None
                pieces.append(piece)
                if not message.get("more_body", False):
                    return b"".join(pieces)
    except TimeoutError:
        return None


def _line(
    city: str, request: Request, outcome: Outcome, status: int, timing: Timing, said: Claim | None
) -> dict[str, Any]:
    actor = outcome.actor
    return {
        "securityServerType": "Producer",
        "requestInTs": timing.request_in,
        "requestOutTs": timing.request_out or None,
        "responseInTs": timing.response_in or None,
        "responseOutTs": timing.response_out,
        "clientXRoadInstance": city,
        "clientMemberClass": "GOV" if actor is not None else None,
        "clientMemberCode": actor.holdings[0].body if actor is not None else None,
        "clientSubsystemCode": actor.person.removeprefix("client:") if actor is not None else None,
        "serviceXRoadInstance": city,
        "serviceMemberClass": "GOV" if outcome.owner else None,
        "serviceMemberCode": outcome.owner or None,
        "serviceCode": outcome.product or None,
        "messageId": str(outcome.exchange) if outcome.exchange is not None else None,
        "messageProtocolVersion": "yiwang-gateway/1",
        "requestSize": len(request.body),
        "responseSize": len(outcome.body),
        "succeeded": outcome.refusal is None,
        "statusCode": status,
        "serviceType": "REST",
        "faultCode": outcome.refusal.code if outcome.refusal is not None else None,
        "faultString": outcome.refusal.params.get("why") if outcome.refusal is not None else None,
    }


async def _send(send: Send, status: int, body: bytes, headers: dict[str, str]) -> None:
    whole = {
        "content-type": "application/json",
        "content-length": str(len(body)),
        "cache-control": "no-store",
        **headers,
    }
    encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in whole.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})
