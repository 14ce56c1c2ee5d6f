"""Texts of materials that follow or are promised: 容缺受理, 告知承诺, and what becomes of them."""

from __future__ import annotations

from yiwang.web.words import add

_STATES = {
    "due": ("待补交", "to follow"),
    "missed": ("逾期没有补交", "did not come in time"),
    "handed-in": ("已补交", "handed in"),
    "promised": ("已承诺", "promised"),
    "checking": ("待核查", "to be checked"),
    "kept": ("核查：与承诺相符", "checked: as promised"),
    "broken": ("核查：与承诺不符，待处理", "checked: not as promised; to be dealt with"),
    "rectifying": ("责令限期改正，到期复查", "to be put right; checked again"),
    "let-stand": ("与承诺不符，未予处理", "not as promised; nothing further was done"),
    "ended": ("因与承诺不符，结果已终止", "not as promised; the result has ended"),
}
_ACTS = {
    "check-promise": ("核查承诺", "Check the promise", "核查情况已记下。", "What was found is kept."),
    "order-rectification": (
        "责令限期改正", "Order rectification", "已责令限期改正。", "Rectification is ordered.",
    ),
    "let-stand": ("不作处理", "Let it stand", "已记下不作处理的理由。", "The reason is kept."),
    "hand-in": ("补交", "Hand it in", "材料已补交。", "The material is handed in."),
}  # fmt: skip
_EVENTS = {
    "material-follows": ("选择以后补交", "Chosen to follow later"),
    "promised": ("签署承诺代替", "A promise was signed instead"),
    "material-handed-in": ("补交了材料", "Material handed in"),
    "material-missed": ("逾期没有补交", "Did not come in time"),
    "after-check-opened": ("开始承诺核查", "The check of the promise begins"),
    "promise-kept": ("核查：与承诺相符", "Checked: as promised"),
    "promise-broken": ("核查：与承诺不符", "Checked: not as promised"),
    "rectification-ordered": ("责令限期改正", "Rectification ordered"),
    "promise-let-stand": ("与承诺不符，不作处理", "Not as promised; let stand"),
}
_WAITS = {
    "material": ("材料逾期没有补交", "Material did not come in time"),
    "after-check": ("核查承诺", "Check of a promise"),
    "broken": ("违背承诺，待处理", "Broken promise, to be dealt with"),
}
_MORE = {
    "material.coming": ("补交和承诺的材料", "Material to follow, and promises"),
    "material.until": ("至", "until"),
    "material.check-by": ("核查至", "check by"),
    "material.if-not": ("逾期：", "If not: "),
    "material.if-broken": ("不实的后果：", "If it is not so: "),
    "material.the-words": ("承诺的原文", "The words of the promise"),
    "material.hash": ("这段原文的 SHA-256，记在存证账本里", "SHA-256 of these words, kept in the ledger"),
    "material.hand-in": ("补交：", "Hand in: "),
    "material.hand-in-for-them": ("代为补交：", "Hand in for them: "),
    "material.again": ("您又登录了，请再选一次文件。", "You are signed in again; choose the file once more."),
    "material.days": ("今天提交的话，最迟哪天补交", "If you submit today, it may follow until"),
    "material.always": (
        "每一项都可以选“现在交”或者先检查的普通办法，不影响办理。",
        "Each can come the ordinary way; choosing it is never held against you.",
    ),
    "material.promised-words": ("承诺的是：{words}", "What was promised: {words}"),
    "material.may-follow": (
        "也可以先受理、以后补交：提交之日起 {limit}内。逾期：{says}（{clause}）",
        "May also follow: within {limit} of filing. If not: {says} ({clause})",
    ),
    "material.may-promise": (
        "也可以签署承诺代替（{clause}）：{text} 不实的后果：{says}",
        "A signed promise may stand instead ({clause}): {text} If it is not so: {says}",
    ),
    "promise.kept": ("与承诺相符", "As promised"),
    "promise.broken": ("与承诺不符", "Not as promised"),
    "promise.law-says": ("法律规定的后果：{words}", "What the law says: {words}"),
    "inbox.material": ("补交和承诺", "Material and promises"),
    "inbox.material.missed": ("逾期没有补交", "did not come in time"),
    "inbox.material.check": ("待核查的承诺", "promises to check"),
    "inbox.material.broken": ("违背承诺", "broken promises"),
}  # fmt: skip

add({f"services.material.state.{id}": {"zh": zh, "en": en} for id, (zh, en) in _STATES.items()})
add({f"services.act.{id}": {"zh": zh, "en": en} for id, (zh, en, _, _) in _ACTS.items()})
add({f"services.done.{id}": {"zh": zh, "en": en} for id, (_, _, zh, en) in _ACTS.items()})
add({f"services.event.{id}": {"zh": zh, "en": en} for id, (zh, en) in _EVENTS.items()})
add({f"services.waits.{id}": {"zh": zh, "en": en} for id, (zh, en) in _WAITS.items()})
add({f"services.{id}": {"zh": zh, "en": en} for id, (zh, en) in _MORE.items()})
