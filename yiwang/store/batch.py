"""The batch door: many commands, the same rules, one commit. For imports, replays, sensors and ticks.

Streams are locked in key order, so two batches never wait for each other in a ring. Everything is
written by arrays (`unnest`): `COPY FROM` is refused by PostgreSQL on tables under row-level
security, and the second wall is worth more than the difference.

The server writes and commits one group while the rules decide the next. What the next group needs was read
in the transaction of the group before; what that group itself changes of it is taken from memory. Before a
group commits its streams are locked and compared with what it was decided on: where another was faster the
group is taken back and decided anew, under the lock. So nothing is ever kept that was decided on something
else than what the lock found.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from itertools import islice

from psycopg.errors import DeadlockDetected, InvalidSqlStatementName, UniqueViolation

from yiwang.kernel.refusal import Refusal
from yiwang.store.connect import Connection, lend
from yiwang.store.execute import Ask, Done, Door
from yiwang.store.faults import reach
from yiwang.store.group import Group, Overtaken
from yiwang.store.pipe import Answer, Pipe

AT_ONCE = 500
TRIES = 3

_AGAIN = (Overtaken, UniqueViolation, DeadlockDetected, InvalidSqlStatementName)


def batch(door: Door, asks: Iterable[Ask], *, at_once: int = AT_ONCE) -> Iterator[Done | Refusal]:
    """Carry out `asks` in their order, `at_once` to a commit. Yields one answer for each, in order.

    Answers of a group are yielded after its commit: what was yielded is durable. Up to two groups of asks
    are taken before the answers of the one before them are yielded. All asks of one call are for one city.

    Raises:
        psycopg.Error: the groups under way were not kept (a lost connection leaves that open, as everywhere);
            all whose answers were yielded were.
    """
    rest = iter(asks)
    run = _Run(door, rest, at_once)
    tries = 0
    while run.more():
        fault: Exception | None = None
        before = run.kept
        try:
            with lend(door.pool) as connection, closing(run.through(connection)) as groups:
                for answers in groups:
                    yield from answers
        except Exception as error:
            fault = error
        yield from run.owed()
        tries = 1 if run.kept > before else tries + 1
        if fault is not None and not (isinstance(fault, _AGAIN) and tries < TRIES):
            raise fault
    if run.broken is not None:
        raise run.broken


class _Run:
    """One call of `batch`: what was taken of the asks, and what was kept.

    Attributes:
        kept: number of groups that were committed.
        broken: what ended the asks before their end; raised when all groups before it are carried out.
    """

    def __init__(self, door: Door, rest: Iterator[Ask], at_once: int) -> None:
        self.kept = 0
        self.broken: Exception | None = None
        self._door, self._rest, self._at_once = door, rest, at_once
        self._taken: deque[list[Ask]] = deque()  # in their order, none of them kept yet
        self._answers: list[Done | Refusal] = []  # of a group that is kept

    def more(self) -> bool:
        """Say whether there is anything left to carry out."""
        return self._reaches(0)

    def owed(self) -> list[Done | Refusal]:
        """Return the answers of the group that was kept last, if they were not yet."""
        answers, self._answers = self._answers, []
        return answers

    def _reaches(self, place: int) -> bool:
        """Take asks until there is a group at `place` of those taken; False where they end before it."""
        while len(self._taken) <= place:
            if self.broken is not None:
                return False
            try:
                asks = list(islice(self._rest, self._at_once))
            except Exception as error:
                self.broken = error
                return False
            if not asks:
                return False
            self._taken.append(asks)
        return True

    def through(self, connection: Connection) -> Generator[list[Done | Refusal], None, None]:
        """Carry out all there is over one connection. The first group is decided under the lock.

        Yields the answers of one group after another.
        """
        pipe = Pipe(connection)
        before: tuple[Group, Answer] | None = None
        try:
            group: Group | None = Group(self._door, self._taken[0])
            while group is not None:
                place = 1 if before is not None else 0
                following = None
                try:
                    if self._reaches(place + 1):
                        following = Group(self._door, self._taken[place + 1])
                    group.begin(pipe, before[0] if before is not None else None, following)
                    group.decide(pipe)
                    group.write(pipe)  # before the wait for the commit before, lest the server wait then
                finally:
                    if before is not None:
                        self._keep(pipe, *before)
                        before = None
                committed = group.commit(pipe)
                yield self.owed()
                before, group = (group, committed), following
            if before is not None:
                self._keep(pipe, *before)
                yield self.owed()
        finally:
            pipe.leave()

    def _keep(self, pipe: Pipe, group: Group, committed: Answer) -> None:
        """Wait for a group's commit; then its answers may be told."""
        pipe.wait(committed)
        self._taken.popleft()
        self.kept += 1
        reach(self._door.faults, "committed")
        self._answers = group.answers
