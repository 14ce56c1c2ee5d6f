"""Texts of requests for data and of grants."""

from __future__ import annotations

from yiwang.web.words import Text, add

KINDS: dict[str, Text] = {
    "routine": {"zh": "日常履职", "en": "routine work"},
    "investigation": {"zh": "案件调查", "en": "an investigation"},
}
OUTSIDE: Text = {
    "zh": "本市以外，由共享主管部门跟踪",
    "en": "outside the city, followed by the sharing authority",
}
ENDINGS: dict[str, Text] = {
    "granted": {"zh": "已同意并提供", "en": "agreed and delivered"},
    "not-granted": {"zh": "没有授权", "en": "nothing was granted"},
}
VISIBILITY: dict[str, Text] = {
    "shown": {"zh": "当事人看得到", "en": "shown to those it is about"},
    "withheld": {"zh": "依法暂不告知当事人", "en": "withheld from those it is about, by law"},
}
GRANT_EVENTS: dict[str, Text] = {
    "grant.given": {"zh": "授权", "en": "Granted"},
    "grant.suspended": {"zh": "暂停", "en": "Suspended"},
    "grant.resumed": {"zh": "恢复", "en": "Resumed"},
    "grant.terminated": {"zh": "终止", "en": "Terminated"},
    "grant.disposed": {"zh": "提交处置说明", "en": "Statement of disposal"},
}

