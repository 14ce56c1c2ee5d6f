"""The gateway child: products given to machine clients, by granian, one event loop.

YIWANG_GATEWAY         where it listens, `127.0.0.1:8002`
YIWANG_GATEWAY_HOSTS   further host names under which it is asked, with ports, separated by spaces
YIWANG_GATEWAY_SUITE   `default`, or `sm` for keyed digests by HMAC-SM3
"""

from __future__ import annotations

import os
import sys
from multiprocessing import parent_process
from pathlib import Path
from signal import SIGKILL
from typing import Any

from yiwang.serve.listening import listen
from yiwang.store.launch import tie

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiwang.web.settings")
LISTEN = "127.0.0.1:8002"

_server = parent_process()
if _server is not None and _server.pid is not None:
    # As in the live child: a worker without its server would answer on the next one's address.
    tie(_server.pid, SIGKILL)

_kept: list[Any] = []


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI: made on the first request."""
    if not _kept:
        _kept.append(made())
    await _kept[0](scope, receive, send)


def made() -> Any:
    """Return the application by what the environment says."""
    from datetime import UTC, datetime

    from yiwang.gateway.app import Gateway
    from yiwang.gateway.asking import Desk
    from yiwang.gateway.crypto import SUITES
    from yiwang.gateway.operational import Operational
    from yiwang.kernel.matter import City
    from yiwang.serve.cities import Served, stored_city
    from yiwang.store.connect import make_pool
    from yiwang.store.execute import Door
    from yiwang.store.keys import Keyring
    from yiwang.store.vault import Safe

    data, dsn = Path(os.environ["YIWANG_DATA"]), os.environ["YIWANG_DATABASE"]
    served = Served(dsn)
    pool = make_pool(dsn, size=4)
    packs: dict[str, City] = {}

    def city(key: str, pack: str | None) -> City:
        current = next((one.city for one in served() if one.key == key), None)
        if current is None:
            raise KeyError(key)
        if pack in (None, current.pack):
            return current
        if pack not in packs:
            with pool.connection() as connection:
                packs[pack] = stored_city(connection, pack)
        return packs[pack]

    keys = Path(os.environ.get("YIWANG_KEYS") or data / "keys")
    suite = SUITES[os.environ.get("YIWANG_GATEWAY_SUITE") or "default"]
    desk = Desk(Door(pool, city, Safe(Keyring(keys))), data, lambda: datetime.now(UTC), suite)
    log = Operational(data / "logs" / "gateway-operational.log")
    listening = os.environ.get("YIWANG_GATEWAY") or LISTEN
    hosts = frozenset({listening.lower(), *os.environ.get("YIWANG_GATEWAY_HOSTS", "").lower().split()})
    return Gateway(desk, log, hosts, lambda key: any(one.key == key for one in served()))


def main() -> int:
    """Serve on YIWANG_GATEWAY until told to stop."""
    from granian.constants import Interfaces

    return listen(
        "yiwang.serve.gateway_process:application",
        variable="YIWANG_GATEWAY",
        otherwise=LISTEN,
        interface=Interfaces.ASGI,
        workers=1,
    )


if __name__ == "__main__":
    sys.exit(main())
