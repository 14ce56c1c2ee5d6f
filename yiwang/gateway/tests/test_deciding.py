"""Whatever is asked, and whatever a provider answers: no field outside the grant leaves."""

from __future__ import annotations

import string
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from yiwang.gateway.calls import Call
from yiwang.gateway.contract import broken
from yiwang.gateway.deciding import Allowed, SeenCase, allowed, given
from yiwang.gateway.tests.conftest import GRANT, PEOPLE, PURPOSE
from yiwang.kernel.matter import Body
from yiwang.kernel.refusal import Refusal

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
BODY = Body("lou-market", {"zh": "", "en": ""}, None, "1", "market-regulation", "county")
NAMES = tuple(PEOPLE.types)
FIELD = st.one_of(st.sampled_from(NAMES), st.text(max_size=12), st.just("*"), st.just("name, secret"))
WORD = st.one_of(
    st.sampled_from(["A1", "A2", "x' OR '1'='1", "'; DROP TABLE case_row; --"]), st.text(max_size=9)
)
SOME = st.lists(st.sampled_from(NAMES), min_size=1, unique=True).map(tuple)


@st.composite
def grants(draw):
    fields = draw(SOME)
    return replace(
        GRANT,
        to=draw(st.sampled_from(["market-regulation", "lou-market", "education"])),
        fields=fields,
        masks=draw(st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["none", "name", "other", "?"]))),
        rows=draw(st.sampled_from(["", "alive = true", 'secret != "x"', "income > 10", "broken ("])),
        since=TODAY + timedelta(days=draw(st.integers(-3, 3))),
    )


@st.composite
def calls(draw):
    return Call(
        grant=GRANT.id,
        purpose=draw(st.sampled_from([*PURPOSE.values(), "other", ""])),
        case="n",
        by=draw(FIELD),
        values=tuple(draw(st.lists(WORD, min_size=1, max_size=5))),
        fields=tuple(draw(st.lists(FIELD, max_size=4))),
    )


CASES = st.one_of(
    st.none(),
    st.builds(
        SeenCase,
        st.sampled_from(["individual-business", "fire-check"]),
        st.sampled_from(["draft", "filed", "accepted", "closed", "withdrawn"]),
        st.sampled_from([frozenset({"lou-market"}), frozenset({"other"}), frozenset()]),
    ),
)
VALUE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(string.printable, max_size=9),
    st.just("CANARY"),
)
ROWS = st.lists(st.dictionaries(st.one_of(st.sampled_from(NAMES), st.text(max_size=5)), VALUE), max_size=4)


@for_all(grant=grants(), call=calls(), case=CASES, keys=SOME, data=st.data())
@settings(max_examples=400)
def test_no_field_outside_the_grant_ever_leaves_whatever_is_asked_and_answered(grant, call, case, keys, data):
    answer = allowed(grant, PEOPLE, keys, call, BODY, case, TODAY)
    if isinstance(answer, Refusal):
        return
    assert isinstance(answer, Allowed)
    assert set(answer.fields) <= set(grant.fields) and answer.by in keys
    assert set(answer.wanted) <= set(PEOPLE.types)
    assert (
        call.purpose in PURPOSE.values()
        and grant.since <= TODAY
        and grant.to in ("market-regulation", "lou-market")
    )
    assert case is not None and "lou-market" in case.bodies and case.matter in grant.matters
    rows = data.draw(st.one_of(ROWS, good_rows(answer), VALUE))
    if broken(answer, rows):
        return
    for row in given(answer, rows, NOW):
        assert set(row) == set(answer.fields)
        assert all(row[name] is None or "CANARY" not in str(row[name]) for name in answer.masks)


def good_rows(answer):
    values = {
        "string": st.one_of(st.none(), st.text(max_size=9), st.just("CANARY")),
        "integer": st.one_of(st.none(), st.integers()),
        "number": st.one_of(st.none(), st.floats(allow_nan=False)),
        "boolean": st.one_of(st.none(), st.booleans()),
        "date": st.one_of(st.none(), st.dates().map(date.isoformat)),
    }
    own = {name: values[PEOPLE.types[name]] for name in answer.wanted}
    return st.lists(st.fixed_dictionaries({**own, answer.by: st.sampled_from(answer.values)}), max_size=3)


def permit(**other):
    call = Call(grant=GRANT.id, purpose=PURPOSE["zh"], case="n", by="id_number", values=("A1",))
    case = SeenCase("individual-business", "accepted", frozenset({"lou-market"}))
    answer = allowed(replace(GRANT, **other), PEOPLE, ("id_number",), call, BODY, case, TODAY)
    assert isinstance(answer, Allowed)
    return answer


def test_a_provider_is_asked_for_no_more_than_is_given_looked_up_and_ruled_by():
    assert permit(fields=("name",), rows="alive = true").wanted == ("name", "id_number", "alive")
    assert permit(fields=("name",), rows="").wanted == ("name", "id_number")


ROW = {"name": "n", "id_number": "A1", "alive": True}


def test_every_way_to_break_the_contract_is_seen():
    one = permit(fields=("name",), rows="alive = true")
    assert broken(one, [ROW]) == ""
    assert (
        broken(one, {"rows": []}) == ":rows"
        and broken(one, ["x"]) == ":rows"
        and broken(one, None) == ":rows"
    )
    assert broken(one, [ROW] * 101) == ":many"
    assert broken(one, [{"name": "n", "id_number": "A1"}]) == "alive:missing"
    assert broken(one, [{**ROW, "secret": "x"}]) == ":unasked"
    assert broken(one, [{**ROW, "id_number": "A2"}]) == "id_number:unasked"
    assert broken(one, [{**ROW, "alive": 1}]) == "alive:type"
    assert broken(one, [{**ROW, "name": 7}]) == "name:type"
    assert broken(one, [{**ROW, "name": "x" * 10_001}]) == "name:type"
    day = permit(fields=("born_on",), rows="")
    assert broken(day, [{"id_number": "A1", "born_on": "2026-02-30"}]) == "born_on:type"
    assert broken(day, [{"id_number": "A1", "born_on": "20260203"}]) == "born_on:type"