add(
    {
        "request.title": {"zh": "数据共享申请", "en": "Requests for data"},
        "request.lead": {
            "zh": "单位之间申请使用数据：无条件的 1 个工作日、有条件的 10 个工作日答复，同意后 20 "
            "个工作日内提供"
            "（政务数据共享条例第二十一条、第二十二条，条文未读，待核）。",
            "en": "One body asks another for data: answered in 1 working day, on "
            "conditions in 10, delivered in 20 "
            "after consent (Regulation on Sharing Government Data, articles 21 and "
            "22; the text was not at hand).",
        },
        "request.new": {"zh": "申请数据", "en": "Ask for data"},
        "request.all": {"zh": "全部申请", "en": "All requests"},
        "request.here": {"zh": "等本单位办理", "en": "Waiting for your body"},
        "request.asked": {"zh": "本单位提出的", "en": "Asked by your body"},
        "request.others": {"zh": "其他", "en": "Others"},
        "request.none": {"zh": "没有。", "en": "None."},
        "request.newest": {"zh": "只列最新的 {most} 件。", "en": "Only the newest {most} are listed."},
        "request.none-here": {
            "zh": "这座城市的配置包里没有数据共享申请这个事项（data-request）。",
            "en": "The pack of this city has no matter for requests for data (data-request).",
        },
        "request.number": {"zh": "编号", "en": "Number"},
        "request.what": {"zh": "要的数据", "en": "Data"},
        "request.asker": {"zh": "申请单位", "en": "Asked by"},
        "request.provider": {"zh": "提供单位", "en": "Provider"},
        "request.stands": {"zh": "到哪一步", "en": "Stands at"},
        "request.due": {"zh": "期限", "en": "Due"},
        "request.late": {"zh": "超期", "en": "late"},
        "request.no-clock": {"zh": "没有在计的时限", "en": "no clock runs"},
        "request.form.what": {"zh": "要什么数据", "en": "Which data"},
        "request.product": {"zh": "本市目录里的资源", "en": "A product of the city's catalogue"},
        "request.product.none": {"zh": "不在本市目录里", "en": "Not in the city's catalogue"},
        "request.choose": {"zh": "看它的数据项", "en": "Show its fields"},
        "request.fields": {"zh": "数据项（只勾必需的）", "en": "Fields (only those that are needed)"},
        "request.above.title": {
            "zh": "上级或垂直系统的数据（回流）",
            "en": "Data held above or by a vertical system",
        },
        "request.above.help": {
            "zh": "本市没有的数据，由共享主管部门向上申请并按同样的期限跟踪，数据不经过本系统。",
            "en": "What the city does not hold is asked for above by the sharing "
            "authority and followed by the same "
            "clocks; the data does not pass through here.",
        },
        "request.held-by": {"zh": "由谁掌握", "en": "Who holds it"},
        "request.above": {"zh": "是什么数据", "en": "What data it is"},
        "request.sharing": {"zh": "共享属性", "en": "Sharing class"},
        "request.form.why": {"zh": "为什么要", "en": "Why"},
        "request.basis": {"zh": "依据（哪部法的哪一条）", "en": "Basis (which law, which article)"},
        "request.scenario": {"zh": "使用场景", "en": "Scenario"},
        "request.scope": {
            "zh": "使用范围（谁用、涉及哪些人或事）",
            "en": "Scope (who uses it, about whom or what)",
        },
        "request.purpose": {"zh": "用途", "en": "Purpose"},
        "request.matters": {
            "zh": "用于哪些事项（代号，可不填）",
            "en": "For which matters (ids; may be empty)",
        },
        "request.form.how": {"zh": "怎样用、用多久", "en": "How, and for how long"},
        "request.way": {"zh": "共享方式", "en": "Way"},
        "request.since": {"zh": "从哪天起用", "en": "Used from"},
        "request.until": {"zh": "用到哪天", "en": "Used until"},
        "request.retention": {"zh": "用后保存多久（可不填）", "en": "Kept for how long (may be empty)"},
        "request.row-rule": {
            "zh": '只要哪些行（写成条件，如 status = "active"；可不填）',
            "en": 'Which rows (a condition such as status = "active"; may be empty)',
        },
        "request.quota": {
            "zh": "每天最多多少次（可不填）",
            "en": "At most how often in a day (may be empty)",
        },
        "request.kind": {"zh": "日常履职还是案件调查", "en": "Routine work or an investigation"},
        "request.investigation.title": {
            "zh": "案件调查要写的",
            "en": "What an investigation must name",
        },
        "request.investigation.help": {
            "zh": "案件调查不给长期授权：写明文书、对象和结束日期。对象封存，不进入留痕。",
            "en": "There is no standing grant for investigation: name instrument, "
            "subject and end. The subject is "
            "sealed and never stands in the record.",
        },
        "request.instrument": {"zh": "法律文书（文号）", "en": "Instrument (its number)"},
        "request.subject": {"zh": "被查的对象", "en": "Whom it is about"},
        "request.subject.sealed": {
            "zh": "已封存，只有办理的人看得到。",
            "en": "Sealed; those who handle it can read it.",
        },
        "request.no-personal": {
            "zh": "除“被查的对象”外，不要写个人的姓名、号码。",
            "en": "Apart from “whom it is about”, write no person's name or number.",
        },
        "request.send": {
            "zh": "提交，请本单位负责人同意",
            "en": "Submit, for the head of your body to agree",
        },
        "request.filed": {
            "zh": "已提交，等本单位首席数据官同意。",
            "en": "Submitted; your chief data officer agrees next.",
        },
        "request.done": {"zh": "已办理。", "en": "Done."},
        "request.clocks": {"zh": "时限", "en": "Clocks"},
        "request.clocks.none": {
            "zh": "还没有开始计算：本单位负责人同意、发出以后起算。",
            "en": "None runs yet: they begin when the head of the asking body has agreed and it is sent.",
        },
        "request.clock.until": {"zh": "最晚", "en": "at the latest"},
        "request.clock.stopped": {"zh": "办结于", "en": "done on"},
        "request.clock.paused": {"zh": "暂停，等补充", "en": "stands still, waiting for a supplement"},
        "request.clock.extended": {"zh": "延长 {amount}", "en": "extended: {amount}"},
        "request.steps": {"zh": "现在等谁", "en": "Whose turn it is"},
        "request.steps.since": {"zh": "从", "en": "since"},
        "request.step": {"zh": "办理", "en": "Handle it"},
        "request.consulted": {"zh": "请共享主管部门同意延长", "en": "Consent to an extension is asked for"},
        "request.outcome": {"zh": "怎样办", "en": "What is done"},
        "request.reason": {"zh": "理由、说明", "en": "Reason, or what there is to say"},
        "request.reason.help": {
            "zh": "标 * 的必须写。对方看得到，不要写个人信息。",
            "en": "Needed for what is marked *. The other side reads it; no personal data.",
        },
        "request.do": {"zh": "办理", "en": "Do it"},
        "request.extension": {"zh": "延长答复", "en": "More time to answer"},
        "request.ask-extension": {
            "zh": "请共享主管部门同意延长",
            "en": "Ask the sharing authority for more time",
        },
        "request.extend": {
            "zh": "同意延长 10 个工作日，并告知申请单位",
            "en": "Agree to 10 more working days; the asking body is told",
        },
        "request.not-extend": {"zh": "不同意延长", "en": "Do not agree"},
        "request.history": {"zh": "经过", "en": "What happened"},
        "request.grant": {"zh": "授权", "en": "Grant"},
        "request.no-grant-yet": {
            "zh": "已同意，授权正在生成；一直没有的，由提供单位按下面的按钮，会说明原因。",
            "en": "Agreed; the grant is being made. If it does not come, the "
            "provider presses the button below and is "
            "told why.",
        },
        "request.give": {"zh": "生成授权", "en": "Make the grant"},
        "request.city-itself": {"zh": "系统", "en": "the city's own system"},
        "request.event.filed": {"zh": "提出申请", "en": "Asked"},
        "request.event.consulted": {"zh": "请求延长", "en": "More time was asked for"},
        "request.event.consultation-answered": {
            "zh": "答复延长请求",
            "en": "The request for more time was answered",
        },
        "request.event.extended": {"zh": "延长，告知申请单位", "en": "Extended; the asking body is told"},
        "request.event.limit-passed": {"zh": "时限已过", "en": "A limit passed"},
        "request.event.closed": {"zh": "办结", "en": "Closed"},
        "request.event.other": {"zh": "办理", "en": "Handled"},
        "grant.title": {"zh": "共享授权", "en": "Grants"},
        "grant.lead": {
            "zh": "本单位给出的、得到的授权，和它们现在怎样。"
            "到期、终止以后由用数据的单位提交处置说明，没有它就不再给同类授权。",
            "en": "Grants that your body gave or has, and how they stand. After "
            "its end whoever had the data says what "
            "became of it; without that no new grant of its class is given.",
        },
        "grant.none": {"zh": "还没有授权。", "en": "There are no grants yet."},
        "grant.to": {"zh": "给谁", "en": "To"},
        "grant.state": {"zh": "状态", "en": "State"},
        "grant.days": {"zh": "起止", "en": "From and until"},
        "grant.dispose-now": {"zh": "请提交处置说明", "en": "file the statement of disposal"},
        "grant.fields": {"zh": "数据项", "en": "Fields"},
        "grant.masks": {"zh": "遮盖", "en": "Masked"},
        "grant.basis": {"zh": "依据", "en": "Basis"},
        "grant.matters": {"zh": "事项", "en": "Matters"},
        "grant.row-rule": {"zh": "只给哪些行", "en": "Rows"},
        "grant.quota": {"zh": "每天最多", "en": "In a day at most"},
        "grant.retention": {"zh": "用后最多保存", "en": "Kept at most"},
        "grant.visibility": {"zh": "当事人能否看到", "en": "Whether those it is about see it"},
        "grant.request": {"zh": "来自申请", "en": "From the request"},
        "grant.of-pack": {
            "zh": "配置包里的授权，还没有办理记录。",
            "en": "A grant of the pack, without a record yet.",
        },
        "grant.suspended-by": {"zh": "由谁暂停", "en": "Suspended by"},
        "grant.acts": {"zh": "办理", "en": "Acts"},
        "grant.act.suspend": {"zh": "暂停", "en": "Suspend"},
        "grant.act.resume": {"zh": "恢复", "en": "Resume"},
        "grant.act.terminate": {"zh": "终止", "en": "Terminate"},
        "grant.act.dispose": {"zh": "提交处置说明", "en": "File the statement of disposal"},
        "grant.done.suspend": {"zh": "已暂停。", "en": "Suspended."},
        "grant.done.resume": {"zh": "已恢复。", "en": "Resumed."},
        "grant.done.terminate": {
            "zh": "已终止，请用数据的单位提交处置说明。",
            "en": "Terminated; whoever had the data now says what became of it.",
        },
        "grant.done.dispose": {"zh": "处置说明已提交。", "en": "The statement was filed."},
        "grant.word.reason": {"zh": "理由", "en": "Reason"},
        "grant.word.erased": {"zh": "销毁了什么", "en": "What was erased"},
        "grant.word.kept": {
            "zh": "依法留存什么（没有的不填）",
            "en": "What the law keeps (empty if nothing)",
        },
        "grant.word.where": {"zh": "存在哪里", "en": "Where it is kept"},
        "grant.word.kept-basis": {"zh": "依据哪一条留存", "en": "By which clause it is kept"},
    }
)
