"""What an offer reads of somebody's data: through grants alone, one by one, each reading recorded.

`Reader` is all that the sweep and the pages know of it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Protocol

import msgspec

from yiwang.kernel.access import Actor
from yiwang.kernel.policy import Policy, judge
from yiwang.store.execute import Door


class Found(msgspec.Struct, frozen=True):
    """One result in force, as far as one grant goes.

    Attributes:
        values: field of the product → value. number: of the result. body: that gave it.
        since: its first day; until: its last, None without end.
    """

    values: dict[str, Any]
    number: str
    body: str
    since: date
    until: date | None


class Reader(Protocol):
    """Reads of one person what one grant of a policy gives, the newest first; () where it gives nothing."""

    def __call__(
        self, door: Door, city: str, actor: Actor, policy: Policy, grant: str, person: str, now: datetime
    ) -> tuple[Found, ...]: ...


class Looked(msgspec.Struct, frozen=True):
    """What was read of one person for a policy.

    Attributes:
        at: when, aware. values: name → value, as judged. by_grant: the result that each grant gave.
    """

    at: datetime
    values: dict[str, Any] = {}
    by_grant: dict[str, Found] = {}


def look(
    read: Reader, door: Door, city: str, actor: Actor, policy: Policy, person: str, now: datetime
) -> Looked:
    """Read what a policy needs to know of a person, grant by grant; `judge` then says what it amounts to.

    Of several results under one grant it takes the newest for which that grant's conditions hold. Where none
    does, nothing more is read: a no needs no further data.
    """
    by_grant: dict[str, Found] = {}
    values: dict[str, Any] = {}
    chosen: dict[str, Any] = {}
    for grant in policy.grants:
        own = [one for one in policy.conditions if one.grant == grant]
        results = read(door, city, actor, policy, grant, person, now)
        for result in results:
            tried = {**values, **{one.name: result.values.get(one.field) for one in own}}
            met = judge(policy, tried).met
            good = all(met[index] for index, one in enumerate(policy.conditions) if one.grant == grant)
            if good or grant not in by_grant:
                by_grant[grant], chosen = result, tried
            if good:
                break
        else:
            return Looked(now, chosen if results else values, by_grant)
        values = chosen
    return Looked(now, values, by_grant)
