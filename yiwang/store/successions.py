"""The relay of results: a grant that renews or changes an earlier result tells that one (换发).

What is told stands in the event of the grant; so a leaf handled twice asks the same, and is done once.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yiwang.kernel.access import system
from yiwang.kernel.commands import ReplaceResult
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask
from yiwang.store.relay import Leaf, Relay

NAME = "successions"
WHO = system("successions")


def successions() -> Relay:
    """Return the relay that tells an earlier result which later case took its place."""
    return Relay(NAME, handle)


def handle(leaf: Leaf, now: datetime) -> list[Ask]:
    """Ask the earlier result to note its successor, where a grant names one."""
    if leaf.kind != CASE.name or leaf.entry.type != "case.decided":
        return []
    told = leaf.event().data.about.get("replaces")
    if not told:
        return []
    command = ReplaceResult(by=told["by"], at_once=told["why"] == "change")
    return [Ask(leaf.city, CASE, UUID(told["case"]), command, WHO, now)]
