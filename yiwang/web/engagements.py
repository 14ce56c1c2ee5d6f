"""Whose time is taken (占用): visits arranged in cases, and booked places that somebody must sit at.

One rule for both: who goes on a visit is not expected at a booked place at that hour, unless another of its
people is there; a place is given while one of its people is. The nets that know offer their look-ups here,
since none of them knows the other. Looked up before the door is asked: two who press at the same moment are
not held apart.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest


@dataclass(frozen=True)
class Engagement:
    """Some people's time.

    Attributes:
        people: person ids: all of them away, or one of them expected. since, until: aware; half-open.
    """

    people: frozenset[str]
    since: datetime
    until: datetime

    def meets(self, since: datetime, until: datetime) -> bool:
        """Say whether it overlaps this time."""
        return self.since < until and since < self.until


Look = Callable[[HttpRequest, datetime, datetime], list[Engagement]]
_away: list[Look] = []
_expected: list[Look] = []


def offer_away(look: Look) -> None:
    """Offer a look-up of who is away: every one of `people`."""
    if look not in _away:
        _away.append(look)


def offer_expected(look: Look) -> None:
    """Offer a look-up of where somebody is expected: one of `people`."""
    if look not in _expected:
        _expected.append(look)


def away(request: HttpRequest, since: datetime, until: datetime) -> list[Engagement]:
    """Return who is away at any moment of this time."""
    found = [one for look in _away for one in look(request, since, until)]
    return [one for one in found if one.meets(since, until)]


def nobody_there(request: HttpRequest, people: frozenset[str], since: datetime, until: datetime) -> bool:
    """Say whether all of these people are away at some moment of this time; False where nobody is named."""
    if not people:
        return False
    gone = frozenset(person for one in away(request, since, until) for person in one.people)
    return people <= gone


def left_alone(
    request: HttpRequest, leaving: frozenset[str], since: datetime, until: datetime
) -> Engagement | None:
    """Return a booked place that nobody would be at if these people left; None where none is."""
    for look in _expected:
        for one in look(request, since, until):
            if not one.meets(since, until) or not one.people & leaving:
                continue
            others = one.people - leaving
            if not others or nobody_there(request, others, one.since, one.until):
                return one
    return None
