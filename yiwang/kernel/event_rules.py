"""How a city handles its events (`events.yaml`, `rules`): who dispatches, by when, on which evidence.

The figures are the pack's; a city without them has the process of its matters and no more.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

Text = dict[str, str]

BEFORE, AFTER = "before", "after"
PICTURES = (BEFORE, AFTER)
"""What a picture shows: how it was, and how it is."""

RATES = ("response", "resolution", "satisfaction")
"""及时响应率, 办结 (解决) 率, 满意率."""

SATISFACTION = ("satisfied", "neutral", "dissatisfied")
"""What whoever told of it says when asked back; "" when nobody could be asked."""


class EventRules(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of dispatch.

    Attributes:
        desk: function of the bodies that dispatch (派遣); the nearest up from the place does.
        respond, object_within, review, whistle: limits as text (`24 小时`), "" for none.
        object_times: how often a dispatch may come back; afterwards it stands.
        handle, check, answer: steps of the process: 处置, 核查, 回访.
        evidence: step → pictures without which it is not done.
        causes: why something stays open (挂账), by id.
        hold_at_most: the furthest next date of what stays open.
        weights: of `RATES`, in the figure of a body; they add up to one.
        at_least: fewest cases of which a rate is told.
        map_cell: width of the cells, in degrees, to which a public map rounds positions; "" for no such map.
    """

    desk: str = ""
    respond: str = ""
    object_within: str = ""
    object_times: int = 2
    review: str = ""
    whistle: str = ""
    handle: str = "handle"
    check: str = "check"
    answer: str = "answer"
    evidence: dict[str, tuple[str, ...]] = {}
    causes: dict[str, Text] = {}
    hold_at_most: str = ""
    weights: dict[str, Decimal] = {}
    at_least: int = 10
    map_cell: str = ""
