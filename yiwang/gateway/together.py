"""Group work: whoever comes first does for all who wait, in one round trip or one commit.

One caller waits for nobody and changes no thread; many share what is dear. Who comes while a group is at
work forms the next, which one of them leads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class _Waiting:
    __slots__ = ("fault", "item", "leads", "result", "woken")

    def __init__(self, item: Any) -> None:
        self.item = item
        self.result: Any = None
        self.fault: BaseException | None = None
        self.leads = False
        self.woken = threading.Event()


class Together(Generic[Item, Result]):
    """`Together(work).do(item)` from many threads.

    Args:
        work: items → one result for each, in order. What it raises reaches all of the group.
        most: in one group.
    """

    def __init__(self, work: Callable[[Sequence[Item]], Sequence[Result]], most: int = 256) -> None:
        self._work, self._most = work, most
        self._lock = threading.Lock()
        self._queue: list[_Waiting] = []
        self._led = False

    def do(self, item: Item) -> Result:
        """Return what `work` makes of the item."""
        mine = _Waiting(item)
        with self._lock:
            self._queue.append(mine)
            leads = not self._led
            self._led = True
        if not leads:
            mine.woken.wait()
            leads = mine.leads
        if leads:
            self._lead()
        if mine.fault is not None:
            raise mine.fault
        return mine.result  # type: ignore[no-any-return]

    def _lead(self) -> None:
        with self._lock:
            group, self._queue = self._queue[: self._most], self._queue[self._most :]
        try:
            results = self._work([one.item for one in group])
            for one, result in zip(group, results, strict=True):
                one.result = result
        except BaseException as fault:
            for one in group:
                one.fault = fault
        with self._lock:
            following = self._queue[0] if self._queue else None
            self._led = following is not None
        for one in group:
            one.woken.set()
        if following is not None:
            following.leads = True
            following.woken.set()
