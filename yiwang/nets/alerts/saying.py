"""Why not: the refusals of alerts, responses, rosters and stocks, each with both values and the way on."""

from __future__ import annotations

from yiwang.kernel.refusal import Refusal


def no(code: str, zh: str, en: str, **params: object) -> Refusal:
    """Return a refusal of this net: `alerts.<code>`."""
    return Refusal(code=f"alerts.{code}", zh=zh, en=en, params=params)


def not_here(zh: str, en: str) -> Refusal:
    """Say that there is no such thing, or that it is not the asker's to see."""
    return no("unknown", f"没有这个{zh}。请从列表里选。", f"There is no such {en}. Choose one from the list.")


def begun(zh: str, en: str) -> Refusal:
    """Say that it is there already."""
    return no("exists", f"这个{zh}已经有了。", f"This {en} is there already.")


def backwards(begins: str, ends: str) -> Refusal:
    """Say that something ends before it begins."""
    return no(
        "ends-before-it-begins",
        f"结束时间 {ends} 不晚于开始时间 {begins}。请改正其中一个。",
        f"It ends at {ends}, not after it begins, {begins}. Correct one of them.",
        begins=begins,
        ends=ends,
    )


def wrong_phase(zh: str, en: str) -> Refusal:
    """Say that it cannot be done as things stand."""
    return no("wrong-phase", f"{zh}，不能这样办理。", f"{en}; this cannot be done.")


def words_missing() -> Refusal:
    """Say that something has to be written."""
    return no("words-missing", "请写明情况。", "Say what happened.")


def too_long(length: int, longest: int) -> Refusal:
    """Say that a text is too long."""
    return no(
        "words-too-long",
        f"写了 {length} 字，最多 {longest} 字。请写短一些。",
        f"{length} characters were written; at most {longest}. Write less.",
        length=length,
        longest=longest,
    )


def no_number(typed: str) -> Refusal:
    """Say that an amount is no whole number above 0."""
    return no(
        "no-amount",
        f"“{typed}”不是大于 0 的整数。",
        f"“{typed}” is no whole number above 0.",
        typed=typed,
    )


def no_moment(typed: str) -> Refusal:
    """Say that what was typed is no day and time."""
    return no(
        "no-moment",
        f"“{typed}”不是日期和时间。写成 2026-07-01T08:00。",
        f"“{typed}” is no day and time. Write it as 2026-07-01T08:00.",
        typed=typed,
    )
