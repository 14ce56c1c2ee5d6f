"""What every adapter to a platform above must keep, as a test that a vendor runs on an adapter of its own:

    from yiwang.ports.platform_contract import platforms_keep_the_contract

    def test_ours():
        platforms_keep_the_contract(lambda trouble: ours.make(...))   # before a platform that behaves so

`make` is given one of `TROUBLES` and returns the adapter before a platform that behaves so and holds nothing
yet; before `plain` it takes what is sent. Raises AssertionError with a sentence that says what was not kept.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from yiwang.kernel.upward import digest_of
from yiwang.ports.platform import ACCEPTED, LATER, REFUSED, Away, Notice, Platform

PLAIN, REFUSES, BUSY, DEAD, TWICE = "plain", "refuses", "busy", "dead", "twice"
TROUBLES = (PLAIN, REFUSES, BUSY, DEAD, TWICE)
"""It takes what is sent; refuses all of it; takes nothing now; cannot be reached; says each twice."""

DAY = date(2026, 11, 23)
NAME = "示例 · 姓名"


def notices(count: int = 3) -> list[Notice]:
    """Return records as a city sends them, one with what is personal."""
    return [
        Notice(number, f"key-{number}", "SQ", DAY, {"caseNo": f"2611-{number}", "applicantName": NAME})
        for number in range(1, count + 1)
    ]


def platforms_keep_the_contract(make: Callable[[str], Platform]) -> None:
    """Hold an adapter against the contract."""
    _takes(make(PLAIN))
    _refuses(make(REFUSES))
    _is_away(make(BUSY), "busy")
    _is_away(make(DEAD), "away")
    said = make(TWICE).send(notices())
    assert {one.number for one in said} == {1, 2, 3}, "of a record said twice the number is the same"


def _takes(platform: Platform) -> None:
    sent = notices()
    for _ in range(2):
        said = platform.send(sent)
        assert {one.number for one in said} == {1, 2, 3}, "of each record it is said what became of it"
        assert all(one.state == ACCEPTED for one in said), "a record sent again is taken again"
    tally = platform.tally(DAY)
    assert tally.count == 3, "a record sent twice is one"
    want = {one.number: digest_of(one.kind, one.fields) for one in sent}
    assert dict(tally.digests) == want, "a digest is that of kind and fields"
    other = platform.tally(date(2026, 11, 24))
    assert other.count == 0 and not other.digests, "a day without records has none"


def _refuses(platform: Platform) -> None:
    said = platform.send(notices())
    assert {one.state for one in said} <= {REFUSED, LATER} and len(said) == 3, "what is refused is said so"
    for one in said:
        assert one.state == LATER or one.reason, "a refusal has the code of its reason"
        assert NAME not in one.reason + one.field, "a reason repeats nothing personal"


def _is_away(platform: Platform, why: str) -> None:
    for ask in (lambda: platform.send(notices()), lambda: platform.tally(DAY)):
        try:
            ask()
        except Away as away:
            assert away.reason, f"a platform that is {why} raises Away with a code"
            assert NAME not in str(away), "a fault tells nothing personal"
        else:
            raise AssertionError(f"before a platform that is {why} an adapter raises Away")
