"""Texts of one's calendar of deadlines."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "services.calendar.title": {"zh": "把时限放进自己的日历", "en": "Deadlines in your own calendar"},
        "services.calendar.name": {"zh": "{city} · 我的时限", "en": "{city} · my deadlines"},
        "services.calendar.says": {
            "zh": "用日历软件订阅一个私密地址，就能看到本人各办件的时限、结果的有效期和最迟延续日。"
            "里面没有姓名和申请内容。谁拿到地址谁就能看，请不要转发；可以随时作废。",
            "en": "Subscribe to a private address to see the deadlines of your own cases, the last days of "
            "your results and the last days to renew. It holds no names and no answers. Whoever has the "
            "address can read it: do not pass it on. You can revoke it at any time.",
        },
        "services.calendar.once": {
            "zh": "地址只显示这一次，请现在复制到日历软件：",
            "en": "The address is shown this once. Copy it into your calendar now:",
        },
        "services.calendar.made": {"zh": "现有一个地址，生成于", "en": "There is an address, made"},
        "services.calendar.none": {"zh": "现在没有地址。", "en": "There is no address now."},
        "services.calendar.make": {"zh": "生成地址", "en": "Make an address"},
        "services.calendar.anew": {
            "zh": "换一个地址（原来的作废）",
            "en": "Make a new one (the old one ends)",
        },
        "services.calendar.revoke": {"zh": "作废地址", "en": "Revoke the address"},
        "services.calendar.revoked": {"zh": "地址已作废。", "en": "The address is revoked."},
    }
)
