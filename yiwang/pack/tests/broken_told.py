"""Packs whose messages name what is not there, say too much, too long or too little (YW16x)."""

from __future__ import annotations

from yiwang.pack.tests.city import Edit, added
from yiwang.pack.tests.mutants import Mutant

TEMPLATES = (
    ("delivered", "case.delivered", "已送达", "Delivered"),
    ("correction-asked", "case.correction-asked", "请补正", "Please correct"),
    ("refused", "case.refused", "不予受理", "Not accepted"),
    ("decided", "case.decided", "已决定", "Decided"),
)
SOUND = "keep: {messages_months: 24, addresses_months: 24}\nmessages:\n" + "".join(
    f"- id: {id}\n  when: {{event: {event}}}\n  channels: [page, sms]\n"
    f"  subject: {{zh: {zh}, en: {en}}}\n"
    f"  body: {{zh: '{zh}：{{number}}', en: '{en}: {{number}}'}}\n"
    f"  sms: {{zh: '{zh}：{{number}}', en: '{en}: {{number}}'}}\n"
    for id, event, zh, en in TEMPLATES
)


def told(old: str = "", new: str = "") -> Edit:
    """Put messages into the pack, sound but for what is replaced."""
    assert SOUND.count(old) == 1 or not old, old
    return added("messages.yaml", SOUND.replace(old, new) if old else SOUND)


LONG = (
    "您的办件已经送达，请您登录以后打开这个办件，查看并且下载结果，也可以对这次办理作出评价，"
    "不评价也没有关系，谢谢您的理解和支持，祝您生活愉快。"
)
BROKEN_TOLD: tuple[Mutant, ...] = (
    Mutant("YW160", "a message of what never happens", (told("case.delivered", "case.deliverd"),)),
    Mutant("YW160", "a message that stands there twice", (told("id: refused", "id: decided"),)),
    Mutant(
        "YW161",
        "a message with a name in it",
        (told("body: {zh: '已送达：{number}'", "body: {zh: '{name}'"),),
    ),
    Mutant(
        "YW161",
        "a message with a time that nothing gives",
        (told("body: {zh: '已送达：{number}'", "body: {zh: '{meeting}{number}'"),),
    ),
    Mutant(
        "YW162",
        "a message without its English",
        (told("subject: {zh: 已送达, en: Delivered}", "subject: {zh: 已送达}"),),
    ),
    Mutant(
        "YW162",
        "a message that says more in one language",
        (told("body: {zh: '已送达：{number}'", "body: {zh: '已送达'"),),
        exit=0,
    ),
    Mutant(
        "YW163",
        "a message by SMS without a short form",
        (told("  sms: {zh: '已送达：{number}', en: 'Delivered: {number}'}\n", ""),),
    ),
    Mutant("YW163", "an SMS that goes as two", (told("sms: {zh: '已送达", f"sms: {{zh: '{LONG}"),), exit=0),
    Mutant(
        "YW164",
        "two messages of one thing",
        (told("when: {event: case.delivered}", "when: {event: case.refused}"),),
        exit=0,
    ),
    Mutant(
        "YW165",
        "a refusal that nobody is told of",
        (told("when: {event: case.decided}", "when: {event: case.decided, outcome: grant}"),),
        exit=0,
    ),
    Mutant(
        "YW414",
        "messages that are kept for ever",
        (told("keep: {messages_months: 24, addresses_months: 24}\n", ""),),
        exit=0,
    ),
    Mutant(
        "YW414",
        "messages kept for a time that nobody read of",
        (told("addresses_months: 24}", "addresses_months: 24, verified: false}"),),
        exit=0,
    ),
)
