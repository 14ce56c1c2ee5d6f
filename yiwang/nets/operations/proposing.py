"""Decisions about whose an event is, as lines proposed to the responsibility table. Pure text.

Nothing here changes a pack: whoever keeps the table reads the lines, checks them and takes them over by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from yiwang.kernel.matter import City


@dataclass(frozen=True)
class Proposed:
    """A line for the table: `body` leads `matter` in `place`, as was decided `times` times, last `at`."""

    matter: str
    place: str
    body: str
    at: datetime
    by: str
    times: int
    numbers: tuple[str, ...]
    against: int


def proposed(decisions: Iterable[tuple[str, ...] | tuple[object, ...]]) -> list[Proposed]:
    """Return one line for each matter and place, as decided last; `against`: decisions for other bodies.

    Args:
        decisions: newest first: matter, kind, place, body, former, by, at, number.
    """
    found: dict[tuple[str, str], list[tuple[object, ...]]] = {}
    for one in decisions:
        found.setdefault((str(one[0]), str(one[2])), []).append(one)
    lines = []
    for (matter, place), several in found.items():
        last = several[0]
        same = [one for one in several if one[3] == last[3]]
        at = last[6]
        assert isinstance(at, datetime)
        numbers = tuple(dict.fromkeys(str(one[7]) for one in same))
        against = len(several) - len(same)
        lines.append(Proposed(matter, place, str(last[3]), at, str(last[5]), len(same), numbers, against))
    return lines


def as_yaml(lines: Iterable[Proposed], city: City) -> str:
    """Return the lines as `responsibility.yaml` has them, each with what it rests on in a comment."""
    zone = city.calendar.zone
    text = [
        "# 派遣决定提出的责任划分, 供责任表的保管人核对, 不会自动生效。",
        "# Shares proposed by decisions of dispatch; to be checked, nothing takes effect by itself.",
    ]
    for one in lines:
        place = city.places[one.place].title["zh"] if one.place in city.places else one.place
        body = city.bodies[one.body].title["zh"] if one.body in city.bodies else one.body
        matter = city.matters[one.matter].title["zh"] if one.matter in city.matters else one.matter
        day = one.at.astimezone(zone).date().isoformat()
        who = "时限到了由时钟决定 by the clock" if one.by == "clock" else "派遣岗决定 by the desk"
        text += [
            f"# {day} {who}: {matter} · {place} → {body}; {one.times} 次 times, 相反 against {one.against};"
            f" {', '.join(one.numbers[:5])}",
            f"- matter: {one.matter}",
            f'  place: "{one.place}"',
            f"  lead: {one.body}",
            "  verified: false",
        ]
    return "\n".join(text) + "\n"
