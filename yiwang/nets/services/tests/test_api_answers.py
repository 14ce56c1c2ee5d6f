"""What holds for whatever a system sends as answers."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.nets.services.api.answers import read
from yiwang.web import forms
from yiwang.web.tests.shop_form import SCHEMA, FakePlaces

FORM = forms.read(SCHEMA)
PLACES = FakePlaces()
TODAY = date(2026, 3, 5)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
likely = st.sampled_from(["books", "repair", "A1", "2000-01-01", "0-0-0", "--", 0, ["mon"], [{"who": "x"}]])
sent = st.dictionaries(st.sampled_from([*FORM.fields, "nothing"]), anything | likely, max_size=12)


@given(sent=sent)
@settings(derandomize=True, max_examples=400, deadline=None)
def test_whatever_is_sent_gives_an_answer_and_what_is_kept_is_sound_on_the_page_too(sent):
    found = read(FORM, sent, {}, today=TODAY, places=PLACES)

    assert all(one.says["zh"] and one.says["en"] for one in found.problems)
    assert found.problems or forms.complete(FORM, found.values, today=TODAY, places=PLACES) == {}
    assert set(found.values) <= set(sent)
