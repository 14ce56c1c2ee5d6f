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
    Door(
        view="messages:deliveries",
        title={"zh": "消息送达", "en": "Deliveries"},
        says={
            "zh": "本单位办件的邮件、短信、回调送到没有；没送到的再发。",
            "en": "Whether e-mail, SMS and webhooks about your cases arrived; send again what did not.",
        },
        verb="message.follow",
        order=62,
    ),
    Door(
        view="messages:figures",
        title={"zh": "消息总数", "en": "Messages"},
        says={
            "zh": "全市消息送达的总数；通道修好后再发。",
            "en": "Figures of deliveries in the whole city; send again once a channel works.",
        },
        verb="message.figures",
        order=63,
    ),
    Door(
        view="messages:hooks",
        title={"zh": "回调", "en": "Webhooks"},
        says={
            "zh": "单位系统接收进展通知的地址和密钥。",
            "en": "Where systems of bodies are told of their cases, and the secrets that sign.",
        },
        verb="hook.read",
        order=64,
    ),
)
