"""What was typed of an asset, as what the rules read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from yiwang.kernel.refusal import Refusal
from yiwang.nets.security import saying
from yiwang.nets.security.records import CLASSES, About

SEALED = ("addresses", "version", "components", "note")
LONGEST = 4000
YES = frozenset({"yes", "true", "1", "是", "y"})


def about(sent: Mapping[str, Any], classes: list[str] | None = None) -> About | Refusal:
    """Return what is known of an asset as it was typed, on a page or in a row of a table."""
    level = text(sent, "level", 4) or "0"
    days = {name: day(text(sent, name, 20)) for name in ("filed_on", "assessed_on", "expires_on")}
    wrong = next((name for name, one in days.items() if isinstance(one, str)), None)
    if wrong is not None:
        return saying.no_day(str(days[wrong]))
    if not (level.isascii() and level.isdecimal()):
        return saying.no_level_typed(level)
    chosen = (
        classes if classes is not None else [one for one in CLASSES if one in parts(text(sent, "classes"))]
    )
    return About(
        assessed_on=days["assessed_on"],  # type: ignore[arg-type]
        classes=tuple(chosen),
        critical=text(sent, "critical").lower() in YES,
        expires_on=days["expires_on"],  # type: ignore[arg-type]
        exposed=text(sent, "exposed").lower() in YES,
        filed_on=days["filed_on"],  # type: ignore[arg-type]
        kind=text(sent, "kind", 20),
        level=int(level),
        name=text(sent, "name", 200),
        needs=tuple(sorted(found for one in parts(text(sent, "needs")) if (found := id_of(one)))),
        position=text(sent, "position", 80),
        ref=text(sent, "ref", 80),
        sector=text(sent, "sector", 40),
    )


def sealed(sent: Mapping[str, Any]) -> dict[str, str]:
    """Return what is to be sealed of what was typed; what was left empty stays as it is."""
    return {name: found for name in SEALED if (found := text(sent, name, LONGEST))}


def text(sent: Mapping[str, Any], name: str, most: int = LONGEST) -> str:
    """Return what was typed in a field, cut to its length."""
    value = sent.get(name, "")
    return "" if value is None else str(value).strip()[:most]


def day(typed: str) -> date | str | None:
    """Return a typed day, None for none; the text itself where it is no day."""
    if not typed:
        return None
    try:
        return date.fromisoformat(typed[:10].replace("/", "-"))
    except ValueError:
        return typed


def parts(typed: str) -> list[str]:
    """Return the words of a list, whatever divides them."""
    for sign in ("，", "；", ";", ",", "、", "\n"):
        typed = typed.replace(sign, " ")
    return typed.split()


def id_of(typed: str) -> str:
    """Return an id as ids are written, "" where it is none."""
    try:
        return str(UUID(typed))
    except ValueError:
        return ""
