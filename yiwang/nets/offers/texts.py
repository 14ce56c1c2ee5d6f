"""Texts of offers."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "offers.title": {"zh": "免申即享", "en": "Offered to you"},
        "offers.lead": {
            "zh": "不用您先申请：城市按已经掌握、有授权使用的数据找到了您。您同意以前，什么都不会提交。",
            "en": "You need not ask for these: the city found you in data it holds and may use. Nothing is "
            "filed before you say yes.",
        },
        "offers.no-trace": {
            "zh": "不要也可以，不用说理由。不要的、没有理会的，都不留您的记录，不影响您办任何事。",
            "en": "No is fine, without a reason. Nothing is kept of a no, or of no answer, and it affects "
            "nothing you apply for.",
        },
        "offers.none": {"zh": "现在没有给您的通知。", "en": "There is nothing for you now."},
        "offers.none.says": {
            "zh": "没有通知不等于不符合；全部政策和条件都公开，您随时可以自己申请。",
            "en": "That does not say that you do not qualify: all policies and conditions are public, and "
            "you may apply at any time.",
        },
        "offers.see-policies": {"zh": "全部政策和条件", "en": "All policies and their conditions"},
        "offers.for-whom": {"zh": "给谁", "en": "For whom"},
        "offers.for": {"zh": "给“{name}”的", "en": "for {name}"},
        "offers.stands": {"zh": "这条通知有效到", "en": "This offer stands until"},
        "offers.stands.end": {
            "zh": "到期没有答复，通知自己消失，和答“不要”一样。",
            "en": "Unanswered it goes away by itself, just as after a no.",
        },
        "offers.amount": {"zh": "给多少", "en": "How much"},
        "offers.amount.unverified": {
            "zh": "金额是样例，没有在文件里核对过。",
            "en": "The figure is a sample; it was not checked against a document.",
        },
        "offers.per.once": {"zh": "一次 {sum} 元", "en": "{sum} yuan, once"},
        "offers.per.month": {"zh": "每月 {sum} 元", "en": "{sum} yuan each month"},
        "offers.per.year": {"zh": "每年 {sum} 元", "en": "{sum} yuan each year"},
        "offers.body": {"zh": "由谁兑付", "en": "Who pays"},
        "offers.ends": {"zh": "政策到哪天止", "en": "The policy ends"},
        "offers.runs": {"zh": "政策期限", "en": "In force"},
        "offers.over": {"zh": "已经结束，或者还没有开始", "en": "over, or not begun"},
        "offers.basis": {"zh": "依据", "en": "Legal basis"},
        "offers.unverified": {
            "zh": "政策原文没有读过，内容是样例。",
            "en": "The policy’s own text was not read; this is a sample.",
        },
        "offers.why": {"zh": "为什么是您", "en": "Why you"},
        "offers.conditions": {"zh": "条件", "en": "Conditions"},
        "offers.met": {"zh": "符合", "en": "Met"},
        "offers.not-met": {"zh": "现在不符合", "en": "Not met now"},
        "offers.value.none": {"zh": "今天没有读到", "en": "nothing was read today"},
        "offers.data": {"zh": "哪一项数据", "en": "Which data"},
        "offers.source": {
            "zh": "{product}：{body}给您的结果 {number}，自{since}起有效",
            "en": "{product}: your result {number} of {body}, in force since {since}",
        },
        "offers.owner": {"zh": "谁的数据", "en": "Whose data"},
        "offers.grant": {"zh": "凭哪项授权", "en": "Under which grant"},
        "offers.grant.until": {"zh": "授权到哪天止", "en": "The grant ends"},
        "offers.clause": {"zh": "条款", "en": "Clause"},
        "offers.as-of": {"zh": "读取的时间", "en": "Read at"},
        "offers.recorded": {
            "zh": "这些数据在找到您的时候按授权读了一次，读取记录在案；打开这一页不再读。上面的值随通知封存，"
            "通知消失就一起消失。",
            "en": "The data were read once, when you were found, and that reading is on record; opening this "
            "page reads nothing. The values above lie sealed with the offer and go away with it.",
        },
        "offers.answer": {"zh": "您要吗？", "en": "Do you want it?"},
        "offers.yes": {"zh": "要：先看填好的内容", "en": "Yes: show me what is filled in"},
        "offers.yes.says": {
            "zh": "下一页是替您填好的内容，您看过、改过、确认了才提交。",
            "en": "The next page shows it filled in. It is filed only once you have looked, changed and "
            "confirmed.",
        },
        "offers.no": {"zh": "不要", "en": "No"},
        "offers.no.says": {
            "zh": "通知消失，不留记录。您的数据或政策有变化时，可能会再问。",
            "en": "The offer goes away and nothing is kept. You may be asked again when your data or the "
            "policy change.",
        },
        "offers.not-so": {"zh": "数据不对，或者不是我", "en": "The data are wrong, or it is not me"},
        "offers.not-so.says": {
            "zh": "通知消失；下一页写着找谁更正。这里不替您投诉，也不留记录。",
            "en": "The offer goes away; the next page says who corrects the data. Nothing is filed for you "
            "and nothing is kept.",
        },
        "offers.put-away": {
            "zh": "通知已经收起，没有留下记录。",
            "en": "The offer is put away; nothing of it is kept.",
        },
        "offers.not-so.title": {"zh": "数据不对，找谁更正", "en": "Who corrects wrong data"},
        "offers.not-so.owners": {
            "zh": "通知已经收起。用来判断的数据由这些单位提供，请他们更正：",
            "en": "The offer is put away. The data it was judged on come from these bodies; ask them to "
            "correct it:",
        },
        "offers.not-so.right": {
            "zh": "发现自己的信息不准确、不完整的，有权请求更正、补充（个人信息保护法第四十六条第一款）。",
            "en": "Whoever finds their information inaccurate or incomplete may ask for it to be corrected "
            "or completed (Personal Information Protection Law, article 46 paragraph 1).",
        },
        "offers.not-so.stuck": {
            "zh": "找了没有用的，可以反映办不成事",
            "en": "If that comes to nothing, say so here",
        },
        "offers.complain": {"zh": "有异议", "en": "To complain"},
        "offers.ordinary": {"zh": "按普通办法申请", "en": "Apply in the ordinary way"},
        "offers.confirm": {"zh": "看过并确认", "en": "Look and confirm"},
        "offers.confirm.says": {
            "zh": "下面是替您填好的，来历写在每一项旁边，都可以改。按“确认并提交”以前什么都没有提交。",
            "en": "This was filled in for you; each answer says where it comes from and may be changed. "
            "Nothing is filed before you press the button.",
        },
        "offers.confirm.do": {"zh": "确认并提交", "en": "Confirm and file"},
        "offers.confirm.back": {"zh": "回到通知，先不提交", "en": "Back to the offer, file nothing"},
        "offers.opens": {"zh": "提交以后办的事项", "en": "What is then filed"},
        "offers.answers": {"zh": "申请内容", "en": "The application"},
        "offers.place": {"zh": "在哪里办", "en": "Where it is to be handled"},
        "offers.from-account": {"zh": "您账户里的姓名", "en": "the name in your account"},
        "offers.policies": {"zh": "惠民惠企政策", "en": "Policies offered unasked"},
        "offers.policies.lead": {
            "zh": "符合条件的人不用申请就会收到通知。谁收到了，只有本人在页面上看得见；谁没有要，不留记录。",
            "en": "Who meets the conditions is told without asking. Who was told, only their own page shows; "
            "of who did not want it nothing is kept.",
        },
        "offers.policies.none": {
            "zh": "本市还没有免申即享的政策。",
            "en": "The city offers no policy unasked so far.",
        },
        "offers.audience.person": {"zh": "个人", "en": "persons"},
        "offers.audience.firm": {"zh": "经营主体", "en": "firms"},
        "offers.reads": {"zh": "读{product}的“{field}”", "en": "reads “{field}” of {product}"},
        "offers.counts": {
            "zh": "至今要了的约 {taken}，没有要或没有答复的约 {ended}",
            "en": "so far about {taken} took it; about {ended} did not, or never answered",
        },
        "offers.counts.small": {"zh": "少于 {fewest}，不显示", "en": "fewer than {fewest}, not shown"},
        "offers.counts.title": {"zh": "人数", "en": "How many"},
        "offers.counts.rule": {
            "zh": "人数去尾到 {fewest} 的倍数；不要的、没有理会的合在一起计，分不开。",
            "en": "Counts are rounded down to a multiple of {fewest}; a no and no answer are counted as one.",
        },
    }
)
