"""What every port must keep, as a test that a vendor runs on an adapter of its own:

    class TestOurGateway(PortContract):
        def port(self, other_side):
            return our_gateway.make(...)     # set up so that the other side behaves as `other_side` says

`other_side` is one of `OTHER_SIDES`. A channel that cannot tell one of them names it in `cannot_tell`.
"""

from __future__ import annotations

from datetime import UTC, datetime

from yiwang.nets.messages.ports import Letter, Outcome, Port
from yiwang.nets.messages.records import DELIVERED, PERMANENT, TECHNICAL, TEMPORARY

TAKES, REFUSES, BUSY, AWAY = "takes", "refuses", "busy", "away"
OTHER_SIDES = (TAKES, REFUSES, BUSY, AWAY)
"""It takes what is sent; says that there is no such receiver; takes nothing for now; cannot be reached."""


class PortContract:
    """Subclass it, give `port`, and run it with pytest."""

    to = "somebody@example.cn"
    cannot_tell: frozenset[str] = frozenset()

    def port(self, other_side: str) -> Port:
        """Return the port before an other side that behaves so."""
        raise NotImplementedError

    def letter(self) -> Letter:
        """Return a letter in Chinese to `to`."""
        return Letter(
            id="0197a1b2-0000-7000-8000-000000000001",
            to=self.to,
            subject="已受理：公共场所卫生许可",
            text="您的办件已受理。",
            at=datetime(2026, 11, 23, 1, 30, tzinfo=UTC),
            secrets=(b"k" * 32,),
        )

    def _sent(self, other_side: str) -> Outcome | None:
        if other_side in self.cannot_tell:
            return None
        outcome = self.port(other_side).send(self.letter())
        assert self.to not in outcome.reason, "a reason is a code, never the other side's words"
        assert outcome.reason == outcome.reason.lower() and " " not in outcome.reason
        return outcome

    def test_what_the_other_side_takes_is_delivered(self) -> None:
        outcome = self._sent(TAKES)
        assert outcome is not None and outcome.phase == DELIVERED

    def test_a_receiver_that_is_not_there_is_a_failure_for_good(self) -> None:
        outcome = self._sent(REFUSES)
        assert outcome is None or (outcome.phase == PERMANENT and outcome.reason)

    def test_a_busy_other_side_is_a_failure_for_a_while(self) -> None:
        outcome = self._sent(BUSY)
        assert outcome is None or (outcome.phase == TEMPORARY and outcome.reason)

    def test_an_other_side_that_is_away_is_a_failure_for_a_while_and_never_an_exception(self) -> None:
        outcome = self._sent(AWAY)
        assert outcome is None or (outcome.phase == TEMPORARY and outcome.reason)

    def test_every_outcome_is_one_the_rules_know(self) -> None:
        for other_side in OTHER_SIDES:
            outcome = self._sent(other_side)
            assert outcome is None or outcome.phase in (DELIVERED, TEMPORARY, PERMANENT, TECHNICAL)
