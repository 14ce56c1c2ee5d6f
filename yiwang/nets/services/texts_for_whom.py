"""Texts of acting for somebody, of masked answers, of break-glass, and of who looked at a case."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "services.for-whom": {"zh": "为谁办理", "en": "For whom"},
        "services.for-whom.self": {"zh": "我自己", "en": "myself"},
        "services.for-whom.over": {"zh": "委托已结束", "en": "the mandate is over"},
        "services.corrections": {"zh": "没有提交的补正", "en": "Corrections not handed in"},
        "services.corrections.over": {"zh": "已不在补正", "en": "no longer asked for"},
        "services.for-whom.mine": {"zh": "到“我的”看委托", "en": "See your mandates under Mine"},
        "services.for-whom.draft": {
            "zh": "这一件为“{name}”办理。预先填好的是“{name}”在本市登记的信息，不是您本人的。",
            "en": "This is for {name}. What is filled in already is what the city has on record of {name}, "
            "not of you.",
        },
        "services.counter.title": {"zh": "登记书面委托", "en": "Record a mandate shown on paper"},
        "services.counter.lead": {
            "zh": "来办的是代理人时，看过书面委托再登记。这一件归委托人，姓名封存。",
            "en": "When an agent comes, look at the mandate and record it. The case is the principal's; "
            "names are sealed.",
        },
        "services.counter.offer": {
            "zh": "来办的是代理人：登记书面委托",
            "en": "An agent came: record the mandate shown on paper",
        },
        "services.counter.recorded": {
            "zh": "书面委托已登记，这一件归委托人。",
            "en": "The mandate shown on paper is recorded; the case is the principal's.",
        },
        "services.counter.done": {"zh": "书面委托已登记。", "en": "The mandate is recorded."},
        "services.counter.do": {"zh": "登记", "en": "Record it"},
        "services.counter.principal_name": {"zh": "委托人姓名或名称", "en": "Name of the principal"},
        "services.counter.agent_name": {"zh": "受托人姓名", "en": "Name of the agent"},
        "services.counter.paper": {"zh": "出示了什么", "en": "What was shown"},
        "services.counter.paper-help": {
            "zh": "例如：授权委托书原件，2026 年 11 月 20 日签署。",
            "en": "For example: the original power of attorney, signed on 20 November 2026.",
        },
        "services.counter.since": {"zh": "从哪一天起", "en": "From which day"},
        "services.counter.until": {"zh": "到哪一天止", "en": "Until which day"},
        "services.unmask.says": {
            "zh": "个人信息已遮盖。办理本件要看哪一项，先选目的，再按那一项旁边的“显示”；每次都会记下，"
            "申请人看得到次数、"
            "目的和岗位。",
            "en": "Personal answers are masked. Choose a purpose, then press Show beside the one you "
            "need for "
            "this case. Each time is kept; the applicant sees how often, what for and which position.",
        },
        "services.unmask.purpose": {"zh": "为什么要看", "en": "What for"},
        "services.unmask.no-purpose": {
            "zh": "请先选择目的，再按“显示”。没有显示任何内容。",
            "en": "Choose a purpose first, then press Show. Nothing was shown.",
        },
        "services.unmask.no-field": {
            "zh": "没有这一项可以显示，请按某一项旁边的“显示”。",
            "en": "There is no such answer to show; press Show beside one.",
        },
        "services.purpose.examine": {"zh": "审查申请内容", "en": "to examine the application"},
        "services.purpose.contact": {"zh": "联系申请人", "en": "to reach the applicant"},
        "services.purpose.identity": {"zh": "核对身份", "en": "to check who it is"},
        "services.purpose.correct": {"zh": "核对补正", "en": "to check a correction"},
        "services.purpose.serve": {"zh": "制作、送达文书", "en": "to make and serve papers"},
        "services.purpose.review": {"zh": "复核、督办", "en": "to review or supervise"},
        "services.purpose.paper": {
            "zh": "查看文书或证照（法定要素不遮盖）",
            "en": "a paper or licence, on which the law needs it",
        },
        "services.purpose.form": {"zh": "在窗口协助补正", "en": "helping at the counter to correct"},
        "services.purpose.handling": {"zh": "办理本件", "en": "to handle the case"},
        "services.others.title": {
            "zh": "谁查看过、办理过我的件",
            "en": "Who looked at my cases and acted on them",
        },
        "services.others.of-case": {
            "zh": "谁查看过、办理过这一件",
            "en": "Who looked at this case and acted on it",
        },
        "services.others.times": {
            "zh": "个人信息被打开 {count} 次",
            "en": "personal answers opened: {count}",
        },
        "services.others.lead": {
            "zh": "别人在您的办件上的每一次操作、每一次打开个人信息，都按单位和岗位列在这里，"
            "不写工作人员姓名。依法延后告知的查看到期才列出，次数见“我的 › 谁看过我的数据”。",
            "en": "Every act of others on your cases, and every time personal answers were opened, by "
            "body and position. Names of staff are not given. Looks that you are told of later, as the law "
            "allows, appear on their day; how many stands under Mine, Who looked at my data.",
        },
        "services.others.when": {"zh": "时间", "en": "When"},
        "services.others.who": {"zh": "单位和岗位", "en": "Body and position"},
        "services.others.what": {"zh": "做了什么", "en": "What was done"},
        "services.others.why": {"zh": "目的", "en": "What for"},
        "services.others.act": {"zh": "办理本件", "en": "to handle the case"},
        "services.others.none": {"zh": "还没有。", "en": "Nothing so far."},
        "services.others.reading": {
            "zh": "打开了 {count} 项个人信息",
            "en": "opened personal answers: {count}",
        },
        "services.others.reading-glass": {
            "zh": "紧急查看中打开了 {count} 项个人信息",
            "en": "opened personal answers under break-glass: {count}",
        },
        "services.others.glass": {"zh": "紧急查看", "en": "Break-glass"},
        "services.glass.verdict.none": {
            "zh": "理由已封存，待审查",
            "en": "the reason is sealed and will be reviewed",
        },
        "services.glass.verdict.justified": {"zh": "已审查：正当", "en": "reviewed: justified"},
        "services.glass.verdict.unjustified": {"zh": "已审查：不正当", "en": "reviewed: not justified"},
        "services.glass.title": {"zh": "紧急查看", "en": "Break the glass"},
        "services.glass.only-if": {
            "zh": "确有紧急需要的，可以写明理由紧急查看；会立即报警，并由他人审查。",
            "en": "If there is an emergency, you may break the glass and say why; it sounds an alarm "
            "at once and "
            "somebody else reviews it.",
        },
        "services.glass.lead": {
            "zh": "只有紧急情况才能这样查看不属于您的办件。只能看，不能办理；{minutes} 分钟后自动关闭。",
            "en": "Only in an emergency may you read a case that is not yours. Reading only; it closes "
            "by itself "
            "after {minutes} minutes.",
        },
        "services.glass.told": {
            "zh": "按下以后立即报警，由另一位安全管理员审查；申请人会看到是哪个单位、哪个岗位、"
            "什么时候看的。",
            "en": "It sounds an alarm at once, another security administrator reviews it, and the "
            "applicant sees "
            "which body and position looked, and when.",
        },
        "services.glass.reason": {"zh": "理由", "en": "The reason"},
        "services.glass.reason-help": {
            "zh": "写明发生了什么、为什么不能等。理由会被封存，只有审查的人看。",
            "en": "What happened, and why it cannot wait. It is sealed; only the reviewers read it.",
        },
        "services.glass.do": {"zh": "紧急查看这一件", "en": "Break the glass of this case"},
        "services.glass.open": {"zh": "正在查看", "en": "Open now"},
        "services.glass.until": {"zh": "到", "en": "until"},
        "services.glass.close": {"zh": "立即结束", "en": "Close now"},
        "services.glass.closed": {"zh": "紧急查看已结束。", "en": "The break-glass is over."},
        "services.glass.band": {
            "zh": "紧急查看进行中：每一次打开都会记录并接受审查。",
            "en": "Break-glass is open: everything you open is kept and reviewed.",
        },
        "services.glass.which": {"zh": "哪一件、到几点", "en": "Which case, until when"},
        "services.glass.here": {
            "zh": "这一件不属于您的单位。您凭紧急查看阅读，不能办理。",
            "en": "This case is not your body's. You read it by break-glass and can do nothing to it.",
        },
        "services.who.agent": {"zh": "受托人", "en": "the applicant's agent"},
    }
)
