"""What each operation does, in Chinese; English stands in the code."""

from __future__ import annotations

SAYS = {
    "GET /cases/{number}/fee": "一个办件收什么费、缴了没有、结果寄到哪里了。",
    "POST /cases/{number}/fee/demand": "通知申请人缴费。",
    "POST /cases/{number}/fee/take-back": "没有缴以前，撤销缴费通知。",
    "POST /cases/{number}/fee/pay": "开始缴费；回答里是支付机构的页面。",
    "POST /cases/{number}/fee/refund": "退费，由具名的人说明理由。",
    "POST /cases/{number}/parcel": "申请把结果寄来；姓名、电话、地址密封保存。",
    "POST /cases/{number}/parcel/call-off": "交寄以前取消。",
    "POST /cases/{number}/parcel/send": "把结果交寄。",
    "POST /cases/{number}/parcel/look": "查询邮件到哪里了。",
}
