"""What this net shows in the menu, and to whom."""

from __future__ import annotations

from yiwang.nets.offers import queries
from yiwang.web.doors import Door

DOORS = (
    Door(
        view="offers:home",
        title={"zh": "免申即享", "en": "Offered to you"},
        says={
            "zh": "不用您申请，城市按已有的数据找到的政策；您点头才办。",
            "en": "What the city found for you in data it already holds; nothing happens until you say yes.",
        },
        verb="offer.read",
        order=13,
        waiting=queries.waiting,
    ),
    Door(
        view="offers:policies",
        title={"zh": "惠民惠企政策", "en": "Policies offered"},
        says={
            "zh": "哪些政策免申即享，条件、金额、期限各是什么，用哪些数据判断。",
            "en": "Which policies are offered unasked: conditions, amounts, ends, and on which data.",
        },
        order=71,
    ),
)
