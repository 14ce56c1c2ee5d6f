"""What this net shows in the menu, and to whom."""

from __future__ import annotations

from yiwang.web.doors import Door

DATA = Door(
    view="stewards:desk",
    title={"zh": "数据工作", "en": "Data desk"},
    says={
        "zh": "等着答复的数据申请和校核、本单位的资源和取用、没有资源满足的需要、年度报告、履责证据。",
        "en": "Requests and corrections that wait, products and exchanges of one's body, needs that nobody "
        "meets, the yearly report, evidence of duties.",
    },
    verb="data.read",
    order=56,
)
