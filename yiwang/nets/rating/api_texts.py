"""What each operation does, in Chinese; English stands in the code."""

from __future__ import annotations

SAYS = {
    "GET /cases/{number}/ratings": "一个办件的评价、后续处理和办不成事的反映。",
    "POST /cases/{number}/rating": "评价这次办理，或修改自己的评价；第一次的评价保留。",
    "POST /ratings/{uuid:rating}/acts/{act}": "对评价的回访、说明、申请复核、复核、登记改了的规定。",
    "POST /nothing-gets-done": "反映办不成事，有没有账号都可以；由被反映单位以外的窗口答复。",
    "POST /nothing-gets-done/answer": "凭编号和查询码看答复。",
    "POST /nothing-gets-done/{uuid:stuck}/answer": "答复办不成事的反映，或补记改了的规定。",
    "GET /ratings/figures": "已结束季度的评价统计，按单位和事项；数量少的合并。",
    "GET /ratings/changes": "因评价和反映而改的规定，新的在前。",
}
