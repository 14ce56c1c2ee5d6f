"""The live child: streams of changes by granian, one event loop. Run as a module by the supervisor.

YIWANG_LIVE   where it listens, `127.0.0.1:8001`
"""

from __future__ import annotations

import os
import sys
from multiprocessing import parent_process
from signal import SIGKILL
from typing import Any

from yiwang.serve.listening import listen
from yiwang.store.launch import tie

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiwang.web.settings")

_server = parent_process()
if _server is not None and _server.pid is not None:
    # We are granian's worker: without its server it would go on answering on the address of the next one.
    tie(_server.pid, SIGKILL)

_kept: list[Any] = []


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI: made on the first request."""
    if not _kept:
        _kept.append(_made())
    await _kept[0](scope, receive, send)


def _made() -> Any:
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from yiwang.nets.picture.live.hub import Hub
    from yiwang.nets.picture.live.leaves import reader
    from yiwang.nets.picture.live.stream import Streams
    from yiwang.serve.cities import serve_stored
    from yiwang.web import store_door

    pages = get_wsgi_application()
    serve_stored(os.environ["YIWANG_DATABASE"])
    port = os.environ.get("YIWANG_LISTEN", "127.0.0.1:8000").rpartition(":")[2]
    told = os.environ.get("YIWANG_ORIGIN", "").rstrip("/")
    hub = Hub(reader(store_door.door().pool))
    return Streams(pages, hub, ports=(port,), origins=(told,) if settings.ORIGIN else ())


def main() -> int:
    """Serve on YIWANG_LIVE until told to stop."""
    from granian.constants import Interfaces

    return listen(
        "yiwang.serve.live_process:application",
        variable="YIWANG_LIVE",
        otherwise="127.0.0.1:8001",
        interface=Interfaces.ASGI,
        workers=1,
    )


if __name__ == "__main__":
    sys.exit(main())
