"""The web child: pages by granian, cities from the store. Run as a module by the supervisor."""

from __future__ import annotations

import os
import sys
import threading
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


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """WSGI: made on the first request of each worker."""
    return _made()(environ, start_response)


_kept: list[Any] = []
MOST_WORKERS, THREADS = 4, 12
"""One process for each processor, as Python runs one thread at a time; few enough for the database's 60
connections (each has a pool of four, and each thread a connection of Django's)."""


def _made() -> Any:
    if not _kept:
        from django.core.wsgi import get_wsgi_application

        from yiwang.serve.cities import serve_stored

        made = get_wsgi_application()
        serve_stored(os.environ["YIWANG_DATABASE"])
        _kept.append(made)
        threading.Thread(target=_warm, daemon=True, name="warm").start()
    return _kept[0]


def _warm() -> None:
    """Load the dictionary of sounds beside the first pages, so that no search waits for it."""
    from yiwang.nets.services.search.pinyin import syllables

    syllables("查找")


def main() -> int:
    """Serve on YIWANG_LISTEN (`127.0.0.1:8000`) until told to stop."""
    from granian.constants import Interfaces

    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    return listen(
        "yiwang.serve.web_process:application",
        variable="YIWANG_LISTEN",
        otherwise="127.0.0.1:8000",
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=max(4, THREADS // workers),
    )


if __name__ == "__main__":
    sys.exit(main())
