"""Which numbers of a table of counts are kept back, so that nobody reads or works out a small one. Pure.

Primary: a count from 1 to k-1, and a sum that one contributor dominates (the p% rule: what others than the
two largest gave is less than p% of the largest). Complementary: whoever knows the total of a line (all
cells that differ in one grouping only) of which anything is published must not get a primary cell by
subtraction; so in each such line none or at least two cells are kept back, together k or more, the smallest
others added until that holds. Then the bounds that the totals leave for each cell are narrowed as far as
they go (the shuttle algorithm); where they meet, the cell is known, and one more is kept back.

Sources: see docs/opening.md.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

PRIMARY, COMPLEMENTARY = "primary", "complementary"
P_PERCENT = 10
MOST_ROUNDS = 50

Key = tuple[object, ...]


class Cell(NamedTuple):
    """One group: how many rows, and whether one contributor dominates a sum of it."""

    rows: int
    dominated: bool = False


def dominated(total: float, largest: float, second: float) -> bool:
    """Say whether the second contributor could estimate the largest to within `P_PERCENT`."""
    return abs(total) - abs(largest) - abs(second) < abs(largest) * P_PERCENT / 100


def suppressed(cells: Mapping[Key, Cell], k: int) -> dict[Key, str]:
    """Return the cells that are kept back, each with why.

    Args:
        cells: every group with at least one row, by its values; all keys have the same length.
        k: the fewest rows of a published group; 1 keeps nothing back.
    """
    back = {key: PRIMARY for key, cell in cells.items() if cell.rows < k or (k > 1 and cell.dominated)}
    if not back:
        return {}
    lines = _lines(list(cells))
    of = _lines_of(lines)
    alone = {line[0] for line in lines if len(line) == 1}
    waiting = {number for key in back for number in of[key]}
    while waiting:
        _fill(cells, k, lines, of, alone, back, waiting)
        waiting = set()
        for key in _known(cells, lines, of, back):
            near = [one for number in of[key] for one in lines[number]]
            if (more := _smallest(cells, near, alone, back)) is None:
                continue
            back[more] = COMPLEMENTARY
            waiting |= set(of[more])
    return back


def _fill(
    cells: Mapping[Key, Cell],
    k: int,
    lines: Sequence[Sequence[Key]],
    of: Mapping[Key, Sequence[int]],
    alone: Collection[Key],
    back: dict[Key, str],
    waiting: set[int],
) -> None:
    """Keep back, in every line that waits, until none or enough are kept back; and in lines so touched."""
    while waiting:
        number = min(waiting)
        waiting.discard(number)
        line = lines[number]
        while True:
            kept = [key for key in line if key in back]
            if not kept or (len(kept) > 1 and sum(cells[key].rows for key in kept) >= k):
                break
            more = _smallest(cells, line, alone, back)
            if more is None:  # the whole line is kept back, and its total is published nowhere
                break
            back[more] = COMPLEMENTARY
            waiting |= set(of[more]) - {number}


def _lines(keys: Sequence[Key]) -> list[list[Key]]:
    found: dict[tuple[int, Key], list[Key]] = {}
    for key in keys:
        for at in range(len(key)):
            found.setdefault((at, key[:at] + key[at + 1 :]), []).append(key)
    return list(found.values())


def _lines_of(lines: Sequence[Sequence[Key]]) -> dict[Key, list[int]]:
    found: dict[Key, list[int]] = {}
    for number, line in enumerate(lines):
        for key in line:
            found.setdefault(key, []).append(number)
    return found


def _smallest(
    cells: Mapping[Key, Cell], among: Sequence[Key], alone: Collection[Key], back: Mapping[Key, str]
) -> Key | None:
    """Return the smallest cell that is still to be published; of equals the first by its values.

    One that is alone in a line is taken last: who knows that line's total knows the cell.
    """
    left = [key for key in among if key not in back]
    return min(left, key=lambda key: (key in alone, cells[key].rows, tuple(map(str, key))), default=None)


def _known(
    cells: Mapping[Key, Cell],
    lines: Sequence[Sequence[Key]],
    of: Mapping[Key, Sequence[int]],
    back: Mapping[Key, str],
) -> list[Key]:
    """Return the primary cells whose count follows from the totals of lines of more than one cell."""
    open_lines = [[key for key in line if key in back] for line in lines if len(line) > 1]
    open_lines = [line for line in open_lines if line]
    totals = [sum(cells[key].rows for key in line) for line in open_lines]
    low = dict.fromkeys(back, 0)
    high = dict.fromkeys(back, 1 << 62)
    for _ in range(MOST_ROUNDS):
        changed = False
        for line, total in zip(open_lines, totals, strict=True):
            lows, highs = sum(low[key] for key in line), sum(high[key] for key in line)
            for key in line:
                least, most = total - (highs - high[key]), total - (lows - low[key])
                if most < high[key]:
                    highs += most - high[key]
                    high[key], changed = most, True
                if least > low[key]:
                    lows += least - low[key]
                    low[key], changed = least, True
        if not changed:
            break
    return [key for key, why in back.items() if why == PRIMARY and low[key] == high[key]]
