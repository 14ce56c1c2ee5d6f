"""A product fed by results, read by another matter's form, passes the check and is compiled."""

from __future__ import annotations

from yiwang.pack.compile import compile_pack
from yiwang.pack.load import load
from yiwang.pack.tests.broken_results import OTHER_BODY, SOUND, product
from yiwang.pack.tests.city import checked, tutorial


def test_a_field_and_a_material_from_a_result_under_a_grant_are_sound(tmp_path):
    whole = checked(tutorial(tmp_path / "whole"))[1].splitlines()[:-1]
    code, out = checked(tutorial(tmp_path / "shared", *SOUND))
    assert (code, out.splitlines()[:-1]) == (0, whole)


def test_another_body_may_provide_a_result_for_a_reason(tmp_path):
    reason = (
        "  matter: tree-adoption\n  reason: {zh: 林业局管全市的树。, en: The Trees Office keeps all trees.}"
    )
    text = product("  matter: tree-adoption", reason)

    def both(root):
        text(root)
        file = root / "products/adoptions.yaml"
        file.write_text(
            file.read_text("utf-8").replace("owner: sample-parks", "owner: sample-trees"), "utf-8"
        )

    _, out = checked(tutorial(tmp_path, OTHER_BODY, both))
    assert "YW410" not in out


def test_what_feeds_a_product_and_what_covers_a_material_reach_the_city(tmp_path):
    city = compile_pack(load(tutorial(tmp_path, *SOUND)))
    fed = city.products["adoptions"].fed
    assert fed.matter == "tree-adoption" and fed.fields == {"number": "result.number", "street": "street"}
    assert city.grants["adoptions-for-felling"].fields == ("number", "street")
    (material,) = city.matters["tree-felling"].guide.materials
    assert material.covered_by == "adoptions-for-felling"
