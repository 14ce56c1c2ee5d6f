"""Texts of reports for residents; those of the desks stand in `texts_desk`."""

from __future__ import annotations

from yiwang.nets.reports import texts_desk  # noqa: F401  it fills the catalogue too
from yiwang.web.words import add

_TEXTS: dict[str, tuple[str, str]] = {
    "report.title": ("随手拍", "Tell the city"),
    "report.lead": (
        "看到什么坏了、乱了、有危险，告诉城市。不用登录，可以不留姓名；您会得到一个编号，能看到谁在处置、什么时候前办完。",
        "Tell the city what is broken, dirty or dangerous. No account, no name is needed; you get a number, "
        "and see who deals with it and by when.",
    ),
    "report.not-taken": ("本市还没有开通。请拨打 12345。", "This city takes no reports here. Call 12345."),
    "report.search": ("是什么问题？", "What is it?"),
    "report.search.do": ("查找", "Search"),
    "report.search.none": ("没有这样的类别。", "There is no such kind."),
    "report.search.all": ("看全部类别", "See all kinds"),
    "report.whistle": ("反映某个单位的问题（举报）", "About a body itself"),
    "report.whistle.says": (
        "由它之外的单位办；它看不到举报，也看不到是谁写的。",
        "A body outside it sees to this; it sees neither the report nor who wrote it.",
    ),
    "report.whistle.do": ("写举报", "Write about a body"),
    "report.whistle.sealed": (
        "被举报的单位和它的上下级都看不到这份举报。依据：信访工作条例 第三十条。",
        "The body reported, and those above and below it, do not see this. Source: Regulation on"
        " Petition Work, article 30.",
    ),
    "report.pages": ("翻页", "Pages"),
    "report.pages.earlier": ("上一页", "Earlier"),
    "report.pages.later": ("下一页", "Later"),
    "report.tell": ("反映一个问题", "Tell of something"),
    "report.kind": ("类别", "Kind"),
    "report.against": ("哪个单位", "Which body"),
    "report.where": ("在哪里", "Where it is"),
    "report.where-help": (
        "写清楚怎么找到，例如“城东派出所门口往东”。写了区、镇、村的名字，下面可以不选。",
        "Say how to find it. If you name the district, town or village, you need not choose below.",
    ),
    "report.place": ("哪个区域", "Which part of the city"),
    "report.place-help": ("上面写不清时，从这里选。", "Choose here if the words above do not say."),
    "report.position": ("经纬度（可以不填）", "Position (may be left out)"),
    "report.position-help": (
        "从手机地图上抄下来的度数，例如 113.1120 和 29.3611。",
        "Degrees copied from a map, such as 113.1120 and 29.3611.",
    ),
    "report.longitude": ("经度", "Longitude"),
    "report.latitude": ("纬度", "Latitude"),
    "report.words": ("发生了什么", "What is wrong"),
    "report.words-help": (
        "请不要写姓名、电话、身份证号。办理的单位看到的是隐去这些之后的文字。",
        "Leave out names, telephone and identity numbers. Who handles it sees the words with these masked.",
    ),
    "report.pictures": ("照片（可以不拍）", "Pictures (may be left out)"),
    "report.pictures-help": (
        "JPEG、PNG 或 WebP，每张不超过 10 MB，最多 {most} 张。请不要拍人脸。拍摄地点、时间、手机会先删掉。",
        "JPEG, PNG or WebP, at most 10 MB each and {most} in all. No faces, please. Where and when it "
        "was taken, and by what, is removed before it is kept.",
    ),
    "report.pictures.count": ("{count} 张", "{count}"),
    "report.contact": ("怎么联系您（可以不填）", "How to reach you (may be left out)"),
    "report.contact-help": (
        "封存保管，只有收件的单位能看，看一次记一次，您都看得到。办理的单位看不到。",
        "Kept sealed: only the body that takes reports in may look, each look is recorded and shown to you. "
        "Who handles it does not see it.",
    ),
    "report.contact.none": ("没有留", "None given"),
    "report.name": ("姓名", "Name"),
    "report.phone": ("电话", "Telephone"),
    "report.email": ("邮箱", "E-mail"),
    "report.next": ("下一步", "Next"),
    "report.check": ("请核对", "Check what you will send"),
    "report.check.account": ("提交后可以在“我的反映”里看进展。", "You follow it under “My reports”."),
    "report.check.code": (
        "提交后给您一个编号和查询码，请记下。",
        "You get a number and a code; write them down.",
    ),
    "report.offered": ("照片里写着拍摄位置：", "The picture says where it was taken:"),
    "report.offered.use": ("用这个位置", "Use this position"),
    "report.near": ("是不是其中一件？", "Is it one of these?"),
    "report.near-help": (
        "如果是，您就加到这一件里，进展也会告诉您。",
        "If so, you are added to it, and told too.",
    ),
    "report.near.none": ("都不是，另报一件", "None of them: a new one"),
    "report.send": ("提交", "Send"),
    "report.change": ("重新填写", "Write it anew"),
    "report.sent": ("已经收到", "It has been taken"),
    "report.number": ("编号", "Number"),
    "report.code": ("查询码", "Code"),
    "report.lead-body": ("由谁处置", "Who deals with it"),
    "report.due": ("应于什么时候前办完", "To be done by"),
    "report.what-next": ("接下来", "What happens next"),
    "report.next.says": (
        "上面的单位已经看到。它处置以后会在这里答复；没有解决，您可以说“没有解决”，就会重新办。",
        "The body above sees it now. It answers here; if it is not fixed, say so: it is taken up again.",
    ),
    "report.joined": (
        "已加到同一件事里，进展也告诉您。",
        "You were added to the same matter and are told too.",
    ),
    "report.joined.title": ("合并", "Joined"),
    "report.code.once": (
        "查询码只显示这一次。没有它就看不到进展。",
        "The code is shown this once. Without it the report cannot be followed.",
    ),
    "report.code.before": ("查询码先前已经给过您。", "The code was given to you before."),
    "report.follow": ("查进展", "Follow a report"),
    "report.follow.do": ("查看", "Look"),
    "report.mine": ("我的反映", "My reports"),
    "report.mine.none": ("还没有反映过。", "There are none yet."),
    "report.at": ("反映时间", "Told at"),
    "report.state": ("现在", "Now"),
    "report.state.taken": ("已收到，正在分派", "Taken, on its way to who deals with it"),
    "report.state.handling": ("正在处置", "Being dealt with"),
    "report.state.again": ("您说没有解决，正在重新处置", "You said it was not fixed; it is dealt with again"),
    "report.state.done": ("已办结", "Done"),
    "report.state.ended": ("已结束，没有处置", "Ended without being dealt with"),
    "report.state.handed": ("已转紧急电话", "Handed over to the emergency number"),
    "report.state.answered-at-once": ("已当场答复", "Answered at once"),
    "report.state.not-opened": (
        "已收到，但没能立件，收件的单位会处理",
        "Taken, but no case could be opened; intake sees to it",
    ),
    "report.answer": ("公开答复", "The answer, for everybody"),
    "report.who": ("谁看过、谁想知道您是谁", "Who looked, and who asked who you are"),
    "report.who.consent": ("经本人同意", "By consent"),
    "report.who.agree": ("同意告诉它", "Agree"),
    "report.who.decline": ("不同意", "Do not agree"),
    "report.unmasked": ("查看了封存的内容", "Read what is sealed"),
    "report.reveal.asked": ("等待答复", "Waiting"),
    "report.reveal.given": ("已告诉", "Told"),
    "report.reveal.declined": ("本人不同意", "Declined"),
    "report.reveal.refused": ("收件的单位不准许", "Not allowed"),
    "report.messages": ("往来", "Messages"),
    "report.messages.none": ("还没有。", "None yet."),
    "report.you": ("您", "You"),
    "report.write": ("留言", "Write"),
    "report.write-help": (
        "会转给处置的单位，不带您是谁；里面的姓名、号码会隐去。",
        "It is passed on without saying who you are; names and numbers in it are masked.",
    ),
    "report.write.do": ("发送", "Send"),
    "report.not-fixed": ("没有解决", "It is not fixed"),
}

add({key: {"zh": zh, "en": en} for key, (zh, en) in _TEXTS.items()})
