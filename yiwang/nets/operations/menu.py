"""What this net shows in the menu, and to whom."""

from __future__ import annotations

from yiwang.web.doors import Door

DOORS = (
    Door(
        view="things:home",
        title={"zh": "感知设备", "en": "Sensors"},
        says={
            "zh": "城市里装了哪些感知设备：测什么、为什么、谁的、装到什么时候、找谁投诉。",
            "en": "What observes this city: what it measures, why, whose it is, until when, whom to tell.",
        },
        verb="thing.read",
        order=65,
    ),
    Door(
        view="signals:home",
        title={"zh": "告警", "en": "Signals"},
        says={
            "zh": "感知数据触发的告警：还在的、静默的、解除的，各有读数和所立的事件。",
            "en": "What rules make of observations: standing, silenced, ended, with values and events.",
        },
        verb="signal.read",
        order=64,
    ),
    Door(
        view="events:home",
        title={"zh": "事件", "en": "Events"},
        says={
            "zh": "城市里坏了的设施和发生的事情：派给了谁，办到哪一步。",
            "en": "What broke or happened in the city: who has it, how far it is.",
        },
        verb="event.read",
        order=20,
    ),
    Door(
        view="events:field",
        title={"zh": "现场", "en": "In the field"},
        says={
            "zh": "手机上办现场的待办，没有信号也能填。",
            "en": "Tasks on the spot, on a phone, also without a connection.",
        },
        verb="case.make-safe",
        order=21,
    ),
    Door(
        view="events:public",
        title={"zh": "挂账和办结公开", "en": "What stays open, what was mended"},
        says={
            "zh": "现在解决不了的事件和原因，解决了的处置前后照片，各单位的比率。",
            "en": "Events that cannot be mended yet and why, those that were with pictures, and the rates.",
        },
        verb="event.public",
        order=66,
    ),
)
