"""messages.yaml: every message is about something that happens, and says it whole, in each language."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.kernel.told import (
    BOOKING_EVENTS,
    CHANNELS,
    GIVEN_BY,
    PLACEHOLDERS,
    RECIPIENTS,
    REPORT_EVENTS,
    SMS,
    filled,
    fills,
    places_in,
    sample,
    sms_parts,
)
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.registry import found, rule
from yiwang.pack.check.texts import IN_WORDS
from yiwang.pack.check.wiring import EVENTS
from yiwang.pack.finding import Finding, Level
from yiwang.pack.told import USUALLY, Told
from yiwang.pack.where import Where, Word

MUST_BE_TOLD = ("case.correction-asked", "case.refused", "case.decided/grant", "case.decided/deny",
                "case.delivered")  # fmt: skip
"""What whoever applied has to learn wherever a city tells people anything; our own rule."""


@rule("YW160")
def what_a_message_names_exists(seen: Examination) -> Iterator[Finding]:
    """消息里的留痕、事项、对象、渠道都存在, 代号不重复。

    Each event, matter, receiver and channel that a message names exists, and ids are not repeated.
    """
    known: set[str] = set()
    for one in seen.pack.messages:
        for word, kind, choices in _named(seen, one):
            if word and str(word) not in choices:
                yield found(
                    word.where,
                    (
                        f"消息 {one.id}: 没有{kind[0]} {word}。",
                        f"The message {one.id}: there is no {kind[1]} {word}.",
                    ),
                    nearest(str(word), choices),
                )
        if str(one.id) in known:
            yield found(
                one.id.where,
                (f"消息 {one.id} 写了两次。", f"The message {one.id} stands there twice."),
                ("换一个代号。", "Give one of them another id."),
            )
        known.add(str(one.id))


def _named(seen: Examination, one: Told) -> Iterator[tuple[Word, tuple[str, str], set[str]]]:
    yield one.event, ("留痕", "event"), set(EVENTS) | BOOKING_EVENTS | REPORT_EVENTS
    for word in one.matters:
        yield word, ("事项", "matter"), set(seen.matters)
    for word in one.to:
        yield word, ("对象", "receiver"), set(RECIPIENTS)
    for word in one.channels:
        yield word, ("渠道", "channel"), set(CHANNELS)


@rule("YW161")
def each_place_is_known_and_filled(seen: Examination) -> Iterator[Finding]:
    """消息里的填空都认识, 而且这种留痕填得上; 没有一处是个人信息。

    Each place in the words of a message is known, and its event fills it; none of them is personal.
    """
    for one in seen.pack.messages:
        for _, text in one.texts:
            for word in text.words.values():
                for name in places_in(word):
                    yield from _place(one, word.where, name)


def _place(one: Told, where: Where, name: str) -> Iterator[Finding]:
    if name not in PLACEHOLDERS:
        said = "{" + name + "}"
        yield found(
            where,
            (
                f"消息 {one.id}: 没有 {said} 这一处填空; 个人信息不能写进消息。",
                f"The message {one.id}: there is no place {said}; nothing personal can stand in a message.",
            ),
            nearest(name, PLACEHOLDERS),
        )
    elif not fills(str(one.event), name):
        said = "{" + name + "}"
        by = sorted(GIVEN_BY.get(name, (event for event in MUST_BE_TOLD if "/" not in event)))
        yield found(
            where,
            (
                f"消息 {one.id}: {one.event} 填不上 {said}, 只有 {'、'.join(by)} 填得上。",
                f"The message {one.id}: {one.event} does not fill {said}; only {', '.join(by)} does.",
            ),
            ("去掉这一处, 或换留痕。", "Leave the place out, or tell it of another event."),
        )


@rule("YW162")
def a_message_is_said_in_each_language(seen: Examination) -> Iterator[Finding]:
    """消息的标题、正文、短信, 每种文字都写, 填空相同: 收的人选哪种就发哪种。

    Subject, words and short form of a message are there in each language, with the same places in them.
    """
    for one in seen.pack.messages:
        for key, text in one.texts:
            places: dict[str, frozenset[str]] = {}
            for language in seen.pack.head.languages:
                word = text.words.get(language)
                if word is None or not word.strip():
                    zh, en = IN_WORDS[language]
                    yield found(
                        text.where,
                        (f"消息 {one.id} 的 {key} 没有{zh}。", f"{key} of the message {one.id} has no {en}."),
                        (f"写上 {language}。", f"Write {language}."),
                    )
                else:
                    places[language] = frozenset(places_in(word))
            if len(set(places.values())) > 1:
                every: frozenset[str] = frozenset().union(*places.values())
                differ = sorted(name for name in every if any(name not in each for each in places.values()))
                named = " ".join("{" + name + "}" for name in differ)
                yield found(
                    text.where,
                    (
                        f"消息 {one.id} 的 {key}: {named} 只在一种文字里有。",
                        f"{key} of the message {one.id}: {named} stands in one language only.",
                    ),
                    ("每种文字填空相同。", "Let every language have the same places."),
                    Level.WARNING,
                )


@rule("YW163")
def an_sms_is_short(seen: Examination) -> Iterator[Finding]:
    """走短信的消息写了短信的说法; 超过一条长度 (70 个字) 的, 按填好的样子提示要几条。

    A message by SMS has a short form; where it is longer than one SMS (70 characters), it is said how many.
    """
    values = sample()
    for one in seen.pack.messages:
        if any(str(channel) == SMS for channel in one.channels) and one.sms is None:
            yield found(
                one.where,
                (f"消息 {one.id} 走短信, 没有写 sms。", f"The message {one.id} goes by SMS and has no sms."),
                ("写上 sms: {zh: …, en: …}。", "Write sms: {zh: …, en: …}."),
            )
        for language, word in (one.sms.words if one.sms is not None else {}).items():
            said = filled(word, values.get(language, {}))
            parts = sms_parts(said)
            if parts > 1:
                yield found(
                    word.where,
                    (
                        f"消息 {one.id} 的短信填好后有 {len(said)} 个字, 要分 {parts} 条发。",
                        f"The SMS of {one.id} has {len(said)} characters once filled, and goes as {parts}.",
                    ),
                    ("写短些; 细节请登录看。", "Make it shorter; details stand on the page."),
                    Level.NOTE,
                )


@rule("YW164")
def nobody_is_told_twice_of_one_thing(seen: Examination) -> Iterator[Finding]:
    """同一件事不用两条消息告诉同一个人。Nobody is told of one thing by two messages."""
    told: list[Told] = []
    for one in seen.pack.messages:
        for other in told:
            if _overlap(one, other):
                yield found(
                    one.where,
                    (
                        f"消息 {one.id} 和 {other.id} 把同一件事 {one.event} 告诉同一个人两次。",
                        f"The messages {one.id} and {other.id} tell one person twice of {one.event}.",
                    ),
                    (
                        "合成一条, 或分开事项、决定、对象。",
                        "Join them, or part matters, outcomes or receivers.",
                    ),
                    Level.WARNING,
                )
                break
        told.append(one)


def _overlap(one: Told, other: Told) -> bool:
    def both(some: set[str], others: set[str]) -> bool:
        return not some or not others or bool(some & others)

    same = str(one.event) == str(other.event)
    outcomes = both({str(one.outcome or "")} - {""}, {str(other.outcome or "")} - {""})
    to = [set(map(str, each.to)) or {"applicant"} for each in (one, other)]
    matters = both(set(map(str, one.matters)), set(map(str, other.matters)))
    return same and outcomes and matters and bool(to[0] & to[1])


@rule("YW165")
def what_matters_to_an_applicant_is_told(seen: Examination) -> Iterator[Finding]:
    """有消息的城市, 补正、不予受理、准予、不予、送达都告诉申请人。

    A city that tells people anything tells whoever applied of correction, refusal, decision and delivery.
    """
    if not seen.pack.messages:
        return
    told = set()
    for one in seen.pack.messages:
        if not one.matters and (not one.to or any(str(to) == "applicant" for to in one.to)):
            outcomes = [str(one.outcome)] if one.outcome else ["grant", "deny"]
            told |= {str(one.event), *(f"{one.event}/{outcome}" for outcome in outcomes)}
    for event in MUST_BE_TOLD:
        if event not in told:
            yield found(
                seen.pack.messages[0].where,
                (f"没有消息把 {event} 告诉申请人。", f"No message tells the applicant of {event}."),
                ("补上一条。", "Add one."),
                Level.WARNING,
            )


def channels_of(one: Told) -> tuple[str, ...]:
    """Return by which channels a message goes."""
    return tuple(map(str, one.channels)) or USUALLY


@rule("YW414")
def it_is_said_how_long_messages_are_kept(seen: Examination) -> Iterator[Finding]:
    """有消息的, 写明消息和不再用的地址保存几个月 (keep), 期限有依据的文件读过。

    Where people are told anything, `keep` says for how many months messages and unused addresses are kept,
    and somebody read the text that sets it.
    """
    kept = seen.pack.keeping
    if not seen.pack.messages or (kept.messages and kept.addresses and kept.verified):
        return
    unsaid = not (kept.messages and kept.addresses)
    yield found(
        kept.where,
        (
            "没有写消息和地址保存多久: 会一直留着。" if unsaid else "消息和地址的保存期限没有核实。",
            "Nothing says how long messages and addresses are kept: they are kept for ever."
            if unsaid
            else "The periods for which messages and addresses are kept are unverified.",
        ),
        (
            "写 keep: {messages_months: …, addresses_months: …}; 读过依据的写 verified: true。",
            "Write keep: {messages_months: …, addresses_months: …}; verified: true once its basis was read.",
        ),
        Level.WARNING,
    )
