"""`yiwang check PACK --messages`: each message as its receiver would read it, with sample values."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from yiwang.kernel.told import RECIPIENTS, filled, sample, sms_parts
from yiwang.pack.check.told import channels_of
from yiwang.pack.finding import Unreadable
from yiwang.pack.load import load
from yiwang.pack.told import Told

CHANNEL_IN_WORDS = {"page": ("站内", "page"), "email": ("邮件", "e-mail"), "sms": ("短信", "SMS")}


def preview(root: Path, lang: str, out: TextIO) -> int:
    """Print the messages of a pack in its order; values are invented, and of nobody. 0, or 2 unreadable."""
    try:
        pack = load(root)
    except Unreadable as fault:
        print(fault.sentence.en if lang == "en" else fault.sentence.zh, file=out)
        return 2
    if not pack.messages:
        none = "No messages: there is no messages.yaml." if lang == "en" else "没有消息: 没有 messages.yaml。"
        print(none, file=out)
    for one in pack.messages:
        print(_said(one, lang), file=out)
    return 0


def _said(one: Told, lang: str) -> str:
    index = 1 if lang == "en" else 0
    values = sample()["en" if lang == "en" else "zh"]
    to = ", ".join(RECIPIENTS.get(str(word), {}).get(lang, str(word)) for word in one.to or ("applicant",))
    by = ", ".join(CHANNEL_IN_WORDS.get(each, (each, each))[index] for each in channels_of(one))
    event = f"{one.event}/{one.outcome}" if one.outcome else str(one.event)
    lines = [f"── {one.id} · {event} → {to} · {by}"]
    for key, text in one.texts:
        words = filled(text.in_language(lang), values)
        if key == "sms":
            parts = sms_parts(words)
            words = f"[{('短信', 'SMS')[index]}: {len(words)} / {parts}] {words}"
        lines.append(f"   {words}")
    return "\n".join(lines)
