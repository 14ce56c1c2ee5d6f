"""What this net shows in the menu to who sees to a body's data."""

from __future__ import annotations

from yiwang.web.doors import Door

REQUESTS = Door(
    view="sharing:requests",
    title={"zh": "数据共享申请", "en": "Requests for data"},
    says={
        "zh": "本单位提出的、等本单位答复的申请，和授权现在怎样。",
        "en": "Requests that your body made or has to answer, and how its grants stand.",
    },
    verb="request.read",
    order=63,
)
