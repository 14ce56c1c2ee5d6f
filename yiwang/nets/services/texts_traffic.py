"""Texts of what passes between cases: what is waited for, who called whom, what was sent."""

from __future__ import annotations

from yiwang.web.words import add

_TEXTS = {
    "title": ("关联办件", "Cases that go together"),
    "called-by": ("调用本件的办件", "Called by"),
    "calls": ("等待的办件", "Waited for"),
    "called": ("调用过的办件", "Called before"),
    "wired-by": ("按接线由这一件引起", "Begun by the wiring, because of"),
    "on-its-way": ("正在转交", "being passed on"),
    "elsewhere": ("由{body}办理", "in the hands of {body}"),
    "waits": ("正在等待", "What it waits for"),
    "message": ("消息“{name}”", "The message “{name}”"),
    "signal": ("信号“{name}”", "The signal “{name}”"),
    "call": ("“{matter}”办完", "The end of “{matter}”"),
    "until": ("等到", "until"),
    "sent": ("发出“{name}”", "“{name}” sent"),
    "began": ("调用“{matter}”", "“{matter}” called"),
    "by-hand": ("“{name}”由人记录", "“{name}”, recorded by hand"),
    "ended-closed": ("“{matter}”已办完", "“{matter}” is done"),
    "ended-granted": ("“{matter}”已办成", "“{matter}” was granted"),
    "ended-refused": ("“{matter}”没有准予", "“{matter}” was refused"),
    "ended-badly": ("“{matter}”没有办成（{phase}）", "“{matter}” came to nothing ({phase})"),
    "back": ("交回给人办", "back to a person"),
    "not-begun": ("没有提交成", "it could not be filed"),
}
add({f"services.between.{id}": {"zh": zh, "en": en} for id, (zh, en) in _TEXTS.items()})
