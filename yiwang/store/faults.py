"""Points at which a test may make the world fail. In service they cost one look-up and do nothing."""

from __future__ import annotations

from collections.abc import Callable

POINTS = (
    "locked",  # the stream's row is locked and read, nothing is written
    "decided",  # the rules have answered, nothing is written
    "written",  # rows and events are sent, the commit is not
    "committed",  # the database has said yes, the caller does not know yet
    "sequenced",  # leaves are sent, the commit is not
    "sent",  # a message has left, its record does not say so
    "relayed",  # the relay's command is done, its cursor has not moved
    "signals-kept",  # what rules say is kept with where they stand, nothing of it was sent
    "signals-said",  # what rules say has reached its records, which is not written down yet
    "offers-read",  # who qualifies is known, nothing is written
    "offers-written",  # offers and mark are sent, the commit is not
)

Faults = dict[str, Callable[[], None]]
"""Point → what happens there: raise, wait, or end the process."""


def reach(faults: Faults | None, point: str) -> None:
    """Let the fault planned for this point happen."""
    if faults:
        planned = faults.get(point)
        if planned is not None:
            planned()
