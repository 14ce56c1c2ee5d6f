"""The process that `kernel`, `execute` and `batch` measure: six user tasks in a row."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

from yiwang.kernel.bpmn.net import Net
from yiwang.kernel.bpmn.step import CompiledNet
from yiwang.kernel.bpmn.steps import compile_steps
from yiwang.kernel.calendar import Calendar
from yiwang.kernel.clocks import ClockRule
from yiwang.kernel.limits import Limit, parse
from yiwang.kernel.matter import Body, City, Guide, LeadRule, Matter, Place, seats_of

STEPS = 6


def _limit(text: str) -> Limit:
    found = parse(text)
    assert isinstance(found, Limit)
    return found


def _net() -> Net:
    steps = [
        {"id": f"step-{n}", "title": {"zh": f"第{n}步", "en": f"Step {n}"}, "position": "officer"}
        for n in range(1, STEPS + 1)
    ]
    net = compile_steps(steps, "six")
    assert isinstance(net, Net), net
    return net


_BODIES = {"office": Body("office", {"zh": "办公室", "en": "Office"}, None, "1", "office", "city")}
CITY = City(
    id="bench",
    title={"zh": "测速市", "en": "Bench"},
    pack="b" * 64,
    zone="Asia/Shanghai",
    root="1",
    calendar=Calendar.of_days(
        (),
        (date(2026, 1, 1), date(2026, 12, 31)),
        zone=ZoneInfo("Asia/Shanghai"),
        office=((time(9), time(12)), (time(13, 30), time(17, 30))),
    ),
    places={"1": Place("1", {"zh": "测速市", "en": "Bench"}, None, "city", "test")},
    bodies=_BODIES,
    positions={},
    persons={},
    clauses={},
    seats=seats_of(_BODIES),
    matters={
        "six": Matter(
            id="six",
            title={"zh": "六步", "en": "Six steps"},
            kind="service",
            code="SIX",
            lead=LeadRule(body="office"),
            channels=("online",),
            basis=(),
            guide=Guide({"zh": "", "en": ""}),
            form={},
            sealed_fields=frozenset(),
            process_starts="file",
            decides=False,
            net=CompiledNet(_net()),
            clocks={
                "decision": ClockRule(
                    id="decision",
                    title={"zh": "办理时限", "en": "Limit"},
                    legal=_limit("20 工作日"),
                    starts="accept",
                    ends="day-end",
                    if_holiday="as-is",
                )
            },
        )
    },
)
