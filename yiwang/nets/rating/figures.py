"""Figures of ratings by body and by service, with small numbers kept back. Pure.

Ratings of a period are put into groups that do not overlap, each of `FEWEST` or more; what is too few even
together is not counted at all. A group is one service of one body, the other services of a body, or other
bodies. Everything shown is a sum of whole groups, so no difference of two figures is ever a small number.
Grades of a group are joined with their neighbours until each class has `FEWEST` or more, for the same reason.

Only periods that are over are counted, with the grade as it stood at their end: a page read today and
tomorrow does not differ by one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FEWEST = 10
"""Our own rule: fewer than this are not shown, and cannot be worked out."""

OTHER = ""
"""Stands for services, or bodies, too few to be named."""


@dataclass(frozen=True)
class Cell:
    """How many ratings of one grade a body received for a service in a period."""

    period: str
    body: str
    matter: str
    grade: int
    count: int


@dataclass(frozen=True)
class Class:
    """Neighbouring grades, from `lowest` to `highest`, and how many ratings have one of them."""

    lowest: int
    highest: int
    count: int


@dataclass(frozen=True)
class Group:
    """Ratings that are only ever shown together. `body`, `matter`: `OTHER` where several are joined."""

    period: str
    body: str
    matter: str
    count: int
    classes: tuple[Class, ...]


Grades = dict[int, int]


def groups(cells: Iterable[Cell]) -> list[Group]:
    """Return the groups of every period, in no order that ranks anybody."""
    by_period: dict[str, dict[tuple[str, str], Grades]] = {}
    for cell in cells:
        grades = by_period.setdefault(cell.period, {}).setdefault((cell.body, cell.matter), {})
        grades[cell.grade] = grades.get(cell.grade, 0) + cell.count
    return [
        Group(period, body, matter, sum(grades.values()), classes(grades))
        for period, found in sorted(by_period.items())
        for (body, matter), grades in sorted(_joined(found).items())
    ]


def _joined(found: Mapping[tuple[str, str], Grades]) -> dict[tuple[str, str], Grades]:
    """Join what is too few: with the same body's other services, then with other bodies, else drop it."""
    kept = {key: grades for key, grades in found.items() if _many(grades)}
    rest: dict[tuple[str, str], Grades] = {}
    for (body, matter), grades in found.items():
        if (body, matter) not in kept:
            rest[body, OTHER] = _sum(rest.get((body, OTHER), {}), grades)
    others: Grades = {}
    for key, grades in rest.items():
        if _many(grades):
            kept[key] = grades
        else:
            others = _sum(others, grades)
    if _many(others):
        kept[OTHER, OTHER] = others
    return kept


def _many(grades: Grades) -> bool:
    return sum(grades.values()) >= FEWEST


def _sum(some: Grades, more: Mapping[int, int]) -> Grades:
    return {grade: some.get(grade, 0) + more.get(grade, 0) for grade in {*some, *more}}


def classes(grades: Mapping[int, int]) -> tuple[Class, ...]:
    """Return grades 1 to 5 in classes of `FEWEST` or more, from the lowest; the last takes what is left."""
    found: list[Class] = []
    lowest, count = 1, 0
    for grade in range(1, 6):
        count += grades.get(grade, 0)
        if count >= FEWEST:
            found.append(Class(lowest, grade, count))
            lowest, count = grade + 1, 0
    if lowest <= 5 and found:  # too few above the last class: they belong to it
        last = found.pop()
        found.append(Class(last.lowest, 5, last.count + count))
    return tuple(found)


def merged(some: Sequence[Group]) -> tuple[Class, ...]:
    """Return the classes of several groups together: cut only where every one of them is cut."""
    if not some:
        return ()
    cuts = set.intersection(*({one.highest for one in group.classes} for group in some))
    found, lowest = [], 1
    for highest in sorted(cuts):
        count = sum(one.count for group in some for one in group.classes if lowest <= one.lowest <= highest)
        found.append(Class(lowest, highest, count))
        lowest = highest + 1
    return tuple(found)


@dataclass(frozen=True)
class Line:
    """A line of a table: a body or a service in a period, `OTHER` for those not named."""

    period: str
    about: str
    count: int
    classes: tuple[Class, ...]


def by_body(found: Sequence[Group], order: Sequence[str]) -> list[Line]:
    """Return a line for each period and body, the newest period first, bodies in the pack's order."""
    return _lines(found, [(one.period, one.body) for one in found], order)


def by_matter(found: Sequence[Group], order: Sequence[str]) -> list[Line]:
    """Return a line for each period and service, the newest period first, services in the pack's order."""
    return _lines(found, [(one.period, one.matter) for one in found], order)


def _lines(found: Sequence[Group], keys: Sequence[tuple[str, str]], order: Sequence[str]) -> list[Line]:
    place = {id: number for number, id in enumerate(order)}
    gathered: dict[tuple[str, str], list[Group]] = {}
    for key, group in zip(keys, found, strict=True):
        gathered.setdefault(key, []).append(group)
    lines = [
        Line(period, about, sum(one.count for one in several), merged(several))
        for (period, about), several in gathered.items()
    ]
    lines.sort(key=lambda one: (place.get(one.about, len(place)), one.about == OTHER, one.about))
    return sorted(lines, key=lambda one: one.period, reverse=True)
