"""What an incident owes, worked out from its whole history at once. Shares no import with yiwang.

Where the engine goes forward from act to act, this looks back: for each line it cuts the history into the
stretches in which the grade asks for it, and reads from those what was owed from when to when. Times are
whole seconds since the discovery.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

LADDER = {"general": 1, "larger": 2, "major": 3, "severe": 4}
LINES = {
    # line: (operators, least grade, seconds, upon whose receipt, only with personal data)
    "critical": ({"critical"}, 2, 3600, None, False),
    "critical-onward": ({"critical"}, 3, 1800, "critical", False),
    "central": ({"central"}, 2, 7200, None, False),
    "central-onward": ({"central"}, 3, 3600, "central", False),
    "other": ({"other"}, 2, 14400, None, False),
    "other-onward": ({"other"}, 3, 3600, "other", False),
    "authority": ({"critical", "central", "other"}, 1, 0, None, True),
    "people": ({"critical", "central", "other"}, 1, 0, None, True),
}
CLOSING = {"critical-closing": "critical", "central-closing": "central", "other-closing": "other"}
ZONE = timezone(timedelta(hours=8))

History = list[tuple[int, str, str]]
Line = tuple[str, int, int, int | None]


def owed(operator: str, personal: bool, history: History, known: datetime) -> set[Line]:
    """Return (line, from, due, sent) of all that is owed at the end or went out; what lapsed is left out.

    Args:
        history: (second, what, which) with `grade`, `sent`, `received`, `handled`, in order; the first is a
            grade. A report that is a line's second and later has the line's name and a number (`other-2`).
    """
    grades = [(at, LADDER[which]) for at, what, which in history if what == "grade"]
    answer: set[Line] = set()
    lived: list[tuple[int, int | None]] = []
    got: dict[str, int] = {}
    for name, (operators, least, limit, after, only_personal) in LINES.items():
        if operator not in operators or (only_personal and not personal) or (after and after not in got):
            continue
        sends = _of(history, "sent", name)
        stretches = _stretches(grades, least)
        if after:
            stretches = [(max(b, got[after]), e) for b, e in stretches if e is None or e > got[after]]
        for begin, end in stretches:
            start = 0 if not after and begin == grades[0][0] else begin
            due = start + limit
            sent = next((at for at in sends if at > begin and (end is None or at < end or due <= end)), None)
            if sent is None and end is not None and due > end:
                lived.append((start, end))
                continue
            lived.append((start, None))
            answer.add((name, start, due, sent))
            if sent is not None:
                answer |= {(name, *one) for one in _further(grades, sent, [at for at in sends if at > sent])}
                first = next(iter(_of(history, "received", name)), None)
                if first is not None:
                    got[name] = first
            break  # what stands, sent or overdue, is not owed twice
    ended = next((at for at, what, _ in history if what == "handled"), None)
    if ended is not None:
        moments = [ended, *(at for at, _ in grades if at > ended)]
        since = next((at for at in moments if _reported(lived, at) and _highest(grades, at) >= 2), None)
        if since is not None:
            day = (known + timedelta(seconds=since)).astimezone(ZONE).date() + timedelta(days=31)
            due = int((datetime(day.year, day.month, day.day, tzinfo=ZONE) - known).total_seconds())
            answer |= {(name, since, due, None) for name, line in CLOSING.items() if operator == line}
    return answer


def _reported(lived: list[tuple[int, int | None]], at: int) -> bool:
    return any(start <= at and (end is None or at < end) for start, end in lived)


def _highest(grades: list[tuple[int, int]], at: int) -> int:
    return max((rank for graded, rank in grades if graded <= at), default=0)


def _of(history: History, what: str, name: str) -> list[int]:
    """Return when something was done about a line, or about its further reports."""
    return [at for at, done, which in history if done == what and re.fullmatch(name + r"(-[0-9]+)?", which)]


def _further(
    grades: list[tuple[int, int]], first: int, sends: list[int]
) -> list[tuple[int, int, int | None]]:
    """Return what those who were told at `first` are told again: each time the grade moved, one at a time."""
    found: list[tuple[int, int, int | None]] = []
    for at, _ in grades:
        if at <= first or (found and (found[-1][2] is None or found[-1][2] > at)):
            continue
        sent = next((one for one in sends if one > at), None)
        found.append((at, at, sent))
    return found


def _stretches(grades: list[tuple[int, int]], least: int) -> list[tuple[int, int | None]]:
    """Return (from, until) of the stretches at or above a grade; None for one that goes on."""
    cut: list[tuple[int, int | None]] = []
    begin: int | None = None
    for at, rank in grades:
        if rank >= least and begin is None:
            begin = at
        elif rank < least and begin is not None:
            cut.append((begin, at))
            begin = None
    if begin is not None:
        cut.append((begin, None))
    return cut
