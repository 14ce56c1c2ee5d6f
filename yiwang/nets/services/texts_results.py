"""Texts of what becomes of a result: how it stands, what ends it and on which clause, its file.

`SAYS` tells the clauses in our own words; each was read in 行政许可法 (2019) and 行政处罚法 (2021).
"""

from __future__ import annotations

from collections.abc import Mapping

from yiwang.web.words import Text, add

SAYS: Mapping[str, Text] = {
    "行政许可法 第八条第二款": {
        "zh": "所依据的法规修改、废止，或者客观情况发生重大变化，为公共利益撤回；造成财产损失的给予补偿。",
        "en": "The rules it rests on were changed or repealed, or circumstances changed greatly, and public "
        "interest asks for it; loss of property is compensated.",
    },
    "行政许可法 第六十九条第一款第一项": {
        "zh": "工作人员滥用职权、玩忽职守准予的。",
        "en": "Granted by abuse of office or neglect of duty.",
    },
    "行政许可法 第六十九条第一款第二项": {
        "zh": "超越法定职权准予的。",
        "en": "Granted beyond the powers of the body.",
    },
    "行政许可法 第六十九条第一款第三项": {
        "zh": "违反法定程序准予的。",
        "en": "Granted against the procedure of law.",
    },
    "行政许可法 第六十九条第一款第四项": {
        "zh": "申请人不具备资格或者不符合法定条件的。",
        "en": "The applicant was not entitled or did not meet the conditions of law.",
    },
    "行政许可法 第六十九条第一款第五项": {
        "zh": "依法可以撤销的其他情形。",
        "en": "Another case in which the law lets it be annulled.",
    },
    "行政许可法 第六十九条第二款": {
        "zh": "以欺骗、贿赂等不正当手段取得，应当撤销；由此所得利益不受保护。",
        "en": "Got by deceit or bribery: it must be annulled, and what was gained by it is not protected.",
    },
    "行政许可法 第七十条第一项": {"zh": "有效期届满未延续。", "en": "It expired and was not renewed."},
    "行政许可法 第七十条第二项": {
        "zh": "赋予公民特定资格，该公民死亡或者丧失行为能力。",
        "en": "A personal qualification whose holder died or lost legal capacity.",
    },
    "行政许可法 第七十条第三项": {
        "zh": "法人或者其他组织依法终止。",
        "en": "The organisation has ended by law.",
    },
    "行政许可法 第七十条第四项": {
        "zh": "已依法被撤销、撤回，或者证件被吊销。",
        "en": "It was annulled, taken back or revoked before.",
    },
    "行政许可法 第七十条第五项": {
        "zh": "因不可抗力无法实施。",
        "en": "Force majeure makes it impossible to carry out.",
    },
    "行政许可法 第七十条第六项": {
        "zh": "应当注销的其他情形。",
        "en": "Another case in which the law asks for it.",
    },
    "行政许可法 第五十条第二款": {
        "zh": "有效期届满前没有作出是否准予延续的决定，视为准予延续。",
        "en": "No decision on the renewal before the result expired: it is deemed granted.",
    },
    "行政处罚法 第九条第三项": {
        "zh": "作为行政处罚暂扣或者吊销许可证件。",
        "en": "Withheld or revoked as an administrative penalty.",
    },
}

_ACTS = {
    "annul": ("撤销", "Annul", "已撤销，决定书已发出。", "Annulled; the decision is issued."),
    "take-back": ("撤回", "Take back", "已撤回，决定书已发出。", "Taken back; the decision is issued."),
    "deregister": ("注销", "Deregister", "已注销，通知书已发出。", "Deregistered; the notice is issued."),
    "revoke": (
        "吊销（执行处罚）",
        "Revoke (by penalty)",
        "已吊销，通知书已发出。",
        "Revoked; the notice is issued.",
    ),
    "withhold": (
        "暂扣（执行处罚）",
        "Withhold (by penalty)",
        "已暂扣，通知书已发出。",
        "Withheld; the notice is issued.",
    ),
    "restore": ("解除暂扣", "Give back", "已解除暂扣，通知书已发出。", "Given back; the notice is issued."),
}
_EVENTS = {
    "result-annulled": ("结果被撤销", "Result annulled"),
    "result-taken-back": ("结果被撤回", "Result taken back"),
    "result-deregistered": ("结果被注销", "Result deregistered"),
    "result-revoked": ("结果被吊销", "Result revoked"),
    "result-withheld": ("结果被暂扣", "Result withheld"),
    "result-restored": ("解除暂扣", "Result given back"),
    "result-replaced": ("由新的结果接替", "Succeeded by a later result"),
    "result-expiring": ("提醒：结果快到期", "Reminder: the result ends soon"),
    "result-expired": ("结果到期", "Result expired"),
    "document-issued": ("出具电子文件", "Document issued"),
}
_PAPERS = {
    "annul": (
        "撤销行政许可决定书",
        "Decision to annul",
        "经审查，决定撤销本件的结果。自本决定送达之日起不得再使用。",
        "After examination the result of this case is annulled. It may no longer be used.",
    ),
    "take-back": (
        "撤回行政许可决定书",
        "Decision to take back",
        "为公共利益的需要，决定撤回本件的结果。因此受到财产损失的，可以依法要求补偿。",
        "In the public interest the result of this case is taken back. For loss of property by it "
        "you may ask for compensation.",
    ),
    "deregister": (
        "注销通知书",
        "Notice of deregistration",
        "本件的结果依法予以注销。",
        "The result of this case is deregistered by law.",
    ),
    "revoke": (
        "吊销许可证件通知书",
        "Notice of revocation",
        "依照行政处罚决定，本件的许可证件予以吊销。对处罚不服的，按处罚决定书写明的途径办理。",
        "By an administrative penalty the result of this case is revoked. Against the penalty, see the "
        "penalty decision itself.",
    ),
    "withhold": (
        "暂扣许可证件通知书",
        "Notice of withholding",
        "依照行政处罚决定，本件的许可证件予以暂扣，暂扣期间不得使用。",
        "By an administrative penalty the result of this case is withheld and may not be used meanwhile.",
    ),
    "restore": (
        "解除暂扣通知书",
        "Notice that it is given back",
        "本件的许可证件解除暂扣，可以继续使用至有效期届满。",
        "The result of this case is given back and may be used until it ends.",
    ),
}
_STANDING = {
    "valid": ("有效", "valid"),
    "not-yet": ("尚未生效", "not valid yet"),
    "expired": ("已过有效期", "expired"),
    "suspended": ("暂扣中，不得使用", "withheld, not to be used"),
    "replaced": ("已换发新的结果", "replaced by a later one"),
    "annulled": ("已撤销", "annulled"),
    "taken-back": ("已撤回", "taken back"),
    "deregistered": ("已注销", "deregistered"),
    "revoked": ("已吊销", "revoked"),
}

