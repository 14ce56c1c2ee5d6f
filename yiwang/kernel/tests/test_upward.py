"""What a mapping makes of values: nothing leaves that it does not name, nothing personal without a clause."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from yiwang.kernel.upward import (
    RECORDS,
    SEALED,
    SOURCES,
    STEPS,
    Fault,
    Sent,
    digest_of,
    key_of,
    records_of,
    rendered,
    written_as,
)

ZONE = ZoneInfo("Asia/Shanghai")
NAMES = st.text("abcdef", min_size=1, max_size=3)
VALUES = st.dictionaries(NAMES, st.text(min_size=1, max_size=5), max_size=5)
SENT = st.builds(
    Sent,
    name=NAMES,
    sources=st.lists(st.one_of(NAMES, NAMES.map(lambda name: SEALED + name)), max_size=3).map(tuple),
    clause=st.sampled_from(("", "法 第一条")),
    code=st.sampled_from(("", "table")),
    required=st.booleans(),
)
SEVERAL = st.lists(SENT, max_size=6, unique_by=lambda one: one.name).map(tuple)


@given(SEVERAL, VALUES, st.dictionaries(st.just("table"), VALUES), st.sets(NAMES))
def test_nothing_leaves_that_the_mapping_does_not_name(sent, values, codes, sealed):
    made = rendered(sent, codes, values, sealed, ZONE)
    by_name = {one.name: one for one in sent}

    assert {*made.fields, *made.personal} <= set(by_name)
    for name, value in made.fields.items():
        one = by_name[name]
        given_ = [values[source] for source in one.sources if source in values]
        assert value == (codes["table"][given_[0]] if one.code else given_[0])
    for name, field in made.personal.items():
        assert by_name[name].clause and SEALED + field in by_name[name].sources and field in sealed


@given(SEVERAL, VALUES, st.dictionaries(st.just("table"), VALUES), st.sets(NAMES))
def test_what_the_platform_demands_is_there_or_its_lack_is_said(sent, values, codes, sealed):
    made = rendered(sent, codes, values, sealed, ZONE)
    said = {fault.field for fault in made.faults}

    for one in sent:
        there = one.name in made.fields or one.name in made.personal
        assert not (there and one.name in said)
        if one.required:
            assert there or one.name in said


@given(st.text(max_size=5), SEVERAL, VALUES, VALUES)
def test_a_key_is_that_of_the_entry_and_the_mapping_that_made_it(leaf, sent, codes, other):
    key = key_of(leaf, "step", sent, {"table": codes})
    used = any(one.code for one in sent)

    assert key == key_of(leaf, "step", sent, {"table": codes})
    assert key != key_of(leaf + "x", "step", sent, {"table": codes})
    assert key != key_of(leaf, "completion", sent, {"table": codes})
    assert (key == key_of(leaf, "step", sent, {"table": other})) == (not used or codes == other)


@given(VALUES, VALUES)
def test_two_records_have_one_digest_only_if_they_say_the_same(fields, others):
    assert (digest_of("SQ", fields) == digest_of("SQ", others)) == (fields == others)
    assert digest_of("SQ", fields) != digest_of("SL", fields)


def test_a_moment_goes_out_in_the_time_of_the_city():
    at = datetime(2026, 11, 23, 16, 30, 5, 9, tzinfo=UTC)
    assert written_as(at, "", ZONE) == "2026-11-24T00:30:05+08:00"
    assert written_as(at, "%Y%m%d%H%M%S", ZONE) == "20261124003005"
    assert written_as(date(2026, 11, 23), "%Y%m%d", ZONE) == "20261123"


def test_a_value_without_a_code_is_a_fault_and_not_sent():
    made = rendered(
        (Sent(name="state", sources=("phase",), code="table"),), {"table": {}}, {"phase": "x"}, (), ZONE
    )
    assert made.faults == (Fault("state", "no-code"),) and made.fields == {}


def test_each_thing_that_happens_to_a_case_is_told_once():
    told = {
        event: records_of(event, "grant", True, True)
        for event in ("case.filed", "case.accepted", "case.refused", "case.decided", "case.closed", *STEPS)
    }
    assert told["case.decided"] == ("completion", "certificate")
    assert told["case.closed"] == ()  # the decision told it
    assert records_of("case.closed", "", False, False) == ("completion",)
    assert records_of("case.withdrawn", "", False, True) == ("completion",)
    assert records_of("case.result-revoked", "grant", True, True) == ("certificate",)
    assert records_of("case.commented", "", False, True) == ()
    assert set(SOURCES) == set(RECORDS)
