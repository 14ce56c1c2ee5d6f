"""Texts of filling in a form: changed meanwhile, saved elsewhere, prefilled, printed."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "services.changed.heading": {
            "zh": "您开始填写以后，这张表改过了",
            "en": "This form was changed after you began it",
        },
        "services.changed.says": {
            "zh": "您填的内容都还在。改动如下，请在提交前看一遍；按现在的表提交。",
            "en": "All you typed is still here. This is what changed; please read it before you submit. "
            "The form of today is what is submitted.",
        },
        "services.changed.new": {"zh": "新增问题“{title}”。", "en": "New question: {title}."},
        "services.changed.gone": {"zh": "不再问“{title}”。", "en": "No longer asked: {title}."},
        "services.changed.gone-answered": {
            "zh": "不再问“{title}”；您填过的答案不会提交。",
            "en": "No longer asked: {title}. The answer you gave will not be submitted.",
        },
        "services.changed.title": {
            "zh": "“{was}”改为“{title}”。",
            "en": "“{was}” is now “{title}”.",
        },
        "services.changed.kind": {
            "zh": "“{title}”换了填法，请重新核对。",
            "en": "{title}: it is filled in another way now; please check it.",
        },
        "services.changed.choice-gone": {
            "zh": "“{title}”不再有选项“{choice}”。",
            "en": "{title}: the choice “{choice}” is no longer there.",
        },
        "services.changed.choice-new": {
            "zh": "“{title}”新增选项“{choice}”。",
            "en": "{title}: new choice “{choice}”.",
        },
        "services.changed.limit": {
            "zh": "“{title}”的要求变了，不合要求时会提示您。",
            "en": "{title}: what it may be has changed; you are told where your answer no longer fits.",
        },
        "services.changed.required": {
            "zh": "“{title}”现在必须填。",
            "en": "{title}: this must be answered now.",
        },
        "services.changed.optional": {
            "zh": "“{title}”现在可以不填。",
            "en": "{title}: this may now be left out.",
        },
        "services.changed.wording": {
            "zh": "只改了说明文字或先后次序，问题没有变。",
            "en": "Only notes or the order changed; the questions are the same.",
        },
        "services.matter-gone": {
            "zh": "这个事项现在不再办理。您填的内容还在草稿里，没有提交，也没有给任何人看。",
            "en": "This service is not offered any more. What you typed is still in your draft; nothing was "
            "submitted and nobody was shown it.",
        },
        "services.matter-gone.next": {
            "zh": "可以拨打 12345 问现在该办哪一项；不再需要的，在“办件”里放弃草稿。",
            "en": "Call 12345 to ask which service takes its place; if you need it no more, throw the draft "
            "away under Cases.",
        },
        "services.elsewhere.title": {
            "zh": "这一页在别处也保存过",
            "en": "This page was saved elsewhere, too",
        },
        "services.elsewhere.says": {
            "zh": "您打开这一页以后，又在另一个窗口或另一台设备上保存了不同的内容。"
            "下面的表里是您刚才填的，还没有替换那边保存的；再按一次“保存并继续”就以这里为准。",
            "en": "After this page was opened, other answers were saved in another tab or on another device. "
            "Below is what you typed here; it has replaced nothing yet. Press Save and continue once more "
            "to keep what stands here.",
        },
        "services.elsewhere.there": {"zh": "那边保存的是", "en": "Saved there"},
        "services.back-again": {
            "zh": "登录过期前您在这一页填的内容都在这里，已存入草稿。请核对后继续。",
            "en": "What you typed on this page before your session ended is here, and saved in your draft. "
            "Please check it and go on.",
        },
        "services.prefill.account": {"zh": "您的账户", "en": "your account"},
        "services.prefill.case": {
            "zh": "您 {day}提交的“{title}”（{number}）",
            "en": "what you filed on {day}: {title} ({number})",
        },
        "services.prefill.result": {
            "zh": "您 {day}申请、已经办成的“{title}”（{number}）",
            "en": "what you applied for on {day} and were granted: {title} ({number})",
        },
        "services.prefill.says": {
            "zh": "下面有几项是您以前填过的，或者本市已经办好、已经掌握的，来源写在每一项下面，可以改。"
            "按“保存并继续”以前，都不算您的回答。",
            "en": "Some answers below are what you gave before, or what the city granted or holds; each "
            "names its source and can be changed. None is your answer before you press Save and continue.",
        },
        "services.prefill.own": {"zh": "都不用，我自己填", "en": "Use none of them; I type it myself"},
        "services.printed.title": {"zh": "申请表", "en": "Application form"},
        "services.printed.draft": {"zh": "草稿，还没有提交", "en": "A draft; not filed"},
        "services.printed.see": {"zh": "打印用的整张表", "en": "The whole form, to print"},
        "services.printed.how": {
            "zh": "用浏览器的“打印”打印这一页或存为 PDF。",
            "en": "Print this page, or save it as a PDF, with your browser.",
        },
        "services.printed.back": {"zh": "返回", "en": "Back"},
        "services.form.whole": {"zh": "整张表放在一页", "en": "The whole form on one page"},
        "services.case.taken-over": {"zh": "（现由{body}办理）", "en": "(now handled by {body})"},
        "services.case.taken-over-says": {
            "zh": "{former}已撤并，您的办件由{body}继续办理。编号、时限和已经办过的都不变，您什么也不用做。",
            "en": "{former} is no more; {body} goes on with your case. Number, clocks and what was done stay "
            "as they are, and you need do nothing.",
        },
        "services.case.taken-over-staff": {
            "zh": "{former}已撤并，这一件由{body}接着办。编号、时限和已经办过的都不变，申请人不用重新提交。",
            "en": "{former} is no more; {body} goes on with this case. Number, clocks and what was done stay "
            "as they are, and the applicant need not file again.",
        },
    }
)
