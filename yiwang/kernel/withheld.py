"""When a person is told of a look at their data only later (延后告知): which rule, and until which day. Pure.

Everybody is told at once who looked at their data, unless a rule of the pack says otherwise: it names the
clause that allows it, the position that approved it, and after how many days the entry lapses into view.
There is no rule without a last day.

Source: 个人信息保护法 第十八条、第三十五条 (telling may wait where it would keep an organ of state from its
lawful duty; once that is over, the person is told).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

Text = dict[str, str]
READING, GLASS, EXCHANGE = "reading", "glass", "exchange"


class Withholding(msgspec.Struct, frozen=True, kw_only=True):
    """A rule of the pack.

    Attributes:
        of: `reading` (sealed answers opened by staff), `glass` (break-glass and what was opened in it) or
            `exchange` (read under a grant).
        by: id of a body, or a function: who looked.
        matters: of the case, or for which it was read; none: all.
        clause: "law article" that allows it. approver: id of the position that approved it.
        days: calendar days from the day of the look until it is shown, 1 or more.
    """

    id: str
    title: Text
    of: str
    by: str
    clause: str
    approver: str
    days: int
    matters: tuple[str, ...] = ()


class Looks(msgspec.Struct, frozen=True, kw_only=True):
    """What a city says of looks at people's data.

    Attributes:
        correct: matter of a request for correction (校核), "" where the city has none.
        complain: matters of a complaint, the first that a body outside the one complained of leads.
    """

    correct: str = ""
    complain: tuple[str, ...] = ()
    withheld: tuple[Withholding, ...] = ()


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """One look at somebody's data. `body`, `function`: of who looked, "" where not known. `at`: aware."""

    of: str
    at: datetime
    body: str
    function: str
    matter: str


class Until(msgspec.Struct, frozen=True):
    """The rule that withholds a look, and the first day on which it is shown (the city's day)."""

    rule: Withholding
    day: date


def withheld(looks: Looks, look: Look, zone: str) -> Until | None:
    """Return what withholds, or withheld, a look; of several rules the one that lasts longest."""
    begun = look.at.astimezone(ZoneInfo(zone)).date()
    found = [
        Until(rule, begun + timedelta(days=rule.days)) for rule in looks.withheld if _applies(rule, look)
    ]
    return max(found, key=lambda one: one.day, default=None)


def _applies(rule: Withholding, look: Look) -> bool:
    return (
        rule.of == look.of
        and rule.by in {look.body, look.function} - {""}
        and (not rule.matters or look.matter in rule.matters)
    )
