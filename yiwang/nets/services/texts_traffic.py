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
    "not-asked": ("这次不办", "not part of it this time"),
    "you-correct": ("等您补正", "you, to correct it"),
    "suspended": ("中止中，恢复后接着办", "is suspended; goes on when resumed"),
    "open": ("轮到时确定", "known when its turn comes"),
    "goes-on": ("等到这时为止，之后不再等", "waited for until then, not longer"),
    "state-later": ("还没有开始", "Not begun"),
    "state-not-asked": ("不办", "Not wanted"),
    "state-done": ("办完", "Done"),
}
add({f"services.parts.{id}": {"zh": zh, "en": en} for id, (zh, en) in _PARTS.items()})
