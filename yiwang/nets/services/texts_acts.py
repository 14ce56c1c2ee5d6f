"""Texts of acts: buttons, inputs, what is said when they are done."""

from __future__ import annotations

from yiwang.web.words import add

_ACTS = {
    "receive": ("收件", "Receive", "已收件。", "Received."),
    "forward": ("材料齐全，转办", "All there: forward", "已转主责单位。", "Forwarded to the lead body."),
    "ask-correction": (
        "一次告知补正", "Ask for correction, once", "补正告知书已发出。", "The notice to correct is issued.",
    ),
    "correct": ("补正", "Correct", "补正已提交。", "The correction is handed in."),
    "accept": ("受理", "Accept", "已受理，受理通知书已发出。", "Accepted; the notice is issued."),
    "refuse": ("不予受理", "Refuse to accept", "不予受理决定书已发出。", "The decision is issued."),
    "withdraw": ("撤回申请", "Withdraw", "申请已撤回。", "The application is withdrawn."),
    "complete": ("办结步骤", "Complete the step", "这一步已办结。", "The step is completed."),
    "fail": ("办不成", "Cannot be done", "已记录，流程另走一路。", "Recorded; the process goes another way."),
    "answer": ("答复", "Answer", "已答复。", "Answered."),
    "confirm": ("照办", "Do as asked", "已照办。", "Done as asked."),
    "dismiss": ("不照办", "Do not", "已记下不照办的理由。", "The reason not to is kept."),
    "claim": ("认领", "Claim", "已认领。", "Claimed."),
    "assign": ("分派", "Assign", "已分派。", "Assigned."),
    "comment": ("备注", "Comment", "备注已记下。", "The comment is kept."),
    "co-handle": ("请协办", "Ask a body to co-handle", "已请协办。", "The other body is asked to co-handle."),
    "call-hearing": ("通知听证", "Call a hearing", "听证通知书已发出。", "The notice of hearing is issued."),
    "hold-hearing": ("记录听证", "Keep the record of the hearing", "听证笔录已记下。", "The record is kept."),
    "arrange-visit": ("约定现场核查", "Arrange a visit", "现场核查已约定。", "The visit is arranged."),
    "record-visit": ("记录现场核查", "Record the visit", "核查情况已记下。", "What was found is kept."),
    "call-off": ("取消", "Call off", "已取消。", "Called off."),
    "undo": ("撤销刚才的操作", "Take it back", "已撤销。", "Taken back."),
    "consult": ("征求意见", "Consult another body", "已征求意见。", "The opinion is asked for."),
    "hand-over": ("移交", "Hand over", "已移交。", "Handed over."),
    "suspend": ("中止", "Suspend", "已中止，告知书已发出。", "Suspended; the notice is issued."),
    "resume": ("恢复办理", "Resume", "已恢复，时限继续计算。", "Resumed; the clocks go on."),
    "extend": ("延长期限", "Extend the limit", "已延长，告知书已发出。", "Extended; the notice is issued."),
    "decide": ("作出决定", "Decide", "决定书已发出。", "The decision is issued."),
    "decide-at-once": ("当场办结", "Decide at once", "当场办结，决定书已发出。", "Decided at once."),
    "deliver": ("送达并办结", "Deliver and close", "已送达，本件办结。", "Delivered; the case is closed."),
    "serve": ("签收", "Sign for it", "送达已记录。", "Service is recorded."),
    "link-duplicate": ("关联重复件", "Link as a duplicate", "已关联。", "Linked."),
    "supervise": ("督办", "Order supervision", "督办已发出。", "The order is given."),
    "void": ("作废", "Make void", "已作废。", "Made void."),
    "reopen": ("重新办理", "Reopen", "已重新办理。", "Reopened."),
}  # fmt: skip

add({f"services.act.{id}": {"zh": zh, "en": en} for id, (zh, en, _, _) in _ACTS.items()})
add({f"services.done.{id}": {"zh": zh, "en": en} for id, (_, _, zh, en) in _ACTS.items()})
add(
    {
        "services.acts": {"zh": "现在可以办", "en": "What you can do now"},
        "services.acts.own": {"zh": "您可以", "en": "You can"},
        "services.input.reason": {"zh": "理由", "en": "Reason"},
        "services.input.comment": {"zh": "备注", "en": "Comment"},
        "services.input.question": {"zh": "要问什么", "en": "What you ask"},
        "services.input.answer": {"zh": "答复", "en": "The answer"},
        "services.input.note": {"zh": "说明", "en": "Note"},
        "services.input.error": {"zh": "为什么办不成", "en": "Why it cannot be done"},
        "services.error.any": {"zh": "办不成", "en": "It cannot be done"},
        "services.input.outcome": {"zh": "结论", "en": "Outcome"},
        "services.input.decision": {"zh": "决定", "en": "Decision"},
        "services.input.range": {"zh": "范围", "en": "Range"},
        "services.input.ground": {"zh": "依据的条款", "en": "Clause it rests on"},
        "services.input.there": {"zh": "核对材料", "en": "Material that is there"},
        "services.input.items": {"zh": "要补正的内容", "en": "What must be corrected"},
        "services.input.person": {"zh": "分派给", "en": "To whom"},
        "services.input.body": {"zh": "单位", "en": "Body"},
        "services.input.interval": {"zh": "不计入期限的情形", "en": "What is not counted"},
        "services.input.clock": {"zh": "延长哪个时限", "en": "Which limit"},
        "services.input.amount": {"zh": "延长多少", "en": "By how much"},
        "services.input.how": {"zh": "怎样送达", "en": "How it is served"},
        "services.input.of": {"zh": "继续办理的办件编号", "en": "Number of the case that goes on"},
        "services.help.reason": {
            "zh": "写给申请人看。不予、不受理、补正、延长、中止都必须写。",
            "en": "Written for the applicant. An adverse act must give it.",
        },
        "services.help.of": {"zh": "例如 2611-7K3M9QXTC。", "en": "For example 2611-7K3M9QXTC."},
        "services.help.amount": {"zh": "例如 10 工作日。", "en": "For example 10 working days."},
        "services.help.range": {"zh": "不予时必须选。", "en": "Needed for a refusal."},
        "services.help.there": {
            "zh": "逐项勾选已经齐的。缺的不要勾，用“一次告知补正”。",
            "en": "Tick what is there. For what is missing, use “Ask for correction, once”.",
        },
        "services.help.items": {
            "zh": "补正只能告知一次，请把要补的全部勾上。",
            "en": "Correction may be asked once only: tick everything.",
        },
        "services.outcome.grant": {"zh": "准予", "en": "Granted"},
        "services.outcome.deny": {"zh": "不予", "en": "Refused"},
        "services.outcome.done": {"zh": "办结", "en": "Done"},
        "services.range.all": {"zh": "全部", "en": "The whole"},
        "services.range.part": {"zh": "部分", "en": "A part"},
    }
)
