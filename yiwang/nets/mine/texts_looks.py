"""Texts of the page that says who looked at somebody's data."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "mine.exchanges.title": {"zh": "谁看过我的数据", "en": "Who looked at my data"},
        "mine.exchanges.title-all": {"zh": "谁看过居民的数据", "en": "Who looked at people’s data"},
        "mine.exchanges.says": {
            "zh": "哪个单位、什么时候、为哪件事、看了您的哪几项数据，都在这里，最新的在前。写单位和岗位，"
            "不写工作人员姓名。同一天为同一件事取到同样的东西，记一次。",
            "en": "Which body looked at which of your data, when and for what, the newest first. By body and "
            "position; staff are not named. The same things read for the same use on one day are "
            "recorded once.",
        },
        "mine.exchanges.says-all": {
            "zh": "按授权取用、工作人员打开个人信息、紧急查看，最新的在前。没有内容，也没有姓名；"
            "延后告知本人的也在，标明到哪天。",
            "en": "Readings under grants, personal answers opened by staff, and break-glass, the newest "
            "first; neither contents nor names. What the person is told later is here too, marked.",
        },
        "mine.exchanges.when": {"zh": "时间", "en": "When"},
        "mine.exchanges.who": {"zh": "哪个单位", "en": "Which body"},
        "mine.exchanges.what": {"zh": "看了什么", "en": "What"},
        "mine.exchanges.for": {"zh": "为什么事", "en": "For what"},
        "mine.exchanges.times": {"zh": "共 {count} 次", "en": "{count} times"},
        "mine.exchanges.nothing": {"zh": "没有找到有效的结果", "en": "No result in force was found"},
        "mine.exchanges.by-counter": {
            "zh": "由窗口工作人员，凭您的同意",
            "en": "by a clerk at a counter, with your consent",
        },
        "mine.exchanges.by-agent": {"zh": "由代办的人", "en": "by who acts for you"},
        "mine.exchanges.none": {
            "zh": "还没有取用过，也没有人打开过。",
            "en": "Nothing was read or opened so far.",
        },
        "mine.exchanges.why.draft": {"zh": "填写申请时", "en": "while filling in an application"},
        "mine.exchanges.why.case": {"zh": "提交申请时", "en": "when an application was filed"},
        "mine.exchanges.why.offer": {"zh": "看能享受什么时", "en": "to see what one is entitled to"},
        "mine.exchanges.why.gateway": {"zh": "办理办件时", "en": "while a case was handled"},
        "mine.exchanges.under": {"zh": "按授权：", "en": "Under the grant: "},
        "mine.looks.withheld": {
            "zh": "另有 {count} 次查看，依法延后告知您，现在不显示；到期后会出现在这里，写明条款、批准的岗位"
            "和日期。",
            "en": "Looks not shown now, because the law lets you be told later: {count}. They appear here on "
            "their day, with the clause, the position that approved it, and the day.",
        },
        "mine.looks.withheld-none": {
            "zh": "没有延后告知的查看。",
            "en": "Nothing is withheld from you.",
        },
        "mine.looks.was-withheld": {
            "zh": "{title}：依 {clause}，经{approver}批准，延后到 {day} 才显示。",
            "en": "{title}: withheld under {clause}, approved by {approver}, until {day}.",
        },
        "mine.looks.is-withheld": {
            "zh": "本人还看不到。{title}：依 {clause}，经{approver}批准，{day} 起显示。",
            "en": "Not shown to the person yet. {title}: under {clause}, approved by {approver}, shown "
            "from {day}.",
        },
        "mine.looks.no-body": {"zh": "还没有定到单位", "en": "No body yet"},
        "mine.looks.somebody": {"zh": "工作人员", "en": "Staff"},
        "mine.looks.answer": {"zh": "一项内容", "en": "an answer"},
        "mine.looks.opened": {"zh": "打开了封存的内容", "en": "Sealed answers were opened"},
        "mine.looks.opened-glass": {
            "zh": "紧急查看中打开了封存的内容",
            "en": "Sealed answers were opened under break-glass",
        },
        "mine.looks.glass": {"zh": "紧急查看了整件", "en": "The case was opened by break-glass"},
        "mine.looks.verdict.none": {
            "zh": "理由已封存，待审查",
            "en": "the reason is sealed and will be reviewed",
        },
        "mine.looks.verdict.justified": {"zh": "已审查：正当", "en": "reviewed: justified"},
        "mine.looks.verdict.unjustified": {"zh": "已审查：不正当", "en": "reviewed: not justified"},
        "mine.looks.purpose.examine": {"zh": "审查申请内容", "en": "to examine the application"},
        "mine.looks.purpose.contact": {"zh": "联系申请人", "en": "to reach the applicant"},
        "mine.looks.purpose.identity": {"zh": "核对身份", "en": "to check who it is"},
        "mine.looks.purpose.correct": {"zh": "核对补正", "en": "to check a correction"},
        "mine.looks.purpose.serve": {"zh": "制作、送达文书", "en": "to make and serve papers"},
        "mine.looks.purpose.review": {"zh": "复核、督办", "en": "to review or supervise"},
        "mine.looks.purpose.paper": {
            "zh": "文书、证照上依法要写的",
            "en": "a paper or licence, on which the law needs it",
        },
        "mine.looks.purpose.form": {"zh": "在窗口协助补正", "en": "helping at the counter to correct"},
        "mine.looks.purpose.handling": {"zh": "办理本件", "en": "to handle the case"},
        "mine.concern.correct": {"zh": "请求校核", "en": "Ask for correction"},
        "mine.concern.complain": {"zh": "投诉", "en": "Complain"},
        "mine.concern.about": {"zh": "{what}，{who}", "en": "{what}, {who}"},
        "mine.concern.correct.title": {"zh": "请求校核数据", "en": "Ask for data to be corrected"},
        "mine.concern.complain.title": {"zh": "投诉数据的使用", "en": "Complain about the use of data"},
        "mine.concern.correct.says": {
            "zh": "送到提供这项数据的单位，由它核对：更正，或者说明为什么不更正。"
            "写的内容封存，只有办理的人看得到。",
            "en": "It goes to the body that provides the data, which checks it and corrects it, or says why "
            "not. What you write is sealed; only who handles it reads it.",
        },
        "mine.concern.complain.says": {
            "zh": "由查看的单位、提供数据的单位之外的单位办理。写的内容封存，只有办理的人看得到。",
            "en": "A body outside who looked and who provided the data handles it. What you write is sealed; "
            "only who handles it reads it.",
        },
        "mine.concern.which": {"zh": "关于哪一次查看", "en": "About which look"},
        "mine.concern.to": {"zh": "由谁办理", "en": "Who handles it"},
        "mine.concern.wrong": {"zh": "哪里不对", "en": "What is wrong"},
        "mine.concern.right": {"zh": "应该是什么（知道的话）", "en": "What it should be (if you know)"},
        "mine.concern.words": {"zh": "要投诉什么", "en": "What the complaint is"},
        "mine.concern.submit": {"zh": "提交", "en": "Submit"},
        "mine.concern.correct.done": {
            "zh": "已请求校核，编号 {number}。答复会写在这次查看的旁边。",
            "en": "Correction was asked for: {number}. The answer will stand beside the look.",
        },
        "mine.concern.complain.done": {
            "zh": "已投诉，编号 {number}。答复会写在这次查看的旁边。",
            "en": "The complaint was made: {number}. The answer will stand beside the look.",
        },
        "mine.concern.closed": {"zh": "已答复", "en": "answered"},
        "mine.concern.asked.correct": {"zh": "校核", "en": "Correction"},
        "mine.concern.asked.complain": {"zh": "投诉", "en": "Complaint"},
        "mine.concern.by": {"zh": "答复不晚于", "en": "answered by"},
        "mine.looks.in-case": {"zh": "在办件", "en": "in case"},
    }
)
