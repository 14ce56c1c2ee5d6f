"""Texts of the resident's own pages."""

from __future__ import annotations

from yiwang.nets.mine import texts_looks  # noqa: F401  it fills the catalogue too
from yiwang.web.words import add

add(
    {
        "mine.title": {"zh": "我的", "en": "Mine"},
        "mine.staff": {
            "zh": "这里是居民和企业的页面：委托、代办和查看记录。工作岗位上没有这些。",
            "en": "This is for residents and companies: mandates, and who looked at their cases. "
            "A position at work has none of it.",
        },
        "mine.acting.title": {"zh": "现在为谁办理", "en": "For whom you act now"},
        "mine.acting.self": {"zh": "为我自己", "en": "For myself"},
        "mine.acting.for": {"zh": "为“{name}”", "en": "For {name}"},
        "mine.acting.choose": {"zh": "就为这位办理", "en": "Act for them"},
        "mine.acting.none": {
            "zh": "目前没有人委托您。您现在为自己办理。",
            "en": "Nobody has given you a mandate. You act for yourself.",
        },
        "mine.acting.done": {"zh": "已更换为谁办理。", "en": "You now act for whom you chose."},
        "mine.acting.no": {
            "zh": "没有对应的有效委托，没有更换。委托可能刚被撤回或已到期。",
            "en": "No mandate in force names them, so nothing was changed. "
            "It may have been withdrawn or be past its last day.",
        },
        "mine.given": {"zh": "我给出的委托", "en": "Mandates given"},
        "mine.given.none": {"zh": "还没有给出委托。", "en": "None so far."},
        "mine.taken": {"zh": "我接受的委托", "en": "Mandates taken"},
        "mine.taken.none": {"zh": "还没有接受委托。", "en": "None so far."},
        "mine.who.agent": {"zh": "受托人", "en": "Agent"},
        "mine.who.principal": {"zh": "委托人", "en": "Principal"},
        "mine.who.nobody-yet": {"zh": "（还没有人接受）", "en": "(nobody has taken it yet)"},
        "mine.for-whom": {"zh": "代表“{name}”给出", "en": "given for {name}"},
        "mine.matters": {"zh": "事项", "en": "Matters"},
        "mine.matters.all": {"zh": "全部事项", "en": "all matters"},
        "mine.days": {"zh": "期间", "en": "Days"},
        "mine.days.open": {"zh": "没有终止日", "en": "no last day"},
        "mine.state": {"zh": "状态", "en": "State"},
        "mine.state.offered": {"zh": "待受托人接受", "en": "waits for the agent"},
        "mine.state.active": {"zh": "有效", "en": "in force"},
        "mine.state.waiting": {"zh": "尚未开始", "en": "not begun"},
        "mine.state.over": {"zh": "已到期", "en": "past its last day"},
        "mine.state.withdrawn": {"zh": "已撤回", "en": "withdrawn"},
        "mine.basis.window": {"zh": "窗口凭书面委托登记", "en": "recorded at a window, shown on paper"},
        "mine.basis.identity": {
            "zh": "由统一身份认证载明（法定代表人）",
            "en": "by law, as the identity service states",
        },
        "mine.end.withdraw": {"zh": "撤回", "en": "Withdraw"},
        "mine.end.give-up": {"zh": "不再代办", "en": "Give it up"},
        "mine.end.done": {"zh": "委托已结束，立即生效。", "en": "The mandate is over, at once."},
        "mine.others": {"zh": "谁查看过、办理过我的件", "en": "Who looked at my cases and acted on them"},
        "mine.sessions": {"zh": "我的登录", "en": "Where I am signed in"},
        "mine.offer.title": {"zh": "让别人替我办", "en": "Let somebody act for me"},
        "mine.offer.lead": {
            "zh": "这里不查找任何人。填好以后您会得到一个代码，把它交给受托人；由他输入代码接受。",
            "en": "Nobody is searched for here. You get a code to hand to your agent, who takes the "
            "mandate with it.",
        },
        "mine.offer.do": {"zh": "给出委托，取得代码", "en": "Give the mandate and get the code"},
        "mine.offered.title": {"zh": "把这个代码交给受托人", "en": "Hand this code to your agent"},
        "mine.offered.once": {
            "zh": "代码只显示这一次。丢了就撤回这份委托，重新给一份。",
            "en": "It is shown this once. If it is lost, withdraw the mandate and give a new one.",
        },
        "mine.offered.how": {
            "zh": "受托人登录后，在“我的 › 接受委托”输入代码。在他接受以前，委托没有效力。",
            "en": "Your agent signs in and types it under Mine, Take a mandate. Until then it has no effect.",
        },
        "mine.offered.before": {
            "zh": "这份委托刚才已经给出，代码已经显示过，不能再显示。",
            "en": "This mandate was given a moment ago; its code has been shown and cannot be shown again.",
        },
        "mine.take.title": {"zh": "接受委托", "en": "Take a mandate"},
        "mine.take.code": {"zh": "委托人交给您的代码", "en": "The code that the principal gave you"},
        "mine.take.help": {
            "zh": "12 个字母和数字；大小写、空格和横线都没有关系。",
            "en": "Twelve letters and digits; capitals, blanks and dashes do not matter.",
        },
        "mine.take.do": {"zh": "接受", "en": "Take it"},
        "mine.take.done": {
            "zh": "已接受。要替委托人办理，请先在这里选择为谁办理。",
            "en": "Taken. To act for the principal, first choose here for whom you act.",
        },
        "mine.take.wait": {
            "zh": "输错的次数太多。请等 {minutes} 分钟再试，这次的代码没有核对。",
            "en": "Too many wrong codes. Try again in {minutes} min; this one was not looked at.",
        },
        "mine.ask.principal": {"zh": "谁来委托", "en": "Who gives it"},
        "mine.ask.which": {"zh": "委托哪些事项", "en": "For which matters"},
        "mine.ask.which.all": {"zh": "全部事项", "en": "All matters"},
        "mine.ask.which.some": {"zh": "只委托选定的事项", "en": "Only those chosen"},
        "mine.ask.matters": {"zh": "选定的事项", "en": "The matters chosen"},
        "mine.ask.since": {"zh": "从哪一天起", "en": "From which day"},
        "mine.ask.until": {"zh": "到哪一天止", "en": "Until which day"},
        "mine.ask.until.help": {
            "zh": "这一天还有效。可以随时提前撤回。",
            "en": "Still in force on that day. You may withdraw it earlier at any time.",
        },
    }
)
