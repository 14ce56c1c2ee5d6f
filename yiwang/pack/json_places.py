"""Where a value of a JSON text stands, by its path. Scanned again only when something is to be said of it."""

from __future__ import annotations

import bisect
import json
import re
from collections.abc import Collection, Iterable

Path = tuple[str | int, ...]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+')


def places_of(text: str, wanted: Collection[Path]) -> dict[Path, int]:
    """Return the offset of each wanted path in a text that is JSON; one that leads nowhere is left out."""
    found: dict[Path, int] = {}
    lengths = {len(path) for path in wanted}
    left = set(wanted)
    path: list[str | int] = []  # of the value that is next; an object's key is "" until it is read
    keyed: list[bool] = []  # for each open value: is it an object whose key was read
    for token in _TOKEN.finditer(text):
        sign = token[0][0]
        if sign == ",":
            last = path[-1]
            path[-1] = last + 1 if isinstance(last, int) else ""
            keyed[-1] = False
        elif sign in "]}":
            path.pop()
            keyed.pop()
        elif sign == ":":
            keyed[-1] = True
        elif sign == '"' and path and isinstance(path[-1], str) and not keyed[-1]:
            path[-1] = json.loads(token[0], strict=False)
        else:
            if len(path) in lengths and tuple(path) in left:
                found[tuple(path)] = token.start()
                left.discard(tuple(path))
                if not left:
                    break
            if sign in "[{":
                path.append(0 if sign == "[" else "")
                keyed.append(False)
    return found


def lines_and_columns(text: str, offsets: Iterable[int]) -> list[tuple[int, int]]:
    """Return line and column, from 1, of each offset in a text."""
    begins = [0, *(found.end() for found in re.finditer("\n", text))]
    lines = ((offset, bisect.bisect_right(begins, offset)) for offset in offsets)
    return [(line, offset - begins[line - 1] + 1) for offset, line in lines]
