"""A made-up city whose cases call, tell and answer each other, and a town that carries it between them."""

from __future__ import annotations

from collections import deque
from datetime import timedelta

import msgspec

from yiwang.kernel import commands as c
from yiwang.kernel.access import system
from yiwang.kernel.acts import decide
from yiwang.kernel.between import asked_of_others, informing, not_begun, searched
from yiwang.kernel.bpmn.net import Net
from yiwang.kernel.bpmn.step import CompiledNet
from yiwang.kernel.bpmn.xml_read import compile_model, read
from yiwang.kernel.bpmn.xml_write import write
from yiwang.kernel.case import Delta, Event, evolve, opened
from yiwang.kernel.ledger import canonical
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import ZONE, at, city, context, matter, resident, staff
from yiwang.kernel.tests.test_bpmn_elements import boundary, catch, flow, user, ways

WAIT = "<b:timerEventDefinition><b:timeDuration>3 工作日</b:timeDuration></b:timerEventDefinition>"
FAILED = "<b:errorEventDefinition/>"
S, E = '<b:startEvent id="s"/>', '<b:endEvent id="e"/>'
OFFICER, APPROVER = staff("officer"), staff("approver")
NOON = "2026-03-02T12:00+08:00"


def signal(name):
    return f'<b:signalEventDefinition signalRef="{name}"/>'


def call(name, called, more=""):
    return f'<b:callActivity id="{name}" calledElement="{called}" {more}/>'


def send(name, message, more=""):
    return f'<b:sendTask id="{name}" messageRef="{message}" {more}/>'


def receive(name, message, more=""):
    return f'<b:receiveTask id="{name}" messageRef="{message}" {more}/>'


def end(name):
    return f'<b:endEvent id="{name}"/>'


DEFINED = "".join(f'<b:{kind} id="{id}" name="{id}"/>' for kind, id in (
    ("message", "m1"), ("message", "m2"), ("signal", "s1"), ("error", "x1"),
))  # fmt: skip


def drawn(*body):
    xml = (
        '<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:yw="urn:yiwang:bpmn:1">'
        f'{DEFINED}<b:process id="p">{"".join(body)}</b:process></b:definitions>'
    )
    net = compile_model(read(xml.encode()))
    assert isinstance(net, Net), net
    assert compile_model(read(write(net))) == net, "what is written is read back"
    return CompiledNet(net)


FORM = {
    "type": "object",
    "properties": {"area": {"type": "integer"}, "quiet": {"type": "boolean"}, "plot": {"type": "string"}},
}


def made(name, *body, **more):
    given = {"id": name, "net": drawn(*body), "form": FORM, "clocks": {}, "sealed_fields": frozenset()}
    return matter(**given, **more)


def at_once(name, *body, **more):
    """A matter that begins when it is filed and closes when its process ends."""
    return made(name, *body, process_starts="file", decides=False, **more)


def talking_city(**matters):
    base = city()
    return msgspec.structs.replace(base, matters={**base.matters, **matters})


class Town:
    """All cases of a city in memory; what one asks of others is carried at once, in order."""

    def __init__(self, **matters):
        self.city = talking_city(**matters)
        self.now = at(NOON)
        self.cases, self.told, self.refused = {}, [], []
        self._next = 1
        self._post = deque()

    def file(self, name, **facts):
        self._next += 1
        case = f"018f0000-0000-7000-8000-{self._next:012d}"
        command = c.File(
            case=case, number=f"2603-{self._next:04d}", matter=name, place="900101", channel="online",
            applicant="r1", facts=facts,
        )  # fmt: skip
        self.ask(case, resident(), command)
        return case

    def ask(self, case, actor, command, *, may_refuse=False):
        before = self.cases.get(case)
        answer = decide(before, command, context(actor, self.now, city=self.city))
        if isinstance(answer, Refusal):
            assert may_refuse, answer
            self.refused.append((type(command).__name__, answer.code))
            told = not_begun(command, answer)
            if told is not None:
                self.ask(told[0], system("calls"), told[1], may_refuse=True)
            return answer
        for event in answer:
            read = msgspec.json.decode(canonical(event.data), type=Delta)
            assert canonical(read) == canonical(event.data)
            event = Event(event.type, read)
            old = self.cases.get(case)
            self.cases[case] = (
                opened(event, self.city.pack, self.now) if old is None else evolve(old, event, self.now)
            )
            self.told.append((case, event.type))
            if read.traffic is not None:
                self._post.append((case, read.traffic))
        self._carry()
        return answer

    def _carry(self):
        while self._post:
            sender, traffic = self._post.popleft()
            asks = list(asked_of_others(traffic, sender, self.now.astimezone(ZONE)))
            for sent in searched(traffic):
                asks += [
                    (case, informing(sent, sender))
                    for case, one in self.cases.items()
                    if case != sender
                    and any((w.event, w.name, w.key) == (sent.event, sent.name, sent.key) for w in one.waits)
                ]
            for case, command in asks:
                self.ask(case, system("calls"), command, may_refuse=True)

    def later(self, **time):
        self.now += timedelta(**time)
        for case in list(self.cases):
            if self.cases[case].phase in ("filed", "accepted", "suspended", "decided"):
                self.ask(case, system("timers"), c.Tick())

    def open(self, case):
        return sorted(task.node for task in self.cases[case].tasks)

    def done(self, case, node, outcome="", actor=OFFICER, **facts):
        task = next(task.id for task in self.cases[case].tasks if task.node == node)
        return self.ask(case, actor, c.Complete(task=task, outcome=outcome, facts=facts))

    def children(self, case):
        return [one.id for one in self.cases.values() if one.caller is not None and one.caller.case == case]

    def events(self, case):
        return [type_.removeprefix("case.") for one, type_ in self.told if one == case]


__all__ = [
    "APPROVER",
    "FAILED",
    "OFFICER",
    "WAIT",
    "E",
    "S",
    "Town",
    "at_once",
    "boundary",
    "call",
    "catch",
    "end",
    "flow",
    "made",
    "receive",
    "send",
    "signal",
    "talking_city",
    "user",
    "ways",
]  # fmt: skip
