"""Why not: the refusals of ratings and of words that nothing gets done, each with its way on."""

from __future__ import annotations

import re

from yiwang.kernel.refusal import Refusal
from yiwang.nets.rating.records import RuleChange

LONGEST = 2000
_PERSONAL = re.compile(r"(?<!\d)(\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")
"""A resident identity number, or a mobile number: what must never stand on a public page."""


def _say(code: str, zh: str, en: str, **params: object) -> Refusal:
    return Refusal(code=code, zh=zh, en=en, params=params)


def given_already() -> Refusal:
    """Say that this handling was rated."""
    return _say(
        "rating.given-already",
        "这次办理您已经评价过了。想改，请打开您的评价来改；第一次的等级会留着。",
        "You have rated this handling. To change it, open your rating; what you gave first is kept.",
    )


def no_rating() -> Refusal:
    """Say that there is no such rating, or none that the actor may see."""
    return _say("rating.unknown", "没有这条评价。", "There is no such rating.")


def only_the_applicant() -> Refusal:
    """Say who may rate."""
    return _say(
        "rating.not-yours",
        "只有申请人本人或受托代办的人能评价。",
        "Only the applicant, or an agent with a mandate, rates a handling.",
    )


def not_ended() -> Refusal:
    """Say that the handling goes on."""
    return _say(
        "rating.not-ended",
        "这次办理还没有结束。办结、不予受理或撤回以后才能评价。",
        "The handling has not ended. Rate it once it is closed, refused or withdrawn.",
    )


def not_bad() -> Refusal:
    """Say that nobody needs to call about a good rating."""
    return _say(
        "rating.not-bad",
        "不是差评，不需要联系本人。",
        "The rating is not a bad one; nobody calls about it.",
    )


def no_outcome() -> Refusal:
    """Say that the outcome of a call is missing."""
    return _say(
        "rating.no-outcome",
        "请选择联系的结果：联系上了、没联系上，或本人不愿谈。",
        "Say what came of the call: reached, not reached, or they did not want to talk.",
    )


def not_shared() -> Refusal:
    """Say that the resident does not let the body see it."""
    return _say(
        "rating.not-shared",
        "评价人没有同意让本单位看到，所以不能说明。",
        "The resident does not let the body rated see it, so it cannot explain.",
    )


def review_began() -> Refusal:
    """Say that the review was asked for."""
    return _say(
        "rating.review-began",
        "已经请了复核，请等复核的结果。",
        "A review has been asked for; wait for its answer.",
    )


def reviewed_already() -> Refusal:
    """Say that there was a review."""
    return _say(
        "rating.reviewed-already",
        "已经复核过一次。还不满意的，可以拨打 12345。",
        "It has been reviewed once. If you are still not content, call 12345.",
    )


def no_review_asked() -> Refusal:
    """Say that nobody asked for a review."""
    return _say("rating.no-review", "没有人请求复核。", "Nobody has asked for a review.")


def no_verdict() -> Refusal:
    """Say that the verdict is missing."""
    return _say(
        "rating.no-verdict", "请选择：评价成立，或评价不成立。", "Choose: the rating stands, or is set aside."
    )


def words_missing() -> Refusal:
    """Say that words are needed."""
    return _say("rating.words-missing", "请写下内容。", "Write something first.")


def words_too_long(length: int) -> Refusal:
    """Say that words are too long."""
    return _say(
        "rating.words-too-long",
        f"写了 {length} 个字，最多 {LONGEST} 个。请写短一些。",
        f"That is {length} characters; {LONGEST} is the most. Make it shorter.",
        length=length,
        longest=LONGEST,
    )


def no_desk() -> Refusal:
    """Say that the pack names nobody outside."""
    return _say(
        "rating.no-desk",
        "本市还没有设置被评单位之外的复核单位。请拨打 12345。",
        "The city has named no desk outside this body. Call 12345.",
    )


def desk_inside(desk: str) -> Refusal:
    """Say that the desk is the body itself, or above or below it."""
    return _say(
        "rating.desk-inside",
        "办理的单位必须在被评价、被反映的单位之外。请刷新页面再试。",
        "The desk must be outside the body it is about. Reload the page and try again.",
        desk=desk,
    )


def unsound_change(change: RuleChange) -> Refusal | None:
    """Return what is wrong with a rule change that is to be public; None when it is sound."""
    rule, how = change.rule.get("zh", "").strip(), change.how.get("zh", "").strip()
    if not rule or not how:
        return _say(
            "rating.change-missing",
            "请写明是哪条规定、改成了什么、从哪天起。",
            "Say which rule, how it was changed, and from which day.",
        )
    words = [*change.rule.values(), *change.how.values()]
    if any(len(one) > LONGEST for one in words):
        return words_too_long(max(len(one) for one in words))
    if any(_PERSONAL.search(one) for one in words):
        return _say(
            "rating.change-personal",
            "这里写的会公开。里面好像有身份证号或手机号，请去掉。",
            "What stands here is public. It seems to hold an identity or telephone number; take it out.",
        )
    return None


def answered_already() -> Refusal:
    """Say that the desk has answered."""
    return _say("stuck.answered-already", "已经答复过了。", "It has been answered already.")


def no_ground() -> Refusal:
    """Say that it must be said how it came to nothing."""
    return _say(
        "stuck.no-ground",
        "请选择是怎么办不成的。",
        "Choose how it came to nothing.",
    )


def unknown_number(typed: str) -> Refusal:
    """Say that there is no case of this number."""
    return _say(
        "stuck.no-number",
        f"没有编号为 {typed} 的办件，请核对；也可以留空，写明是哪个单位、什么事。",
        f"There is no case {typed}. Check it, or leave it empty and say which body and what it is about.",
        number=typed,
    )


def no_such_body(typed: str) -> Refusal:
    """Say that the city has no body of this name."""
    return _say(
        "stuck.no-body",
        f"没有找到“{typed}”这个单位。写单位名称里的几个字（如“社保”“公安”），再按“查找单位”；也可以留空。",
        f"No body “{typed}” was found. Type part of its name and look for it, or leave it empty.",
        typed=typed,
    )


def several_bodies(typed: str, count: int) -> Refusal:
    """Say that more than one body is called so."""
    return _say(
        "stuck.several-bodies",
        f"名称里有“{typed}”的单位有 {count} 个，请在下面选一个。",
        f"{count} bodies have “{typed}” in their name: choose one below.",
        typed=typed,
        count=count,
    )


def wrong_code() -> Refusal:
    """Say that number and code do not belong together: nobody is told which is wrong."""
    return _say(
        "stuck.wrong-code",
        "编号和查询码对不上，请核对。",
        "Number and code do not belong together. Check both.",
    )


def too_many() -> Refusal:
    """Say that too many came without an account in the last hour."""
    return _say(
        "stuck.too-many",
        "最近一小时不登录提交的太多，这一条没有收。请登录后再交，或到窗口、拨打 12345。",
        "Too many came without an account in the last hour; this was not taken. Sign in, go to a window, "
        "or call 12345.",
    )
