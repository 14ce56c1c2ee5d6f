"""The reader of offers: `yiwang.granted`, which records each reading before it gives anything.

What a reading is for is the policy and its edition, never an offer: no record of an exchange leads to whether
somebody was offered anything, or what they answered.
"""

from __future__ import annotations

from datetime import datetime

from yiwang.granted.reading import read
from yiwang.kernel.access import Actor
from yiwang.kernel.granted import Wanted
from yiwang.kernel.policy import Policy
from yiwang.kernel.refusal import Refusal
from yiwang.nets.offers.reading import Found
from yiwang.store.execute import Door


def granted(
    door: Door, city: str, actor: Actor, policy: Policy, grant: str, person: str, now: datetime
) -> tuple[Found, ...]:
    """Return what a grant gives of a person's results in force; () where it gives nothing today."""
    wanted = Wanted(
        grant=grant, subject=person, matter=policy.matter, why="offer", about=f"{policy.id}/{policy.edition}"
    )
    given = read(door, city, wanted, actor, now)
    if isinstance(given, Refusal):
        return ()
    return tuple(Found(one.fields, one.number, one.body, one.since, one.until) for one in given.results)
