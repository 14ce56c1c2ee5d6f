"""A product that is looked up, and a form that takes from it under a grant, pass the check."""

from __future__ import annotations

from yiwang.kernel.sources import Source, grant_for, sources_of
from yiwang.pack.compile import compile_pack
from yiwang.pack.load import load
from yiwang.pack.tests.broken_looked_up import SOUND_LOOKUP
from yiwang.pack.tests.city import MONDAY, checked, tutorial


def test_an_answer_looked_up_under_a_grant_is_sound(tmp_path):
    _, out = checked(tutorial(tmp_path, *SOUND_LOOKUP))
    assert not [line for line in out.splitlines() if "YW40" in line or "YW41" in line]


def test_the_key_the_day_and_the_source_reach_the_city(tmp_path):
    city = compile_pack(load(tutorial(tmp_path, *SOUND_LOOKUP)))
    product, matter = city.products["guardians"], city.matters["tree-felling"]

    assert (product.key, product.dated_by, product.looked_up) == ("id_number", "seen_on", True)
    assert (
        product.personal(["id_number"]) and product.personal(["no-such"]) and not product.personal(["years"])
    )
    (source,) = sources_of(matter.form).values()
    said = Source(product="guardians", field="street", purpose={"zh": "找到树", "en": "To find the tree"})
    assert source == said
    assert grant_for(city, matter, "guardians", "", MONDAY).id == "guardians-for-felling"
    assert grant_for(city, matter, "guardians", city.root, MONDAY).id == "guardians-for-felling"
    assert grant_for(city, matter, "no-such", city.root, MONDAY) is None
    assert grant_for(city, matter, "guardians", city.root, MONDAY.replace(year=2027)) is None
