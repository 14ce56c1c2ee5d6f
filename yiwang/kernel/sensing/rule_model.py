"""Rules over streams as a pack writes them, compiled."""

from __future__ import annotations

import msgspec

Text = dict[str, str]


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What is to raise a signal.

    Attributes:
        kind: `threshold`, `rate` (change over `over_minutes`), `absence`, `together`, `condition`, `season`.
        property: observed property of the streams it looks at; things: only these, empty for every thing.
        above, below: the value from which it is raised; clears: the value at which it ends (hysteresis).
            Of `season` they are deviations, see `kernel.sensing.season`.
        when: of `condition`, a FEEL expression over `conditions.NAMES`.
        for_minutes: how long the condition must hold before it is raised.
        lateness_minutes: how late a value may come and still count.
        of: rules that must stand at once (`together`); within: at one `thing`, or below one place of a level.
        inhibited_by: rules whose signals at the same thing, or at a place above it, keep this one quiet.
        week: of `season`, days of the same weekday are what it is held against.
        repeat_minutes: a signal that ends and comes again within so long is the same one (flapping).
        group_within, group_minutes: signals of this rule below one place of this level, each begun within so
            long of the one before or while one of them stands, are one group: one case for all of them.
        opens: code of the kind of event it opens, "" for none.
    """

    id: str
    title: Text
    kind: str
    property: str = ""
    things: tuple[str, ...] = ()
    above: str = ""
    below: str = ""
    clears: str = ""
    when: str = ""
    over_minutes: int = 0
    for_minutes: int = 0
    lateness_minutes: int = 10
    severity: str = "minor"
    of: tuple[str, ...] = ()
    within: str = "thing"
    inhibited_by: tuple[str, ...] = ()
    repeat_minutes: int = 0
    week: bool = False
    group_within: str = ""
    group_minutes: int = 0
    opens: str = ""
