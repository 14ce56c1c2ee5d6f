"""Texts of what passes between cases: what is waited for, who called whom, what was sent."""

from __future__ import annotations

from yiwang.web.words import add

_TEXTS = {
    "title": ("关联办件", "Cases that go together"),
    "called-by": ("本件是这件事的一部分", "Part of"),
    "wired-by": ("按接线由这一件引起", "Begun by the wiring, because of"),
    "on-its-way": ("正在转交", "being passed on"),
    "elsewhere": ("由{body}办理", "in the hands of {body}"),
    "waits": ("正在等待", "What it waits for"),
    "message": ("消息“{name}”", "The message “{name}”"),
    "signal": ("信号“{name}”", "The signal “{name}”"),
    "until": ("等到", "until"),
    "sent": ("发出“{name}”", "“{name}” sent"),
    "began": ("开始办“{matter}”", "“{matter}” begun"),
    "by-hand": ("“{name}”由人记录", "“{name}”, recorded by hand"),
    "ended-closed": ("“{matter}”已办完", "“{matter}” is done"),
    "ended-granted": ("“{matter}”已办成", "“{matter}” was granted"),
    "ended-refused": ("“{matter}”没有准予", "“{matter}” was refused"),
    "ended-badly": ("“{matter}”没有办成（{phase}）", "“{matter}” came to nothing ({phase})"),
    "back": ("交回给人办", "back to a person"),
    "step-of": ("{step}（{body}）", "{step} ({body})"),
    "after": ("“{step}”办完以后开始", "begins after “{step}”"),
    "not-begun": ("没有提交成", "it could not be filed"),
}
add({f"services.between.{id}": {"zh": zh, "en": en} for id, (zh, en) in _TEXTS.items()})

_PARTS = {
    "title": ("各部分在谁手里", "Who has each part"),
    "says": (
        "一个编号，几个单位分别办。每一部分有自己的时限和结果，都可以单独打开。",
        "One number, several bodies. Each part has its own limit and result and can be opened by itself.",
    ),
    "part": ("部分", "Part"),
    "who": ("在谁手里", "Who has it"),
    "state": ("到哪一步", "Where it stands"),
    "due": ("应办结于", "Due by"),
    "now": ("现在", "Now"),
    "later": ("轮到时再定要不要办", "decided when its turn comes"),
    "after-acceptance": ("受理以后开始", "begins after acceptance"),
    "you-correct": ("等申请人补正", "the applicant is to correct it"),
    "suspended": ("中止中，恢复后接着办", "is suspended; goes on when resumed"),
    "open": ("轮到时确定", "known when its turn comes"),
    "goes-on": ("等到这时为止，之后不再等", "waited for until then, not longer"),
    "state-later": ("还没有开始", "Not begun"),
    "state-not-asked": ("这次不办", "Not part of it this time"),
    "state-done": ("办完", "Done"),
}
_PACKAGE = {
    "title": ("结果包", "The package"),
    "take": ("下载全部结果和决定书（ZIP）", "Download all results and decisions (ZIP)"),
    "says": (
        "这件事各部分的结果和决定书，都是带签名的 PDF，附一份清单，写明每个文件的哈希和核验网址。",
        "Each result and decision as a signed PDF, with a list of their hashes and verifying addresses.",
    ),
    "list": (
        "这个结果包里有什么。每个文件可以按网址单独核验。",
        "What this package holds. Each file can be verified by its address.",
    ),
    "refused": ("没有准予，附决定书", "refused; the decision is enclosed"),
    "see": ("各部分怎样办结的，下载结果包", "How each part ended; download the package"),
    "how": ("怎样办结的", "How it ended"),
    "how-granted": ("准予", "Granted"),
    "how-refused": ("没有准予", "Refused"),
    "see-paper": ("看决定书", "See the decision"),
    "going-on": ("还在办", "Still going on"),
    "no-result": ("没有结果文件", "no file of a result"),
    "ended": ("结果已经终止，不再出具", "the result has ended and is no longer issued"),
    "not-yours": ("由别的单位出具", "issued by another body"),
}
add({f"services.package.{id}": {"zh": zh, "en": en} for id, (zh, en) in _PACKAGE.items()})
add({f"services.parts.{id}": {"zh": zh, "en": en} for id, (zh, en) in _PARTS.items()})
