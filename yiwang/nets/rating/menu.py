"""What this net shows in the menu, and to whom."""

from __future__ import annotations

from yiwang.web.doors import Door

RATINGS = Door(
    view="rating:figures",
    title={"zh": "好差评", "en": "Ratings"},
    says={
        "zh": "各单位、各事项的评价；办不成事的反映，和因此改了的规定。",
        "en": "Ratings by body and service; where to say that nothing gets done, and what was changed.",
    },
    order=70,
)
