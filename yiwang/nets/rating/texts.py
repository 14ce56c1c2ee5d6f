"""Texts of ratings and of words that nothing gets done."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "rating.title": {"zh": "评价与反映", "en": "Ratings and complaints"},
        "rating.link": {
            "zh": "评价这次办理，或反映办不成事",
            "en": "Rate this, or say that nothing gets done",
        },
        "rating.desk-link": {"zh": "评价与反映：登记联系、答复", "en": "The rating or word behind this case"},
        "rating.nothing-link": {
            "zh": "办不成事？请另一个单位来看",
            "en": "Nothing gets done? Ask a desk outside",
        },
        "rating.rate": {"zh": "评价这次办理", "en": "Rate this handling"},
        "rating.one": {"zh": "评价", "en": "Rating"},
        "rating.change": {"zh": "改我的评价", "en": "Change my rating"},
        "rating.free": {
            "zh": "评不评、怎么评都由您，不影响您办任何事。没有人会催您，也不会再问。",
            "en": "Whether you rate, and how, is up to you; it affects nothing you apply for. Nobody will "
            "remind you or ask again.",
        },
        "rating.of": {
            "zh": "评价的是“{body}”这次办理，不是哪一位工作人员。",
            "en": "You rate how {body} handled it, not any clerk.",
        },
        "rating.grade": {"zh": "总的来说", "en": "All in all"},
        "rating.aspects": {"zh": "各方面（都可以不填）", "en": "In particular (all may be left out)"},
        "rating.skip": {"zh": "不评", "en": "No grade"},
        "rating.words": {"zh": "想说的话（可以不填）", "en": "What you want to say (may be left out)"},
        "rating.words-help": {
            "zh": "封存保管，不公开。监督岗在需要办理时能看到。",
            "en": "Kept sealed, never published. The desk outside reads it when there is something to do.",
        },
        "rating.words-kept": {
            "zh": "留空就保留以前写的。",
            "en": "Left empty, what you wrote before is kept.",
        },
        "rating.contact": {"zh": "怎么联系您（可以不填）", "en": "How to reach you (may be left out)"},
        "rating.contact-help": {
            "zh": "只给监督岗看，用来联系您、告诉您结果；被评价的单位看不到。",
            "en": "For the desk outside only, to call you and tell you what came of it; the body rated "
            "does not see it.",
        },
        "rating.share": {
            "zh": "让被评价的单位看到我的评价和我写的话，并作说明",
            "en": "Let the body rated see my rating and my words, and explain",
        },
        "rating.share-help": {
            "zh": "不勾选，它就看不到是哪一件、谁评的。",
            "en": "Otherwise it does not see which case it was, or whose.",
        },
        "rating.bad-opens": {
            "zh": "评“不满意”“非常不满意”的，会由该单位之外的监督岗立件，联系您并督促整改。",
            "en": "One of the lowest two grades opens a case at a desk outside that body, which calls "
            "you and has it mended.",
        },
        "rating.submit": {"zh": "提交评价", "en": "Send the rating"},
        "rating.given": {"zh": "评价已记下。谢谢。", "en": "Your rating is recorded. Thank you."},
        "rating.changed": {
            "zh": "评价已改。第一次的等级留着。",
            "en": "Your rating is changed. What you gave first is kept.",
        },
        "rating.none": {"zh": "还没有您能看到的评价。", "en": "There is no rating that you may see."},
        "rating.first": {"zh": "第一次的等级", "en": "Given first"},
        "rating.now": {"zh": "现在的等级", "en": "Now"},
        "rating.unchanged": {"zh": "没有改过", "en": "never changed"},
        "rating.about": {"zh": "被评价的单位", "en": "Body rated"},
        "rating.earlier": {"zh": "评价的办件", "en": "Case rated"},
        "rating.handling": {"zh": "第 {handling} 次办理", "en": "handling number {handling}"},
        "rating.desk": {"zh": "监督岗所在单位", "en": "Desk outside"},
        "rating.opened": {"zh": "立件编号", "en": "Case opened"},
        "rating.not-opened": {
            "zh": "没能立件，监督岗还不知道。请拨打 12345。",
            "en": "The case could not be opened and the desk does not know. Call 12345.",
        },
        "rating.contacts": {"zh": "联系记录", "en": "Calls"},
        "rating.no-contacts": {"zh": "还没有联系记录。", "en": "No calls so far."},
        "rating.call.reached": {"zh": "联系上了", "en": "reached"},
        "rating.call.not-reached": {"zh": "没联系上", "en": "not reached"},
        "rating.call.declined": {"zh": "本人不愿谈", "en": "did not want to talk"},
        "rating.said.words": {"zh": "评价人写的话", "en": "What was written"},
        "rating.said.contact": {"zh": "联系方式（只限监督岗）", "en": "How to reach them (desk only)"},
        "rating.said.note": {"zh": "联系的备注", "en": "Note of a call"},
        "rating.said.explanation": {"zh": "被评价单位的说明", "en": "The body’s side"},
        "rating.said.review": {"zh": "请复核的理由", "en": "Why a review is asked"},
        "rating.said.reason": {"zh": "复核的理由", "en": "Reason of the review"},
        "rating.erased": {"zh": "（已删除）", "en": "(erased)"},
        "rating.dispute": {"zh": "说明与复核", "en": "Explanation and review"},
        "rating.dispute.explained": {"zh": "被评价单位已说明", "en": "the body has explained"},
        "rating.dispute.asked": {
            "zh": "已请复核，等监督岗答复",
            "en": "a review was asked; the desk will answer",
        },
        "rating.dispute.upheld": {"zh": "复核：评价成立", "en": "reviewed: the rating stands"},
        "rating.dispute.set-aside": {
            "zh": "复核：评价不成立（评价仍保留）",
            "en": "reviewed: set aside (the rating is kept)",
        },
        "rating.do.contact": {"zh": "登记联系", "en": "Record a call"},
        "rating.do.contact-help": {
            "zh": "只记哪个单位、什么岗位、什么时候联系的。不得劝人改评价；等级只有本人能改。",
            "en": "Recorded are body, role and time. Nobody is talked into another grade; only the resident "
            "changes it.",
        },
        "rating.outcome": {"zh": "结果", "en": "What came of it"},
        "rating.note": {"zh": "备注（可以不填）", "en": "Note (may be left out)"},
        "rating.do.explain": {"zh": "作出说明", "en": "Explain"},
        "rating.do.ask-review": {"zh": "请复核", "en": "Ask for a review"},
        "rating.do.ask-review-help": {
            "zh": "由被评价单位之外的监督岗复核。评价不会被删除。",
            "en": "A desk outside the body reviews it. The rating is never deleted.",
        },
        "rating.why": {"zh": "理由（可以不填）", "en": "Why (may be left out)"},
        "rating.do.review": {"zh": "作出复核", "en": "Answer the review"},
        "rating.verdict.upheld": {"zh": "评价成立", "en": "The rating stands"},
        "rating.verdict.set-aside": {"zh": "评价不成立", "en": "The rating is set aside"},
        "rating.reason": {"zh": "理由", "en": "Reason"},
        "rating.do.change": {"zh": "登记因此改了的规定", "en": "Record a rule that was changed"},
        "rating.change.public": {
            "zh": "这一栏公开，不写任何人。",
            "en": "This is public; it names nobody.",
        },
        "rating.change.rule": {"zh": "哪条规定", "en": "Which rule"},
        "rating.change.how": {"zh": "改成了什么", "en": "How it was changed"},
        "rating.change.rule-en": {
            "zh": "哪条规定（英文，可以不填）",
            "en": "Which rule, in English (may be left out)",
        },
        "rating.change.how-en": {
            "zh": "改成了什么（英文，可以不填）",
            "en": "How, in English (may be left out)",
        },
        "rating.change.since": {"zh": "从哪天起", "en": "From which day"},
        "rating.change.year": {"zh": "年", "en": "Year"},
        "rating.change.month": {"zh": "月", "en": "Month"},
        "rating.change.day": {"zh": "日", "en": "Day"},
        "rating.change.recorded": {"zh": "因此改了的规定", "en": "Rule changed because of it"},
        "rating.done.contact": {"zh": "联系已登记。", "en": "The call is recorded."},
        "rating.done.explain": {
            "zh": "说明已记下，评价人能看到。",
            "en": "Your side is recorded; the resident sees it.",
        },
        "rating.done.ask-review": {"zh": "已请监督岗复核。", "en": "The desk was asked for a review."},
        "rating.done.review": {
            "zh": "复核已记下，评价人能看到。",
            "en": "The review is recorded; the resident sees it.",
        },
        "rating.done.change": {"zh": "已登记，并列入公开的清单。", "en": "Recorded, and listed publicly."},
        "rating.figures": {"zh": "好差评", "en": "Ratings"},
        "rating.figures.lead": {
            "zh": "居民和企业对办理的评价，按单位、事项和季度。不列个人，不排名次。",
            "en": "How people rated what was done for them, by body, service and quarter. No persons, "
            "no ranking.",
        },
        "rating.figures.rule": {
            "zh": "少于 {fewest} 件的不单列：并入同一单位的其他事项，或其他单位；"
            "并起来还不够的，这一季度不计。"
            "季度结束后才公布，按当时的等级；相邻的等级不足 {fewest} 件的合并。",
            "en": "Fewer than {fewest} do not stand alone: they join the other services of that body, or "
            "other bodies; what is still too few is not counted. A quarter is published once it is "
            "over, with grades as they then stood; neighbouring grades of fewer than {fewest} are joined.",
        },
        "rating.figures.none": {
            "zh": "还没有哪个结束了的季度够 {fewest} 件，所以没有数字。",
            "en": "No quarter that is over has {fewest} ratings yet, so there are no figures.",
        },
        "rating.by-body": {"zh": "按单位", "en": "By body"},
        "rating.by-matter": {"zh": "按事项", "en": "By service"},
        "rating.body": {"zh": "单位", "en": "Body"},
        "rating.matter": {"zh": "事项", "en": "Service"},
        "rating.count": {"zh": "评价件数", "en": "Ratings"},
        "rating.split": {"zh": "各等级件数", "en": "By grade"},
        "rating.to": {"zh": "至", "en": "to"},
        "rating.other-bodies": {"zh": "其他单位", "en": "Other bodies"},
        "rating.other-matters": {"zh": "其他事项", "en": "Other services"},
        "rating.changes": {"zh": "因此改了的规定", "en": "Rules changed because of it"},
        "rating.changes.lead": {
            "zh": "居民说办不成、不满意以后，改了哪条规定、改成什么、从哪天起。"
            "由被反映单位之外的监督岗登记。不列任何人。",
            "en": "Which rule was changed after people said that nothing gets done or were not content: "
            "how, and from which day. Recorded by the desk outside the body. It names nobody.",
        },
        "rating.changes.none": {"zh": "还没有登记。", "en": "None so far."},
        "rating.changes.year": {"zh": "{year} 年", "en": "{year}"},
        "rating.changes.from": {"zh": "起", "en": "from"},
        "rating.changes.after.rating": {"zh": "因差评", "en": "after a bad rating"},
        "rating.changes.after.stuck": {"zh": "因办不成事", "en": "after “nothing gets done”"},
        "stuck.title": {"zh": "办不成事", "en": "Nothing gets done"},
        "stuck.lead": {
            "zh": "被拒绝、被退回、跑了好几趟还没办成？"
            "说给原单位之外的监督岗，由它弄清原因、找到下一步，按时答复您。",
            "en": "Refused, sent back, or come again and again? Tell a desk outside that body. It finds "
            "out why, finds the next step, and answers in time.",
        },
        "stuck.no-account": {
            "zh": "不用登录。提交后给您一个编号和查询码；也可以在任何窗口由工作人员代交。",
            "en": "No account is needed: you get a number and a code. Or let any window type it for you.",
        },
        "stuck.number": {
            "zh": "原来办件的编号（没有可以不填）",
            "en": "Number of the earlier case (if there is one)",
        },
        "stuck.body": {
            "zh": "哪个单位（没有编号时填，可以不填）",
            "en": "Which body (without a number; may be left out)",
        },
        "stuck.body-help": {
            "zh": "写名称里的几个字，可以加区县，如“汨罗 公安”。由这个单位之外的监督岗来答复。",
            "en": "Part of its name, with its district if you like. A desk outside that body answers.",
        },
        "stuck.body-find": {"zh": "查找单位", "en": "Look for the body"},
        "stuck.body-which": {"zh": "是哪个单位", "en": "Which one is it"},
        "stuck.body-more": {
            "zh": "没有列出的还有（多写几个字可以缩小）：",
            "en": "Not listed (another word narrows it):",
        },
        "stuck.body-none": {
            "zh": "没有找到，请换几个字。已写的内容都在。",
            "en": "None was found: try another word. What you typed is kept.",
        },
        "stuck.ground": {"zh": "怎么办不成", "en": "How it came to nothing"},
        "stuck.words": {"zh": "发生了什么，您想办成什么", "en": "What happened, and what you want done"},
        "stuck.words-help": {"zh": "封存保管，只给监督岗看。", "en": "Kept sealed, for the desk only."},
        "stuck.contact": {"zh": "怎么联系您（可以不填）", "en": "How to reach you (may be left out)"},
        "stuck.submit": {"zh": "提交反映", "en": "Send it"},
        "stuck.done": {"zh": "已收到", "en": "We have it"},
        "stuck.done.number": {"zh": "编号", "en": "Number"},
        "stuck.done.code": {"zh": "查询码", "en": "Code"},
        "stuck.done.once": {
            "zh": "查询码只显示这一次，请记下。凭编号和查询码看答复。",
            "en": "The code is shown this once; write it down. Number and code together show the answer.",
        },
        "stuck.done.before": {
            "zh": "刚才已经收到，查询码已经显示过，不能再显示。",
            "en": "It was received a moment ago; its code has been shown and cannot be shown again.",
        },
        "stuck.done.desk": {"zh": "由谁办", "en": "Who sees to it"},
        "stuck.done.limit": {
            "zh": "答复时限（样例，待核）",
            "en": "Time to answer (a sample, to be verified)",
        },
        "stuck.done.cases": {
            "zh": "登录后在“我的办件”里也能看到。",
            "en": "It also stands among your cases.",
        },
        "stuck.follow": {"zh": "看答复", "en": "Read the answer"},
        "stuck.follow.do": {"zh": "查看", "en": "Show"},
        "stuck.against": {"zh": "涉及的单位", "en": "About"},
        "stuck.not-answered": {"zh": "还没有答复。", "en": "Not answered yet."},
        "stuck.answered-at": {"zh": "答复时间", "en": "Answered"},
        "stuck.said.words": {"zh": "反映的内容", "en": "What was said"},
        "stuck.said.contact": {"zh": "联系方式（只限监督岗）", "en": "How to reach them (desk only)"},
        "stuck.said.answer": {"zh": "答复", "en": "Answer"},
        "stuck.do.answer": {"zh": "答复并办结", "en": "Answer and close"},
        "stuck.do.change": {"zh": "登记改了的规定", "en": "Record the rule"},
        "stuck.answer": {
            "zh": "答复：原因是什么，下一步找谁、怎么办",
            "en": "Answer: why, and what to do next, with whom",
        },
        "stuck.answered": {"zh": "已记下。", "en": "Recorded."},
        "stuck.visits": {
            "zh": "这件事已经到现场办过 {visits} 天。",
            "en": "Something was done at a counter on {visits} days.",
        },
    }
)
