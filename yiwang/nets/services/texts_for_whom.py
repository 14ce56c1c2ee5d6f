"""Texts of acting for somebody, of masked answers, of break-glass, and of who looked at a case."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "services.for-whom": {"zh": "为谁办理", "en": "For whom"},
        "services.for-whom.self": {"zh": "我自己", "en": "myself"},
        "services.for-whom.over": {"zh": "委托已结束", "en": "the mandate is over"},
        "services.for-whom.mine": {"zh": "到“我的”看委托", "en": "See your mandates under Mine"},
        "services.for-whom.draft": {
            "zh": "这一件为“{name}”办理。预先填好的是“{name}”在本市登记的信息，不是您本人的。",
            "en": "This is for {name}. What is filled in already is what the city has on record of {name}, "
            "not of you.",
        },
        "services.who.agent": {"zh": "受托人", "en": "the applicant's agent"},
    }
)
