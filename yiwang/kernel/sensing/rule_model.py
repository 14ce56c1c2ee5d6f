"""Rules over streams as a pack writes them, compiled."""

from __future__ import annotations

import msgspec

Text = dict[str, str]


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What is to raise a signal.

    Attributes:
        kind: `threshold`, `rate` (change over `over_minutes`), `absence` or `together`.
        property: observed property of the streams it looks at; things: only these, empty for every thing.
        above, below: the value from which it is raised; clears: the value at which it ends (hysteresis).
        for_minutes: how long the condition must hold before it is raised.
        lateness_minutes: how late a value may come and still count.
        of: rules that must stand at once (`together`), within one place.
        inhibited_by: rules whose signals at the same place keep this one quiet.
        repeat_minutes: a signal that ends and comes again within so long is the same one (flapping).
    """

    id: str
    title: Text
    kind: str
    property: str = ""
    things: tuple[str, ...] = ()
    above: str = ""
    below: str = ""
    clears: str = ""
    over_minutes: int = 0
    for_minutes: int = 0
    lateness_minutes: int = 10
    severity: str = "minor"
    of: tuple[str, ...] = ()
    inhibited_by: tuple[str, ...] = ()
    repeat_minutes: int = 0
