"""The tree of kinds of events, as the picture asks it: what lies below a kind, and its uppermost one."""

from __future__ import annotations

from yiwang.kernel.matter import City
from yiwang.nets.picture.marks import ANY_LETTER, ANY_SHAPE, Mark, marks_of
from yiwang.web.words import T, Text

DEEP = 8


def path(city: City, code: str) -> list[str]:
    """Return a kind and those above it, nearest first."""
    known, found = city.event_kinds, list[str]()
    while code in known and code not in found and len(found) < DEEP:
        found.append(code)
        code = known[code].parent
    return found


def below(city: City, code: str) -> list[str]:
    """Return the codes of a kind and of all below it."""
    return [one for one in city.event_kinds if code in path(city, one)] or [code]


def groups(city: City) -> list[str]:
    """Return the uppermost kinds (大类) in the pack's order."""
    return [code for code, one in city.event_kinds.items() if not one.parent]


def group_of(city: City, code: str) -> str:
    """Return the uppermost kind of a kind; "" for one that the pack does not have."""
    return (path(city, code) or [""])[-1]


def title(city: City, code: str) -> Text:
    """Return what a kind is called; its code where the pack does not have it any more."""
    known = city.event_kinds.get(code)
    return known.title if known is not None else {"zh": code, "en": code} if code else T("picture.no-kind")


def marks(city: City) -> dict[str, Mark]:
    """Return the marks of the uppermost kinds."""
    return marks_of(groups(city))


def mark(city: City, code: str) -> Mark:
    """Return the mark of a kind: its uppermost one's."""
    return marks(city).get(group_of(city, code), Mark(ANY_SHAPE, ANY_LETTER))
