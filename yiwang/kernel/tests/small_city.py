"""A small made-up city for tests: two districts, a window, a bureau in each, one licence and a report."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from yiwang.kernel.access import Actor, Holding
from yiwang.kernel.bpmn.step import CompiledNet
from yiwang.kernel.bpmn.steps import compile_steps
from yiwang.kernel.calendar import Calendar
from yiwang.kernel.clocks import ClockRule, ExtendRule
from yiwang.kernel.commands import Context
from yiwang.kernel.limits import parse
from yiwang.kernel.matter import (
    Body,
    City,
    Correction,
    Guide,
    LeadRule,
    Matter,
    Person,
    Place,
    Position,
    seats_of,
)

ZONE = ZoneInfo("Asia/Shanghai")


def text(zh, en=None):
    return {"zh": zh, "en": en or zh}


def at(words):
    """`at("2026-03-02T09:00+08:00")`: an aware moment in UTC."""
    return datetime.fromisoformat(words).astimezone(UTC)


def calendar(days=()):
    return Calendar.of_days(
        days,
        (date(2026, 1, 1), date(2026, 12, 31)),
        zone=ZONE,
        office=((time(9), time(12)), (time(13, 30), time(17, 30))),
    )


DECISION = ClockRule(
    id="decision",
    title=text("办理时限"),
    legal=parse("20 工作日"),
    promised=parse("10 工作日"),
    starts="accept",
    stops=("decide",),
    not_counted=("expert-review",),
    ends="day-end",
    if_holiday="as-is",
    extend=ExtendRule(by="head-of-body", at_most=parse("10 工作日"), once=True),
    source="测试条例 第一条",
    unit_source="测试条例 第二条",
)
REVIEW = ClockRule(
    id="review",
    title=text("受理审查"),
    legal=parse("5 工作日"),
    starts="receive",
    stops=("accept", "refuse", "ask-correction"),
    restarts=("correct",),
    ends="day-end",
    if_holiday="as-is",
    on_expiry="accept",
    source="测试条例 第三条",
    unit_source="测试条例 第二条",
)

STEPS = [
    {"id": "site-check", "title": text("现场核查"), "position": "inspector", "limit": "5 工作日"},
    {
        "id": "review-by-experts",
        "title": text("专家评审"),
        "position": "expert",
        "interval": "expert-review",
        "when": "area > 50",
    },
    {
        "id": "opinion",
        "title": text("审查意见"),
        "position": "officer",
        "outcomes": {"agree": "next", "again": "site-check"},
    },
]


def matter(**changes):
    net = compile_steps(STEPS, "licence")
    fields = {
        "id": "licence",
        "title": text("测试许可", "Test licence"),
        "kind": "service",
        "code": "T-01",
        "lead": LeadRule(function="bureau", level="county"),
        "channels": ("online", "window"),
        "basis": (),
        "guide": Guide(text("测试")),
        "form": {"type": "object", "properties": {"area": {"type": "integer"}, "name": {"type": "string"}}},
        "sealed_fields": frozenset({"name"}),
        "clocks": {"review": REVIEW, "decision": DECISION},
        "net": CompiledNet(net),
        "remedy": {"reconsideration": text("六十日内申请复议")},
        "correction": Correction(parse("5 工作日"), None, True, "测试条例 第三条"),
    }
    return Matter(**{**fields, **changes})


def city(days=(), **changes):
    places = {
        code: Place(code, text(zh), parent, level, "test")
        for code, zh, parent, level in (
            ("900000", "测试市", None, "city"),
            ("900100", "东区", "900000", "county"),
            ("900200", "西区", "900000", "county"),
            ("900101", "东一镇", "900100", "town"),
        )
    }
    bodies = {
        body_id: Body(body_id, text(zh), None, seat, function, "county")
        for body_id, zh, seat, function in (
            ("east-bureau", "东区局", "900100", "bureau"),
            ("west-bureau", "西区局", "900200", "bureau"),
            ("hall", "政务大厅", "900000", "window"),
        )
    }
    fields = {
        "id": "testcity",
        "title": text("测试市", "Test City"),
        "pack": "0" * 64,
        "zone": "Asia/Shanghai",
        "root": "900000",
        "calendar": calendar(days),
        "places": places,
        "bodies": bodies,
        "positions": {
            f"{role}-{body}": Position(f"{role}-{body}", body, text(role), role)
            for body in ("east-bureau", "west-bureau")
            for role in ("officer", "inspector", "approver", "chief")
        },
        "persons": {
            f"p-{role}-{body}": Person(f"p-{role}-{body}", text(role), f"{role}-{body}", date(2026, 1, 1))
            for body in ("east-bureau", "west-bureau")
            for role in ("officer", "inspector", "approver", "chief")
        },
        "matters": {
            "licence": matter(),
            "at-once": matter(id="at-once", immediate=True, net=None),
            "report": matter(id="report", process_starts="file", decides=False),
        },
        "clauses": {},
        "seats": seats_of(bodies),
        "windows": {"900000": "hall"},
    }
    return City(**{**fields, **changes})


def staff(role, body="east-bureau"):
    seat = {"east-bureau": "900100", "west-bureau": "900200", "hall": "900000"}[body]
    return Actor(f"p-{role}-{body}", "staff", (Holding(f"{role}-{body}", role, body, seat),))


def resident(name="r1"):
    return Actor(name, "resident")


def context(actor, now, **changes):
    moment = at(now) if isinstance(now, str) else now
    return Context(moment, actor, changes.get("city") or city(), changes.get("purpose", ""))
