"""A case drawn with more than tasks and gateways: several inspectors, a part of its own, waits."""

from datetime import timedelta

import msgspec

from yiwang.kernel import commands as c
from yiwang.kernel.access import system
from yiwang.kernel.acts import decide
from yiwang.kernel.bpmn.step import CompiledNet
from yiwang.kernel.case import Delta, evolve, opened
from yiwang.kernel.ledger import canonical
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import at, city, context, matter, resident, staff
from yiwang.kernel.tests.test_bpmn_elements import boundary, catch, compiled, several, user, ways

WAIT = "<b:timerEventDefinition><b:timeDuration>3 工作日</b:timeDuration></b:timerEventDefinition>"
DRAWN = compiled(
    '<b:startEvent id="s"/>', user("check", several("inspectors")), catch("cool-off", WAIT),
    f"""<b:subProcess id="talks"><b:startEvent id="s2"/><b:parallelGateway id="g"/>
    {user("water")}{user("power")}<b:endEvent id="e1"/><b:endEvent id="e2"/>
    {ways("s2>g g>water g>power water>e1 power>e2")}</b:subProcess>""",
    boundary("late", "talks", WAIT), user("chase"), '<b:endEvent id="e"/><b:endEvent id="e3"/>',
    ways("s>check check>cool-off cool-off>talks talks>e late>chase chase>e3"),
)  # fmt: skip
OFFICER = staff("officer")


class Story:
    def __init__(self):
        base = city()
        form = {"type": "object", "properties": {"inspectors": {"type": "integer"}}}
        joint = matter(id="joint", net=CompiledNet(DRAWN), form=form, clocks={}, sealed_fields=frozenset())
        self.city = msgspec.structs.replace(base, matters={**base.matters, "joint": joint})
        self.case = None

    def ask(self, actor, now, command):
        answer = decide(self.case, command, context(actor, now, city=self.city))
        assert not isinstance(answer, Refusal), answer
        for event in answer:
            assert msgspec.json.decode(canonical(event.data), type=Delta) == event.data
            self.case = (
                opened(event, self.city.pack, at(now))
                if self.case is None
                else evolve(self.case, event, at(now))
            )
        return answer

    def accepted(self):
        self.ask(
            resident(), "2026-03-02T10:00+08:00",
            c.File(
                case="018f0000-0000-7000-8000-000000000001", number="2603-TEST",
                matter="joint", place="900101", channel="online", applicant="r1", facts={"inspectors": 3},
            ),
        )  # fmt: skip
        self.ask(staff("window", "hall"), "2026-03-02T10:05+08:00", c.Receive())
        self.ask(staff("window", "hall"), "2026-03-02T10:10+08:00", c.Forward())
        self.ask(OFFICER, "2026-03-03T10:00+08:00", c.Accept())
        return self

    def open(self):
        return sorted(task.id.partition(":")[0] for task in self.case.tasks if task.node != "act:decide")

    def done(self, place, now="2026-03-04T10:00+08:00"):
        task = next(task.id for task in self.case.tasks if task.id.startswith(place + ":"))
        self.ask(OFFICER, now, c.Complete(task=task, outcome=""))


def test_three_inspectors_each_get_a_task_and_a_wait_follows_that_only_time_ends():
    story = Story().accepted()
    assert story.open() == ["check@1", "check@2", "check@3"]
    for place in ("check@2", "check@3", "check@1"):
        story.done(place)
    assert story.open() == []
    (timer,) = story.case.timers
    assert timer.due_at > at("2026-03-04T10:00+08:00")
    story.ask(system("timers"), (timer.due_at + timedelta(minutes=1)).isoformat(), c.Tick())
    assert story.open() == ["power", "water"]


def test_a_part_of_a_case_that_is_late_is_closed_with_its_tasks_and_chased():
    story = Story().accepted()
    for place in ("check@1", "check@2", "check@3"):
        story.done(place)
    now = story.case.timers[0].due_at + timedelta(minutes=1)
    story.ask(system("timers"), now.isoformat(), c.Tick())
    story.done("water", now.isoformat())
    late = story.case.timers[0].due_at + timedelta(minutes=1)
    story.ask(system("timers"), late.isoformat(), c.Tick())
    assert story.open() == ["chase"]
    assert story.case.timers == ()
    story.done("chase", late.isoformat())
    assert [task.node for task in story.case.tasks] == ["act:decide"]
