"""Opening what findings say: recorded in the body's seal first, then the boxes are opened."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from yiwang.kernel.refusal import Refusal
from yiwang.nets.security import saying, seal_rules, sealing
from yiwang.nets.security.boxes import Shut, lines_of
from yiwang.nets.security.decoding import Line
from yiwang.nets.security.kinds import SEAL, seal_stream
from yiwang.web import store_door
from yiwang.web.asked import uuid_of
from yiwang.web.here import actor_of, city_key

PLACES = (
    "SELECT stream, fingerprint, box, place FROM finding"
    " WHERE city = %s AND body = %s AND (stream, fingerprint) IN"
    " (SELECT * FROM unnest(%s::uuid[], %s::bytea[]))"
)


def open_findings(
    request: HttpRequest, body: str, chosen: list[str], purpose: str, key: str | None
) -> dict[str, Line] | Refusal:
    """Record the opening and return what the chosen findings of a body say, by `stream.fingerprint`.

    Args:
        chosen: ids as lists show them; what is not the body's is left out.
    """
    found = _places(request, body, chosen)
    if not found:
        return saying.none_chosen()
    command = seal_rules.Open(count=len(found), purpose=purpose, what="findings")
    stream = seal_stream(city_key(request), body)
    answer = store_door.ask(request, stream, command, key=key, kind=SEAL)
    if isinstance(answer, Refusal):
        return answer
    return opened_lines(request, body, found)


def opened_lines(request: HttpRequest, body: str, found: list[tuple[Any, ...]]) -> dict[str, Line] | Refusal:
    """Return the lines at (stream, fingerprint, box, place); whoever calls has recorded the opening."""
    door, city, actor = store_door.door(), city_key(request), actor_of(request)
    key = sealing.key_of(door, city, sealing.seal_of(door, city, body, actor), actor)
    if isinstance(key, Refusal):
        return key
    boxes: dict[tuple[UUID, int], list[tuple[bytes, int]]] = defaultdict(list)
    for stream, print_, box, place in found:
        boxes[stream, box].append((print_, place))
    opened: dict[str, Line] = {}
    with store_door.reading(request) as cursor:
        for (stream, number), wanted in boxes.items():
            row = cursor.execute(
                "SELECT box FROM scan_box WHERE city = %s AND stream = %s AND number = %s",
                (city, stream, number),
            ).fetchone()
            try:
                lines = lines_of(key, city, stream, number, bytes(row[0])) if row is not None else []
            except Shut:
                return saying.cannot_open("box")
            for print_, place in wanted:
                if place < len(lines):
                    opened[f"{stream}.{print_.hex()}"] = lines[place]
    return opened


def _places(request: HttpRequest, body: str, chosen: list[str]) -> list[tuple[Any, ...]]:
    streams, prints = [], []
    for one in chosen:
        stream, _, print_ = one.partition(".")
        id = uuid_of(stream)
        if id is not None and len(print_) == 32 and all(sign in "0123456789abcdef" for sign in print_):
            streams.append(id)
            prints.append(bytes.fromhex(print_))
    with store_door.reading(request) as cursor:
        rows = cursor.execute(PLACES, (city_key(request), body, streams, prints)).fetchall()
    return [(row[0], bytes(row[1]), row[2], row[3]) for row in rows]
