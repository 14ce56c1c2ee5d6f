"""The web child: pages by granian, cities from the store. Run as a module by the supervisor."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
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
    """WSGI: made as each worker begins; whoever asks before that waits for it."""
    return _made()(environ, start_response)


_kept: list[Any] = []
_making = threading.Lock()
MOST_WORKERS, THREADS = 4, 12
"""One process for each processor, as Python runs one thread at a time; few enough for the database's 60
connections (each has a pool of four, and each thread a connection of Django's)."""


def _made() -> Any:
    if _kept:
        return _kept[0]
    with _making:
        return _kept[0] if _kept else _make()


def _make() -> Any:
    from django.core.wsgi import get_wsgi_application

    from yiwang.serve.cities import serve_stored

    made = get_wsgi_application()
    serve_stored(os.environ["YIWANG_DATABASE"])
    from yiwang.web import city_urls  # noqa: F401  read now, not by whoever asks first

    _kept.append(made)
    threading.Thread(target=_warm, daemon=True, name="warm").start()
    return made


def _warm() -> None:
    """Load the dictionary of sounds beside the first pages, so that no search waits for it."""
    from yiwang.nets.services.search.pinyin import syllables

    syllables("查找")


def _begin() -> None:
    """Make the application as the worker begins; where the database is not there yet, whoever asks does."""
    with suppress(Exception):
        _made()


if _server is not None:
    threading.Thread(target=_begin, daemon=True, name="begin").start()


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
