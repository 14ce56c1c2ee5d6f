"""Texts of the timeline: what happened, who did it."""

from __future__ import annotations

from yiwang.web.words import add

_EVENTS = {
    "filed": ("提交了申请", "Application submitted"),
    "received": ("收件", "Received"),
    "forwarded": ("核对齐全，转主责单位", "Complete; forwarded to the lead body"),
    "correction-asked": ("一次告知补正", "Correction asked for"),
    "corrected": ("补正了材料", "Correction handed in"),
    "accepted": ("受理", "Accepted"),
    "accepted-deemed": ("逾期未告知，视为受理", "Deemed accepted: not told in time"),
    "refused": ("不予受理", "Not accepted"),
    "withdrawn": ("申请人撤回", "Withdrawn by the applicant"),
    "assigned": ("分派待办", "Task assigned"),
    "claimed": ("认领待办", "Task claimed"),
    "handed-over": ("移交给", "Handed over to"),
    "consulted": ("征求意见", "Opinion asked of"),
    "consultation-answered": ("答复意见", "Opinion given"),
    "commented": ("备注", "Comment"),
    "commented-to-applicant": ("告诉申请人", "Said to the applicant"),
    "commented-by-applicant": ("申请人说", "Said by the applicant"),
    "co-handled": ("请协办", "Asked to co-handle"),
    "assistance-given": ("协办单位答复", "The assisting body has answered"),
    "supervision-answered": ("督办已答复", "Order of supervision answered"),
    "hearing-called": ("通知听证", "Hearing called"),
    "hearing-held": ("举行了听证", "Hearing held"),
    "hearing-called-off": ("取消听证", "Hearing called off"),
    "visit-arranged": ("约定现场核查", "Visit arranged"),
    "visit-made-pass": ("现场核查：符合", "Visit: in order"),
    "visit-made-fail": ("现场核查：不符合", "Visit: not in order"),
    "visit-made-not-done": ("现场核查：没有办成", "Visit: could not be made"),
    "visit-called-off": ("取消现场核查", "Visit called off"),
    "undone": ("撤销了上一步", "The act before was taken back"),
    "begun-again": ("重新走流程", "The process begins again"),
    "task-completed": ("办结一步", "Step completed"),
    "task-failed": ("办不成", "Could not be done"),
    "message-received": ("收到消息", "Message received"),
    "signal-received": ("收到信号", "Signal received"),
    "call-ended": ("调用的办件有了结果", "A called case has ended"),
    "linked-duplicate": ("并入另一办件", "Joined to another case"),
    "supervised": ("督办", "Supervision"),
    "wire-proposed": ("接线提请", "The wiring asks for"),
    "wire-confirmed": ("照办接线的提请", "Done as the wiring asked"),
    "wire-dismissed": ("不照办接线的提请", "Not done as the wiring asked"),
    "suspended": ("中止", "Suspended"),
    "resumed": ("恢复办理", "Resumed"),
    "extended": ("延长期限", "Limit extended"),
    "timer-fired": ("到点自动推进", "A timer moved it on"),
    "limit-passed": ("法定时限届满", "A legal limit passed"),
    "recounted": ("按新的放假安排重算时限", "Limits counted anew with the new holidays"),
    "migrated": ("改按新版规则办理", "From now on under the new rules"),
    "lapsed": ("逾期失效", "Lapsed"),
    "decided-grant": ("决定：准予", "Decided: granted"),
    "decided-deny": ("决定：不予", "Decided: refused"),
    "paper-served": ("文书送达", "Paper served"),
    "delivered": ("结果送达", "Result delivered"),
    "closed": ("办结归档", "Closed"),
    "made-void": ("作废", "Made void"),
    "reopened": ("重新办理", "Reopened"),
}

add({f"services.event.{id}": {"zh": zh, "en": en} for id, (zh, en) in _EVENTS.items()})
add(
    {
        "services.who.system": {"zh": "系统", "en": "The system"},
        "services.who.applicant": {"zh": "申请人", "en": "The applicant"},
        "services.who.somebody": {"zh": "有关人员", "en": "Somebody entitled"},
        "services.more.ask-there": {"zh": "请向{body}申请", "en": "Apply to {body}"},
        "services.more.nothing-changed": {
            "zh": "步骤、期限和要回答的都不变",
            "en": "Steps, limits and questions stay as they were",
        },
        "services.more.limit": {"zh": "{limit}内答复", "en": "to be answered within {limit}"},
        "services.more.filed": {"zh": "由{body}主责", "en": "Lead body: {body}"},
    }
)
