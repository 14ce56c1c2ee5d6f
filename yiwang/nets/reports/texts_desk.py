"""Texts of reports for those who take them in and those who handle them."""

from __future__ import annotations

from yiwang.web.words import add

_TEXTS: dict[str, tuple[str, str]] = {
    "report.done": ("已记下。", "Done."),
    "report.of-case": ("反映的内容", "What residents told"),
    "report.of-case.says": (
        "这里没有反映人是谁。留言会转到，答复公开；个人信息已经隐去。",
        "Who told is not here. Messages are passed on, the answer is public; personal data are masked.",
    ),
    "report.of-case.none": ("这一件不是居民反映的。", "No resident told of this."),
    "report.told": ("第 {number} 份反映", "Report {number}"),
    "report.teller": ("反映人", "Whoever told"),
    "report.picture": ("照片 {number}", "Picture {number}"),
    "report.release": ("公开这张照片", "Let everybody see this picture"),
    "report.released": ("已公开，查看", "Public: look"),
    "report.release.says": (
        "公开后任何人都看得到，接口里也有。人脸、车牌、门牌、屏幕上的字都要遮住；拿不准就不公开。",
        "Everybody sees it then, over the API too. Cover faces, plates, door numbers and anything written; "
        "if in doubt, do not.",
    ),
    "report.release.boxes": ("要遮住的部分", "Parts to cover"),
    "report.release.boxes-help": (
        "每行四个数：左, 上, 宽, 高，是整张照片的百分之几，例如 10, 20, 30, 15。先看再公开。",
        "Four numbers a line: left, top, width, height, in per cent of the picture, such as 10, 20, 30, 15.",
    ),
    "report.release.look": ("看遮好的样子", "Look at it covered"),
    "report.release.reviewed": (
        "我看过上面这张遮好的照片，没有人脸、车牌和别的隐私",
        "I looked at it as it is covered above: no faces, plates or anything private",
    ),
    "report.release.do": ("公开", "Release it"),
    "report.release.back": ("收回", "Take it back"),
    "report.message": ("给反映人的话", "Message to whoever told"),
    "report.ask-who": ("请求知道反映人是谁", "Ask who told"),
    "report.ask-who-help": (
        "要经本人同意，或由收件的单位按条款准许。每次请求都记下，并让反映人看到。",
        "It takes their consent, or a clause and the word of intake. Each request is kept and shown to them.",
    ),
    "report.ask-who.by": ("依据", "By"),
    "report.ask-who.do": ("请求", "Ask"),
    "report.reason": ("理由", "Reason"),
    "report.give-answer": ("公开答复", "Answer"),
    "report.answer-help": (
        "所有反映这件事的人都看得到。姓名、号码会隐去。",
        "Everybody who told of it sees this. Names and numbers are masked.",
    ),
    "report.mark": ("查看记录：", "Looked at by:"),
    "report.intake": ("收件岗", "Intake"),
    "report.intake.says": (
        "反映和来电。谁反映的封存着，查看要选用途，查看一次记一次，本人看得到。",
        "Reports and calls. Who told is sealed: a look needs a purpose, is recorded, and shown to them.",
    ),
    "report.intake.asked": ("只看等着准许的请求", "Only those that wait for a word on who told"),
    "report.intake.all": ("看全部", "All"),
    "report.intake.none": ("没有。", "None."),
    "report.case": ("办件编号", "Case"),
    "report.one": ("反映", "Report"),
    "report.unmask": ("查看封存的内容", "Read what is sealed"),
    "report.unmask.says": (
        "原文、姓名、电话封存着。选用途后显示一次，并让反映人看到。",
        "The words as written, name and telephone are sealed. They are shown once, and the person sees that.",
    ),
    "report.purpose": ("用途", "What for"),
    "report.asked-by": ("请求知道反映人是谁：", "Asks who told:"),
    "report.permit": ("准许", "Allow"),
    "report.refuse": ("不准许", "Refuse"),
    "report.print": ("打印", "Print"),
    "report.recording": ("录音编号", "Recording"),
    "report.handed": ("转接", "Handed over to"),
    "report.call": ("接电话", "Take a call"),
    "report.call.says": (
        "填电话看来电人以前的反映；一句话答复当场办结；有危险先转紧急电话。",
        "A number shows earlier reports; an answer given at once is a sentence; danger is handed over first.",
    ),
    "report.ringing": ("正在响铃", "Ringing"),
    "report.pick-up": ("接听 {id}", "Answer {id}"),
    "report.hand": ("马上转", "Hand over to"),
    "report.look": ("看卡片、找相同的", "Look for earlier and alike ones"),
    "report.earlier": ("这个电话以前的反映", "Earlier reports of this number"),
    "report.earlier.none": ("没有。", "None."),
    "report.joins": (
        "就是这一件，合并（来电人照样跟进）",
        "It is this one: join it (the caller follows it too)",
    ),
    "report.joins.new": ("另立一件", "A new one"),
    "report.call.send": ("转给处置的单位", "Send to who deals with it"),
    "report.call.answer": ("答复了什么（一句话）", "What was answered (a sentence)"),
    "report.call.answer.do": ("已当场答复，办结", "Answered at once: done"),
    "report.call.done": ("已记下，请告诉来电人", "Taken. Read out to the caller"),
    "report.articles": ("知识库", "What we know"),
    "report.articles.search": ("找答案", "Find an answer"),
    "report.article.expired": ("已过期，不能照此答复", "Expired: do not answer by this"),
    "report.article.early": ("还没有生效", "Not yet in force"),
    "report.article.days": ("有效期", "In force"),
}

add({key: {"zh": zh, "en": en} for key, (zh, en) in _TEXTS.items()})
