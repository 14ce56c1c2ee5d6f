"""The worker child: gives entries their leaves, signs checkpoints, wakes cases, sweeps old keys."""

from __future__ import annotations

import os
import signal
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiwang.web.settings")


def main() -> int:
    """Work until told to stop."""
    from yiwang.store.worker import run

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run(
        os.environ["YIWANG_DATABASE"],
        Path(os.environ["YIWANG_DATA"]) / "keys",
        clock=lambda: datetime.now(UTC),
        stop=stop,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
