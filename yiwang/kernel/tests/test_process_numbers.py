"""What a service asks of people is counted, never reported."""

from msgspec.structs import replace

from yiwang.kernel.bpmn.step import CompiledNet
from yiwang.kernel.limits import parse
from yiwang.kernel.matter import Guide, Material
from yiwang.kernel.process_numbers import held_together, numbers, steps_of
from yiwang.kernel.tests.small_city import DECISION, REVIEW, city, matter, text
from yiwang.kernel.tests.test_bpmn_elements import compiled, user, ways
from yiwang.kernel.tests.test_migration import STEPS, net, without


def test_the_shortest_way_leaves_out_what_is_asked_in_some_cases_and_the_longest_repeats_nothing():
    assert steps_of(net(STEPS)) == (2, 3)
    assert steps_of(net(without("review-by-experts"))) == (2, 2)
    assert steps_of(None) == (0, 0)


def test_branches_side_by_side_are_all_somebodys_steps():
    drawn = compiled(
        '<b:startEvent id="s"/><b:parallelGateway id="g"/><b:parallelGateway id="j"/><b:endEvent id="e"/>',
        user("water"), user("power"), user("sum"), ways("s>g g>water g>power water>j power>j j>sum sum>e"),
    )  # fmt: skip
    assert steps_of(CompiledNet(drawn)) == (3, 3)


def test_papers_that_the_city_fetches_are_not_brought():
    def paper(name, **more):
        return Material(name, text(name), "copy", True, **more)

    asked = (paper("plan"), paper("licence", source="government"), replace(paper("more"), required=False))
    found = numbers(matter(guide=Guide(text("x"), materials=asked, visits=2)))
    assert (found.materials, found.materials_maybe, found.trips, found.questions) == (1, 2, 2, 2)


def test_the_days_are_those_until_the_decision():
    found = numbers(matter())
    assert (found.legal, found.promised) == (DECISION.legal, DECISION.promised)


def test_two_versions_are_held_together_service_by_service():
    old = city()
    shorter = {"review": REVIEW, "decision": replace(DECISION, promised=parse("5 工作日"))}
    new = replace(old, matters={"licence": matter(clocks=shorter), "report": old.matters["report"]})
    found = {one.matter: one for one in held_together(old, new)}
    assert found["at-once"].after is None
    assert found["report"].before == found["report"].after
    assert found["licence"].before.promised == parse("10 工作日")
    assert found["licence"].after == replace(found["licence"].before, promised=parse("5 工作日"))
