"""What each operation does, in Chinese; English stands in the code."""

from __future__ import annotations

SAYS = {
    "GET /mandates": "给出的和接受的委托。",
    "POST /mandates": "给出委托；受托人凭代码接受。",
    "POST /mandates/take": "凭委托人给的代码接受委托。",
    "POST /mandates/{uuid:mandate}/end": "撤回给出的委托，或放弃接受的委托。",
    "POST /acting-for": "在这次登录里替谁办理，或改回为自己办理。",
}