add({f"services.act.{id}": {"zh": zh, "en": en} for id, (zh, en, _, _) in _ACTS.items()})
add({f"services.done.{id}": {"zh": zh, "en": en} for id, (_, _, zh, en) in _ACTS.items()})
add({f"services.event.{id}": {"zh": zh, "en": en} for id, (zh, en) in _EVENTS.items()})
add({f"services.paper.{id}": {"zh": zh, "en": en} for id, (zh, en, _, _) in _PAPERS.items()})
add({f"services.paper-lead.{id}": {"zh": zh, "en": en} for id, (_, _, zh, en) in _PAPERS.items()})
add({f"services.standing.{id}": {"zh": zh, "en": en} for id, (zh, en) in _STANDING.items()})
add(
    {
        "services.standing": {"zh": "现在的效力", "en": "How it stands"},
        "services.standing.since": {"zh": "自", "en": "Since"},
        "services.standing.until": {"zh": "暂扣至", "en": "Withheld until"},
        "services.standing.clause": {"zh": "法律依据", "en": "Legal ground"},
        "services.standing.paper": {"zh": "文书编号", "en": "Number of the paper"},
        "services.standing.from": {"zh": "生效日期", "en": "Valid from"},
        "services.standing.successor": {"zh": "接替它的办件", "en": "Succeeded by case"},
        "services.document.certificate": {"zh": "结果文件", "en": "the result"},
        "services.input.penalty": {"zh": "处罚决定书文号", "en": "Number of the penalty decision"},
        "services.input.withheld_until": {
            "zh": "暂扣至哪一天（不写为直到解除）",
            "en": "Withheld until (blank: until given back)",
        },
        "services.help.withheld_until": {"zh": "写成 2027-03-31。", "en": "Written as 2027-03-31."},
        "services.help.penalty": {
            "zh": "吊销、暂扣须先依行政处罚法作出处罚决定，吊销前告知听证权利（第六十三条）。",
            "en": "The penalty is decided first, in its own procedure; before a revocation the right to a "
            "hearing is told (Administrative Penalties Law, article 63).",
        },
        "services.help.annul": {
            "zh": "撤销可能对公共利益造成重大损害的，不予撤销（行政许可法第六十九条第三款）。",
            "en": "Not to be annulled where that would do great harm to the public interest (article 69 ¶3).",
        },
        "services.paper.penalty": {"zh": "处罚决定书", "en": "Penalty decision"},
        "services.renew.do": {"zh": "申请延续", "en": "Ask for renewal"},
        "services.change.do": {"zh": "申请变更", "en": "Ask for a change"},
        "services.renew.by": {"zh": "要延续的，最迟申请日", "en": "Last day to ask for renewal"},
        "services.renew.late": {
            "zh": "已过最迟申请日。仍可申请，但到期前没有决定的，不视为准予延续。",
            "en": "The last day has passed. You may still ask, but silence then renews nothing.",
        },
        "services.renew.says": {
            "zh": "表单已按原结果填好，请核对、修改后提交。",
            "en": "The form is filled in from the earlier result. Check it, change it, and submit.",
        },
        "services.former.renew": {"zh": "延续", "en": "Renewal of"},
        "services.former.change": {"zh": "变更", "en": "Change of"},
        "services.renew.own-path": {"zh": "不用原来的填写，重新填", "en": "Fill in a new form instead"},
        "services.verify.not-good": {
            "zh": "这份结果是真的，但现在不能用",
            "en": "Genuine, but not to be relied on now",
        },
        "services.verify.wait": {
            "zh": "核验码错得太多，请过 {seconds} 秒再试。",
            "en": "Too many wrong codes. Please wait {seconds} seconds.",
        },
        "services.verify.paper-good": {"zh": "这份文书是真的", "en": "This paper is genuine"},
        "services.verify.issued": {"zh": "出具时间", "en": "Issued"},
        "services.verify.too-large": {
            "zh": "文件超过 2 MB，不是本市出具的文件。可以改用下面的哈希核对。",
            "en": "The file is larger than 2 MB and none of ours. You can compare its hash instead.",
        },
        "services.verify.no-hash": {
            "zh": "请选择文件，或者填写 64 位的 SHA-256。",
            "en": "Choose a file, or give its SHA-256 of 64 hexadecimal digits.",
        },
        "services.file.title": {"zh": "核对手里的 PDF", "en": "Compare the PDF you hold"},
        "services.file.says": {
            "zh": "本市出具过的文件，存证账本里各有一个哈希；改一个字节就对不上。",
            "en": "Each file the city issued has its hash in the ledger; one changed byte and it differs.",
        },
        "services.file.none": {
            "zh": "这一份还没有出具过 PDF。拿到的 PDF 不是本市出具的。",
            "en": "No PDF of this was issued yet. One that you hold is none of ours.",
        },
        "services.file.choose": {"zh": "选择 PDF 文件", "en": "Choose the PDF file"},
        "services.file.not-kept": {
            "zh": "只计算哈希、检查签名，不保存文件。",
            "en": "Its hash and its signature are checked; the file is not kept.",
        },
        "services.file.compare": {"zh": "上传核对", "en": "Compare the file"},
        "services.file.or-hash": {
            "zh": "不上传，只填 SHA-256",
            "en": "Or its SHA-256 alone, without the file",
        },
        "services.file.how-hash": {
            "zh": "在自己的电脑上计算：sha256sum 文件名（Windows：certutil -hashfile 文件名 SHA256）。",
            "en": "On your own computer: sha256sum FILE (Windows: certutil -hashfile FILE SHA256).",
        },
        "services.file.compare-hash": {"zh": "核对哈希", "en": "Compare the hash"},
        "services.file.same": {"zh": "文件与出具时一致", "en": "The file is the one that was issued"},
        "services.file.other": {
            "zh": "文件有本市的签名，但不是账本里的这一份",
            "en": "Signed by the city, but not the file in the ledger",
        },
        "services.file.changed": {
            "zh": "文件改动过，或者不是本市出具的，不要采信",
            "en": "The file was changed or is none of ours: do not rely on it",
        },
        "services.file.hash": {"zh": "文件的 SHA-256", "en": "SHA-256 of the file"},
        "services.file.hash-same": {"zh": "与账本一致，出具于", "en": "is in the ledger, issued"},
        "services.file.hash-none": {"zh": "账本里没有", "en": "is not in the ledger"},
        "services.file.signature-good": {
            "zh": "签名完好，由本市的证书作出",
            "en": "The signature is intact and the city's own",
        },
        "services.file.signature-broken": {
            "zh": "签名之后文件改动过",
            "en": "The file was changed after it was signed",
        },
        "services.file.signature-foreign": {
            "zh": "签名不是本市的证书作出的",
            "en": "It was signed with a certificate that is not the city's",
        },
        "services.file.signature-none": {"zh": "没有本市的签名", "en": "It bears no signature of the city"},
        "services.file.signature-unchecked": {
            "zh": "只核对了哈希；签名要有文件才能检查。",
            "en": "Only the hash was compared; the signature needs the file.",
        },
        "services.pdf.result": {"zh": "下载结果 PDF", "en": "Download as PDF"},
        "services.pdf.paper": {"zh": "下载文书 PDF", "en": "Download as PDF"},
        "services.pdf.says": {
            "zh": "带电子签名和核验二维码；第一次下载时出具，哈希记入存证账本。",
            "en": "Signed, with a QR code to verify it; made at the first download, its hash in the ledger.",
        },
        "services.pdf.verify": {
            "zh": "扫码或者打开网址核验真伪和效力，以核验结果为准。",
            "en": "Scan it or open the address to see whether this is genuine and holds; that page decides.",
        },
        "services.pdf.certificate-note": {
            "zh": "出具之后可能被变更、暂扣、撤销、撤回、注销或者吊销；使用前请核验。",
            "en": "After issue it may be changed, withheld or ended; verify it before relying on it.",
        },
        "services.renew.title": {"zh": "延续、变更", "en": "Renewal and change"},
        "services.renew.fills": {
            "zh": "表单会按这份结果填好，核对后提交；也可以",
            "en": "The form is filled in from this result for you to check; or",
        },
        "services.verify.wait-title": {"zh": "请稍候再试", "en": "Please wait"},
        "services.verify.shown": {
            "zh": "结果上印的内容（隐去个人信息）",
            "en": "What is printed on it (personal parts hidden)",
        },
    }
)
