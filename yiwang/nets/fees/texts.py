"""Texts of fees and parcels."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "fee.title": {"zh": "费用和寄送", "en": "Fee and post"},
        "fee.differences": {"zh": "缴费对账", "en": "Payments compared"},
        "fee.differences-says": {
            "zh": "每夜把前三天支付方的账和本市的记录对一遍。对不上的列在这里，"
            "两边各是多少；后来一致了的自己消。查清了写明是怎么回事；钱和状态用这一笔自己的操作改。",
            "en": "Each night the provider's books of the last three days are held against ours. What "
            "differs is listed with both values, and goes when it agrees. Say what you found; money and "
            "state are mended by the fee's own acts.",
        },
        "fee.difference.open": {"zh": "待查清", "en": "To be looked into"},
        "fee.difference.all": {"zh": "全部", "en": "All"},
        "fee.difference.case": {"zh": "办件", "en": "Case"},
        "fee.difference.what": {"zh": "怎么不一样", "en": "How they differ"},
        "fee.difference.ours": {"zh": "本市", "en": "Ours"},
        "fee.difference.theirs": {"zh": "支付方", "en": "The provider's"},
        "fee.difference.settle": {"zh": "查清", "en": "Settle"},
        "fee.difference.found": {"zh": "是怎么回事", "en": "What you found"},
        "fee.difference.settled": {"zh": "已记下。", "en": "Recorded."},
        "fee.difference.none": {"zh": "没有对不上的。", "en": "Nothing differs."},
        "fee.link": {"zh": "费用和寄送", "en": "Fee and post"},
        "fee.link-post": {"zh": "把结果寄给我", "en": "The result by post"},
        "fee.fee": {"zh": "费用", "en": "Fee"},
        "fee.free": {"zh": "这个事项不收费。", "en": "This service is free."},
        "fee.not-asked": {
            "zh": "还没有通知缴费。没有通知以前什么都不用缴；缴没缴不影响期限和办理。",
            "en": "No fee has been asked. Until then nothing is to be paid; paying moves no clock and "
            "no step.",
        },
        "fee.amount": {"zh": "金额（元）", "en": "Amount (yuan)"},
        "fee.basis": {"zh": "依据", "en": "Basis"},
        "fee.basis-help": {
            "zh": "哪部法哪一条，或哪个收费标准文件；给缴费的人看。",
            "en": "Which law and article, or which document sets the rate; the payer reads it.",
        },
        "fee.state": {"zh": "状态", "en": "State"},
        "fee.receipt": {"zh": "电子票据号", "en": "Number of the e-receipt"},
        "fee.reference": {"zh": "支付流水号", "en": "Reference of the payment"},
        "fee.refund-number": {"zh": "退款流水号", "en": "Reference of the refund"},
        "fee.paid-at": {"zh": "缴费时间", "en": "Paid"},
        "fee.set-by": {"zh": "收费标准", "en": "Rate"},
        "fee.do.pay": {"zh": "去缴费", "en": "Pay"},
        "fee.no-provider": {
            "zh": "这座城市还没有接通网上支付，请到窗口缴。",
            "en": "This city has no online payment yet; pay at the window.",
        },
        "fee.do.demand": {"zh": "通知缴费", "en": "Ask for the fee"},
        "fee.do.take-back": {"zh": "撤销缴费通知", "en": "Take the demand back"},
        "fee.do.refund": {"zh": "退款", "en": "Give the fee back"},
        "fee.reason": {"zh": "退款理由", "en": "Reason"},
        "fee.refund-says": {
            "zh": "原路退回，只能退一次。记下是您退的和理由。",
            "en": "It goes back the way it came, once. That it was you, and why, is recorded.",
        },
        "fee.refund-amount": {"zh": "退款金额（元）", "en": "Amount to give back (yuan)"},
        "fee.refund-part": {"zh": "全退就留空。", "en": "Leave it empty to give all of it back."},
        "fee.refund-waits": {
            "zh": "退款已经作出，支付方还没有答复；每分钟再问一次，不用再按。",
            "en": "The refund is decided; the provider has not answered yet. It is asked again each minute; "
            "there is nothing to press.",
        },
        "fee.refund-later": {
            "zh": "退款已记下，支付方没有答复，会自动再问。",
            "en": "The refund is recorded. The provider did not answer and is asked again.",
        },
        "fee.demanded": {"zh": "已通知缴费。", "en": "The fee is asked for."},
        "fee.taken-back": {"zh": "缴费通知已撤销。", "en": "The demand is taken back."},
        "fee.paid": {"zh": "支付方的回执已收到。", "en": "The provider has told us."},
        "fee.refunded": {"zh": "退款已办理。", "en": "The refund is on its way."},
        "fee.demo.title": {"zh": "演示支付", "en": "Demo payment"},
        "fee.demo.says": {
            "zh": "这是演示用的支付方，不收真钱，不问卡号。",
            "en": "This is the provider of the demonstration: no money, no card.",
        },
        "fee.demo.pay": {"zh": "假装付款", "en": "Pretend to pay"},
        "parcel.title": {"zh": "寄送结果", "en": "The result by post"},
        "parcel.lead": {
            "zh": "结果在网上一直能看、能下载。需要纸质的，可以寄给您；不寄也不影响效力。",
            "en": "The result is always online. If you need it on paper it can be posted; it holds "
            "all the same.",
        },
        "parcel.name": {"zh": "收件人", "en": "Name"},
        "parcel.telephone": {"zh": "电话", "en": "Telephone"},
        "parcel.address": {"zh": "地址", "en": "Address"},
        "parcel.sealed": {
            "zh": "封存保管，只给交寄的人和寄送单位看。",
            "en": "Kept sealed, for whoever hands it over and for the carrier.",
        },
        "parcel.tracking": {"zh": "邮件号", "en": "Tracking number"},
        "parcel.do.ask": {"zh": "请寄给我", "en": "Post it to me"},
        "parcel.do.call-off": {"zh": "不寄了", "en": "Call it off"},
        "parcel.do.send": {"zh": "交寄", "en": "Hand it over"},
        "parcel.do.look": {"zh": "查投递结果", "en": "Ask the carrier"},
        "parcel.asked": {"zh": "已登记，准予后交寄。", "en": "Recorded; it is handed over once granted."},
        "parcel.called-off": {"zh": "不寄了。", "en": "It will not be posted."},
        "parcel.handed-over": {"zh": "已交寄。", "en": "Handed over."},
        "parcel.looked": {"zh": "已问过寄送单位。", "en": "The carrier was asked."},
        "parcel.no-carrier": {
            "zh": "这座城市还没有接通寄送单位。",
            "en": "This city has no carrier yet.",
        },
        "parcel.none": {"zh": "没有要求寄送。", "en": "Nobody asked for post."},
        "parcel.demo": {"zh": "演示：不会真的寄出。", "en": "Demonstration: nothing is posted."},
    }
)
