"""What was answered before is answered the same again: due days of a calendar, lead bodies of a place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from yiwang.kernel.acts.intake import window_of
from yiwang.kernel.gaps import NO_GAPS
from yiwang.kernel.limits import Limit
from yiwang.kernel.matter import Share
from yiwang.kernel.periods import Ending, due_after
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.responsibility import responsible, responsible_here
from yiwang.kernel.tests.small_city import calendar, city

ASKED_BEFORE = calendar()
MOMENTS = st.integers(0, 7 * 86400).map(lambda s: datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=s))
UNITS = st.sampled_from(["working_day", "calendar_day", "week", "month", "year"])
ENDINGS = st.builds(
    Ending, st.sampled_from(["day-end", "office-close"]), st.sampled_from(["as-is", "next-working-day"])
)


@given(MOMENTS, st.integers(1, 3), UNITS, ENDINGS)
@settings(derandomize=True, max_examples=300)
@example(datetime(2026, 3, 2, 15, 59, 59, 999999, tzinfo=UTC), 1, "working_day", Ending())
@example(datetime(2026, 3, 2, 16, 0, tzinfo=UTC), 1, "working_day", Ending())  # local midnight
def test_a_calendar_that_was_asked_before_counts_as_a_new_one(begun, amount, unit, ending):
    term = (Limit(Decimal(amount), unit),)
    fresh = due_after(begun, term, NO_GAPS, ending, calendar())
    for _ in range(2):
        assert due_after(begun, term, NO_GAPS, ending, ASKED_BEFORE) == fresh


def test_a_full_memory_starts_afresh_and_counts_the_same(monkeypatch):
    monkeypatch.setattr("yiwang.kernel.periods._KEPT", 2)
    asked, term = calendar(), (Limit(Decimal(5), "working_day"),)
    for days in (0, 1, 2, 3, 0):
        begun = datetime(2026, 3, 2, 2, 0, tzinfo=UTC) + timedelta(days=days)
        assert due_after(begun, term, NO_GAPS, Ending(), asked) == due_after(
            begun, term, NO_GAPS, Ending(), calendar()
        )
    assert len(asked.dues) <= 2


def test_a_place_is_answered_the_same_again_also_where_nobody_leads():
    here = city()
    for matter in here.matters.values():
        for place in here.places:
            wanted = responsible(here, matter, place)
            assert [responsible_here(here, matter, place) for _ in range(2)] == [wanted, wanted]


def test_places_that_do_not_exist_are_not_remembered():
    here = city()
    assert isinstance(responsible_here(here, here.matters["licence"], "no-such-place"), Refusal)
    assert here.answers == {}


def test_a_changed_city_does_not_answer_from_what_the_one_before_found():
    before = city()
    matter = before.matters["licence"]
    assert responsible_here(before, matter, "900101").lead == "east-bureau"
    line = Share("licence", "900101", below=False, lead="west-bureau")
    after = msgspec.structs.replace(before, shares={"licence": (line,)})
    assert responsible_here(after, matter, "900101").lead == "west-bureau"


def test_the_nearest_window_up_the_tree_serves_a_place_whoever_asked_before():
    here = city()
    nearest = {
        place: next((here.windows[code] for code in here.above(place) if code in here.windows), "")
        for place in here.places
    }
    assert "hall" in nearest.values()
    for _ in range(2):
        assert {place: window_of(here, place) for place in here.places} == nearest
    assert window_of(here, "no-such-place") == ""
    assert here.served == nearest
    assert window_of(msgspec.structs.replace(here, windows={}), "900101") == ""
