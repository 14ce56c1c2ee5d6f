"""A result that stands in for a bundle's material stands in for the same material of the cases it calls."""

from datetime import date

from yiwang.kernel.acts.traffic import results_carried
from yiwang.kernel.between import standing_in_too
from yiwang.kernel.matter import Guide, Material
from yiwang.kernel.parts import Covered, Way
from yiwang.kernel.products import Grant
from yiwang.kernel.tests.small_city import city, matter, text
from yiwang.kernel.traffic import Called, Caller

LICENCE = Covered(grant="register", result="2611-0")
WAYS = {
    "business-licence": Way(grant="register", result="2611-0", state="covered", way="result"),
    "rules": Way(state="due", way="follow"),
}


def called(**covered: Covered) -> Called:
    return Called(
        applicant="r1",
        caller=Caller(case="c1", token="ask"),
        case="c2",
        channel="online",
        covered=covered,
        matter="licence",
        place="900101",
    )


def town(*matters: str, covered_by: str = "register"):
    material = Material(
        id="licence-copy", title=text("营业执照"), form="copy", required=True, covered_by=covered_by
    )
    grant = Grant(
        id="register",
        title=text("授权"),
        purpose=text("测试"),
        fields=("name",),
        product="licences",
        to="bureau",
        matters=matters,
        since=date(2026, 1, 1),
        until=date(2028, 1, 1),
    )
    form = {"type": "object", "properties": {"licence_copy": {"type": "string", "x-yw-kind": "file"}}}
    one = matter(form=form, guide=Guide(text("测试"), materials=(material,)))
    return city(matters={"licence": one}, grants={"register": grant})


def test_only_what_a_result_covers_and_the_call_would_hand_on_is_carried():
    pairs = (("licence_copy", "business_licence"), ("rules", "rules"), ("area", "area"))
    assert results_carried(pairs, WAYS) == {"licence_copy": LICENCE}
    assert results_carried((), WAYS) == {}


def test_it_stands_in_where_the_same_grant_is_for_the_called_matter_too():
    given = called(licence_copy=LICENCE)
    assert standing_in_too(given, town("bundle", "licence")) == {"licence-copy": LICENCE}


def test_the_called_body_asks_as_ever_where_the_grant_is_not_for_it():
    given = called(licence_copy=LICENCE)
    assert standing_in_too(given, town("bundle")) == {}
    assert standing_in_too(given, town("bundle", "licence", covered_by="another")) == {}
    assert standing_in_too(called(), town("bundle", "licence")) == {}
