"""The sides of the gateway's measurement, each a process: a provider, a plain proxy, the gateway.

python -m bench.gateway_sides provider 127.0.0.1:9001
python -m bench.gateway_sides proxy 127.0.0.1:9002          BENCH_PROVIDER
python -m bench.gateway_sides gateway 127.0.0.1:9003        as yiwang.serve.gateway_process, without a quota
"""

from __future__ import annotations

import asyncio
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
from msgspec.structs import replace

from yiwang.gateway.app import THREADS
from yiwang.gateway.providers.rest import RestProvider
from yiwang.kernel.products import Quota
from yiwang.serve.listening import listen

FIELDS = ("name", "domicile")
_kept: dict[str, Any] = {}


async def provider(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI: answers with one made-up row for each value asked about."""
    if scope["type"] != "http":
        return
    asked = msgspec.json.decode(await _body(receive))
    rows = [
        {**dict.fromkeys(asked["fields"], "岳阳楼区巴陵东路 88 号"), asked["by"]: value}
        for value in asked["values"]
    ]
    await _send(send, msgspec.json.encode({"rows": rows}))


async def proxy(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI: asks the provider the same, by the same client in as many threads, and passes on what it says."""
    if scope["type"] != "http":
        return
    if not _kept:
        _kept["threads"] = ThreadPoolExecutor(THREADS)
        _kept["provider"] = RestProvider(os.environ["BENCH_PROVIDER"], {}, {}, 5.0)
    call = msgspec.json.decode(await _body(receive))
    loop = asyncio.get_running_loop()
    rows = await loop.run_in_executor(
        _kept["threads"], _kept["provider"].ask, FIELDS, call["by"], tuple(call["values"]), 100
    )
    await _send(send, msgspec.json.encode({"rows": rows}))


async def gateway(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI: the gateway as it is served, with grants that are never used up."""
    if not _kept:
        from yiwang.serve import gateway_process

        made = gateway_process.made()
        own, door = made._desk.door.cities, made._desk.door
        cities: dict[str, Any] = {}

        def without_quota(key: str, pack: str | None) -> Any:
            city = own(key, pack)
            if city.pack not in cities:
                grants = {
                    name: replace(grant, quota=Quota(calls=10**9)) for name, grant in city.grants.items()
                }
                cities[city.pack] = replace(city, grants=grants)
            return cities[city.pack]

        object.__setattr__(door, "cities", without_quota)
        _kept["gateway"] = made
    await _kept["gateway"](scope, receive, send)


async def _body(receive: Any) -> bytes:
    pieces = []
    while True:
        message = await receive()
        pieces.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(pieces)


async def _send(send: Any, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def main() -> int:
    """Serve the side named until told to stop."""
    from granian.constants import Interfaces

    side, address = sys.argv[1:3]
    os.environ["BENCH_LISTEN"] = address
    return listen(
        f"bench.gateway_sides:{side}",
        variable="BENCH_LISTEN",
        otherwise=address,
        interface=Interfaces.ASGI,
        workers=1,
    )


if __name__ == "__main__":
    sys.exit(main())
