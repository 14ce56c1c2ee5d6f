"""Who listens, and what each is told: notices in the order of leaves, from one reader for a city.

A notice says that cases changed, which, and up to which leaf; no more. Each listener has a short queue of its
own: one who does not take what is sent is dropped and comes back with the number last heard, and nobody
waits for anybody. The last notices are kept, so that whoever comes back hears what was missed.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from yiwang.kernel.access import Actor, Target, may

VERB = "case.read"
QUEUE = 16
"""Notices that may wait for one listener; with one a second, a quarter of a minute behind."""

KEPT = 2000
MOST_NUMBERS = 20
MOST_LISTENERS = 2000
"""Of one process; our own rule. Whoever comes then is told to try again later (503)."""


class Changed(NamedTuple):
    """A case that changed at a leaf: its public number, and what says who may see it."""

    position: int
    number: str
    target: Target


@dataclass(eq=False)
class Listener:
    """Somebody who listens. `gone` is set when they are dropped; the queue holds what is to be sent."""

    actor: Actor
    queue: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(QUEUE))
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, message: bytes) -> None:
        """Put a message in the queue; a full one drops the listener."""
        if self.gone.is_set():
            return
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            self.gone.set()


class Channel:
    """One city: who listens, the last changes, the leaf to go on with. Before `begins` nothing is known."""

    def __init__(self, begins: int) -> None:
        self.listeners: set[Listener] = set()
        self.next = self._since = begins
        self._kept: deque[Changed] = deque(maxlen=KEPT)

    def publish(self, changes: Sequence[Changed], next: int) -> None:
        """Tell everybody what of these changes they may see; `next` is the leaf to go on with."""
        if len(self._kept) + len(changes) > KEPT:
            over = [*self._kept, *changes][-KEPT]
            self._since = over.position
        self._kept.extend(changes)
        self.next = next
        told: dict[Actor, bytes | None] = {}
        for listener in list(self.listeners):
            if listener.actor not in told:
                told[listener.actor] = message_for(listener.actor, changes)
            message = told[listener.actor]
            if message is not None:
                listener.tell(message)

    def join(self, listener: Listener, last: int | None) -> None:
        """Let somebody listen; whoever comes back after leaf `last` is told what they missed first."""
        if last is not None and last + 1 < self._since:
            listener.tell(BEHIND)
        elif last is not None:
            missed = message_for(listener.actor, [one for one in self._kept if one.position > last])
            if missed is not None:
                listener.tell(missed)
        self.listeners.add(listener)


BEHIND = b"event: behind\ndata: {}\n\n"
"""Too much happened meanwhile to tell it: the page is to be loaded anew."""


def message_for(actor: Actor, changes: Sequence[Changed]) -> bytes | None:
    """Return what an actor is told of these changes; None where there is nothing they may see."""
    seen = [one for one in changes if may(actor, VERB, one.target)]
    if not seen:
        return None
    numbers = list(dict.fromkeys(one.number for one in seen))
    data = json.dumps({"count": len(numbers), "numbers": numbers[:MOST_NUMBERS]}, separators=(",", ":"))
    return f"id: {seen[-1].position}\nevent: changed\ndata: {data}\n\n".encode()


Read = Callable[[str, int], tuple[list[Changed], int]]
"""`(city, position) -> (changes, next position)`: one read of a city's leaves. -1: only the end."""


class Hub:
    """All cities of this process. A city that somebody listens to has one reader; the others have none."""

    def __init__(self, read: Read, every: float = 1.0) -> None:
        self.channels: dict[str, Channel] = {}
        self._read, self._every = read, every
        self._readers: dict[str, asyncio.Task[None]] = {}

    @property
    def full(self) -> bool:
        """Whether nobody more may listen."""
        return sum(len(one.listeners) for one in self.channels.values()) >= MOST_LISTENERS

    async def join(self, city: str, listener: Listener, last: int | None) -> None:
        """Let somebody listen to a city; its reader starts with the first who does.

        Raises:
            psycopg.Error: the leaves cannot be read now.
        """
        if city not in self.channels:
            _, end = await asyncio.to_thread(self._read, city, -1)
            # Whoever comes back alone is read what they missed, unless that is too much to tell.
            begins = last + 1 if last is not None and end - KEPT <= last + 1 <= end else end
            if city not in self.channels:
                self.channels[city] = Channel(begins)
                self._readers[city] = asyncio.create_task(self._follow(city, self.channels[city]))
        self.channels[city].join(listener, last)

    def leave(self, city: str, listener: Listener) -> None:
        """Forget a listener; the last one who leaves ends the reader of the city."""
        channel = self.channels.get(city)
        if channel is None:
            return
        channel.listeners.discard(listener)
        if not channel.listeners:
            del self.channels[city]
            self._readers.pop(city).cancel()

    async def _follow(self, city: str, channel: Channel) -> None:
        while True:
            try:
                changes, next = await asyncio.to_thread(self._read, city, channel.next)
            except Exception as fault:  # a lost database comes back; listeners stay
                print(f"live: {type(fault).__name__}", flush=True)
                await asyncio.sleep(self._every * 5)
                continue
            channel.publish(changes, next)
            await asyncio.sleep(self._every)
