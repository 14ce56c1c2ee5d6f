"""What this net shows in the menu, and to whom."""

from __future__ import annotations

from yiwang.web.doors import Door

DOORS = (
    Door(
        view="opening:home",
        title={"zh": "开放数据", "en": "Open data"},
        says={
            "zh": "谁都可以拿去用的数据：CSV、Parquet、JSON，按期出，里面没有个人信息。",
            "en": "Data for everybody to use: CSV, Parquet and JSON, edition by edition, nothing personal.",
        },
        verb="opening.read",
        order=63,
    ),
)
