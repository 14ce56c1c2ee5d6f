"""What each operation does, in Chinese; English stands in the code."""

from __future__ import annotations

SAYS = {
    "GET /people/positions": "一个单位的岗位、任职和 B 角，哪里空缺；没有姓名。",
    "GET /people": "可管理范围内的工作人员，每页五十人；没有姓名。",
    "GET /people/mine": "自己的岗位，谁在替自己。",
}
