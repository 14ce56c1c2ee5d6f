"""What this net shows in the menu, and to whom."""

from __future__ import annotations

from yiwang.web.doors import Door

DOORS = (
    Door(
        view="booking:home",
        title={"zh": "预约", "en": "Appointments"},
        says={
            "zh": "办事大厅的地址和开放时间，预约窗口、专家和上门服务，看现在排多少人。",
            "en": "Service halls and their hours; book a window, an expert or a visit; see the queue.",
        },
        verb="booking.find",
        order=25,
    ),
    Door(
        view="booking:desk",
        title={"zh": "叫号", "en": "Counter"},
        says={
            "zh": "今天来的人、取号、叫下一个。",
            "en": "Who comes today, numbers, the next one.",
        },
        verb="booking.attend",
        order=16,
    ),
)
