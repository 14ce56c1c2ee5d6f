"""Texts of papers, results, verification and proof."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "services.papers": {"zh": "文书", "en": "Papers"},
        "services.paper.colon": {"zh": "：", "en": ":"},
        "services.paper.correction": {"zh": "补正告知书", "en": "Notice to correct"},
        "services.paper.acceptance": {"zh": "受理通知书", "en": "Notice of acceptance"},
        "services.paper.refusal": {"zh": "不予受理决定书", "en": "Decision not to accept"},
        "services.paper.decision-grant": {"zh": "准予决定书", "en": "Decision: granted"},
        "services.paper.decision-deny": {"zh": "不予决定书", "en": "Decision: refused"},
        "services.paper.extension": {"zh": "延长办理期限告知书", "en": "Notice of extension"},
        "services.paper.suspension": {"zh": "中止告知书", "en": "Notice of suspension"},
        "services.paper.hearing": {"zh": "听证通知书", "en": "Notice of hearing"},
        "services.paper-lead.hearing": {
            "zh": "本件将举行听证，时间、地点和主持人如下。听证公开举行。",
            "en": "A hearing will be held as follows. It is public.",
        },
        "services.paper.hearing-not-counted": {
            "zh": "听证所需时间不计入办理期限，期限从举行听证后继续计算。",
            "en": "The time of the hearing is not counted; the limit goes on once it was held.",
        },
        "services.paper.hearing-rights": {
            "zh": "你（单位）可以提出证据、申辩和质证；认为主持人与本件有直接利害关系的，可以申请回避。"
            "不承担听证费用。",
            "en": "You may bring evidence, argue and question. If whoever leads it has a direct interest "
            "you may ask for another. It costs you nothing.",
        },
        "services.paper.facts": {
            "zh": "你（单位）于{day}提出的“{title}”申请（编号 {number}）收悉。",
            "en": "This concerns your application for “{title}” of {day}, number {number}.",
        },
        "services.paper-lead.correction": {
            "zh": "经核对，下列内容不齐全或者不符合要求。请补正；这是一次性告知，不会再要求其他内容。",
            "en": "The following is missing or not in order. Please correct it. "
            "This is the whole list; nothing else will be asked for.",
        },
        "services.paper-lead.acceptance": {
            "zh": "经审查，申请材料齐全、符合规定形式，现予受理。",
            "en": "Your application is complete and in due form. It is accepted.",
        },
        "services.paper-lead.acceptance-deemed": {
            "zh": "本单位未在规定期限内告知补正，依法自收到材料之日起视为受理。",
            "en": "You were not told in time what to correct. By law the application counts as accepted "
            "from the day it was received.",
        },
        "services.paper-lead.refusal": {
            "zh": "经审查，决定不予受理。",
            "en": "After examination it is decided not to accept the application.",
        },
        "services.paper-lead.decision-grant": {
            "zh": "经审查，决定准予。",
            "en": "After examination it is granted.",
        },
        "services.paper-lead.decision-deny": {
            "zh": "经审查，决定不予批准。",
            "en": "After examination it is refused.",
        },
        "services.paper-lead.extension": {
            "zh": "在规定期限内不能作出决定，经批准延长期限，现告知如下。",
            "en": "A decision is not possible in time. The limit is extended with approval as follows.",
        },
        "services.paper-lead.suspension": {
            "zh": "因下列情形，本件中止办理，所需时间依法不计入期限。",
            "en": "Handling is suspended for the following; by law this time is not counted.",
        },
        "services.paper.reason": {"zh": "理由", "en": "Reason"},
        "services.paper.reason-hidden": {
            "zh": "理由封存，您的岗位不能查看。",
            "en": "The reason is sealed from your position.",
        },
        "services.paper.basis": {"zh": "依据", "en": "Basis"},
        "services.paper.remedy": {"zh": "不服怎么办", "en": "If you disagree"},
        "services.paper.proof": {"zh": "送达证明：", "en": "Proof of service:"},
        "services.paper.served": {"zh": "已送达", "en": "served"},
        "services.paper.not-served": {"zh": "尚未送达", "en": "not served yet"},
        "services.paper.sign": {"zh": "我已收到（签收）", "en": "I have received this"},
        "services.paper.sign-says": {
            "zh": "签收只证明您收到了，不表示同意。",
            "en": "Signing only proves that you received it, not that you agree.",
        },
        "services.paper.record": {"zh": "登记送达", "en": "Record service"},
        "services.served.online": {"zh": "网上送达", "en": "served online"},
        "services.served.counter": {"zh": "窗口当面送达", "en": "handed over at the counter"},
        "services.served.post": {"zh": "邮寄送达", "en": "served by post"},
        "services.slip.title": {"zh": "收件回执", "en": "Receipt for material"},
        "services.slip.says": {
            "zh": "本窗口已收到“{title}”（{place}）的申请材料。",
            "en": "This window has received the material for “{title}” ({place}).",
        },
        "services.slip.next": {
            "zh": "材料核对后转{body}办理。",
            "en": "After the check it goes to: {body}.",
        },
        "services.slip.not-accepted": {
            "zh": "收件不是受理。受理以受理通知书为准。",
            "en": "Receipt is not acceptance; acceptance comes with its own notice.",
        },
        "services.correct.do": {"zh": "去补正", "en": "Correct it"},
        "services.correct.for-them": {"zh": "在窗口替申请人补正", "en": "Correct it for the applicant"},
        "services.correct.title": {"zh": "补正", "en": "Correct the application"},
        "services.correct.send": {"zh": "提交补正", "en": "Send the correction"},
        "services.result.see": {"zh": "查看结果", "en": "See the result"},
        "services.result.decided": {"zh": "决定日期", "en": "Decided on"},
        "services.result.valid": {"zh": "有效期至", "en": "Valid until"},
        "services.result.validity": {"zh": "有效期", "en": "Valid for"},
        "services.result.unsaid": {"zh": "依有关规定", "en": "As the rules say"},
        "services.result.qr": {"zh": "核验二维码", "en": "QR code to verify this result"},
        "services.result.code": {"zh": "核验码", "en": "Code"},
        "services.result.verify": {"zh": "任何人都可以核验：", "en": "Anybody can verify it:"},
        "services.verify.title": {"zh": "核验结果真伪", "en": "Verify a result"},
        "services.verify.says": {
            "zh": "输入结果上的编号和核验码。不用登录，也不显示姓名。",
            "en": "Give the number and the code on the result. No sign-in, and no names are shown.",
        },
        "services.verify.go": {"zh": "核验", "en": "Verify"},
        "services.verify.again": {"zh": "重新输入", "en": "Try again"},
        "services.verify.good": {"zh": "这份结果是真的", "en": "This result is genuine"},
        "services.verify.bad": {"zh": "核验不通过", "en": "Not verified"},
        "services.verify.bad-says": {
            "zh": "编号和核验码对不上，或者没有这份结果。请逐位核对；仍不通过的，不要采信。",
            "en": "Number and code do not belong together, or there is no such result. "
            "Check each character; if it still fails, do not rely on it.",
        },
        "services.verify.what": {"zh": "结果", "en": "Result"},
        "services.verify.body": {"zh": "出具单位", "en": "Issued by"},
        "services.verify.no-names": {
            "zh": "这里只证明它存在、由谁出具、现在的效力；个人信息只显示隐去后的样子，理由不显示。",
            "en": "This shows that it exists, who issued it and how it stands. Personal data is shown "
            "masked only, reasons not at all.",
        },
        "services.proof.title": {"zh": "存证", "en": "Proof"},
        "services.proof.says": {
            "zh": "每一步都写进防篡改的存证账本。",
            "en": "Every step is an entry in a tamper-evident ledger.",
        },
        "services.proof.entries": {"zh": "存证记录", "en": "Ledger entries"},
        "services.proof.what": {"zh": "事情", "en": "What"},
        "services.proof.position": {"zh": "账本位置", "en": "Position in the ledger"},
        "services.proof.hash": {"zh": "存证哈希", "en": "Entry hash"},
        "services.proof.waits": {"zh": "即将编入", "en": "about to be entered"},
        "services.receipt.title": {"zh": "离线核验凭证", "en": "Check a receipt offline"},
        "services.receipt.says": {
            "zh": "下载凭证和本市公钥后，不联网也能核验：",
            "en": "With the receipt and the city's public key you can check it without a network:",
        },
        "services.receipt.download": {"zh": "下载凭证", "en": "Download the receipt"},
        "services.receipt.key": {"zh": "下载本市公钥", "en": "Download the city's public key"},
        "services.roots": {"zh": "存证根和见证", "en": "Checkpoints and witnesses"},
        "services.roots.says": {
            "zh": "本市约每分钟给存证账本签一个根。外部见证单位保留先前的根，每次核对账本只增不改，"
            "再加上自己的签名；谁都可以这样看着：",
            "en": "About once a minute the city signs the root of its ledger. Witnesses outside keep "
            "earlier roots, see that the ledger only grew, and add their own signature; anybody can "
            "watch like that:",
        },
        "services.roots.size": {"zh": "留痕条数", "en": "Entries"},
        "services.roots.at": {"zh": "签名时间", "en": "Signed"},
        "services.roots.witnesses": {"zh": "见证单位", "en": "Witnesses"},
        "services.roots.nobody": {"zh": "还没有", "en": "none yet"},
    }
)
