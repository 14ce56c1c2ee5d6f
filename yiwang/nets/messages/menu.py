"""What this net shows in the menu, and to whom."""

from __future__ import annotations

from yiwang.nets.messages import queries
from yiwang.web.doors import Door

DOORS = (
    Door(
        view="messages:box",
        title={"zh": "我的消息", "en": "Messages"},
        says={
            "zh": "您的办件有什么进展；要不要也用邮件、短信告诉您。",
            "en": "News of your cases, and whether you are told by e-mail and SMS, too.",
        },
        verb="message.read",
        order=12,
        waiting=queries.unread,
    ),
)
