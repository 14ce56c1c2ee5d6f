"""Being told to stop, in order: by SIGTERM, or by Ctrl-C."""

from __future__ import annotations

import queue
import signal
import threading


def stop_when_told() -> threading.Event:
    """Return an event that SIGTERM and SIGINT set. Call it in the main thread.

    The handlers only put into a queue, and a thread of its own sets the event: a handler runs between any
    two steps of the main thread, also inside `Event.wait`, which then holds the lock that `Event.set` needs,
    and the process would never end. `SimpleQueue.put` may be called there (Python library, `queue`).
    """
    told: queue.SimpleQueue[int] = queue.SimpleQueue()
    stop = threading.Event()

    def listen() -> None:
        told.get()
        stop.set()

    threading.Thread(target=listen, daemon=True, name="stop").start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda got, _: told.put(got))
    return stop
