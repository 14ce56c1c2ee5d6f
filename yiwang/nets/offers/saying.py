"""Why not: the refusals of offers, each with its way on."""

from __future__ import annotations

from yiwang.kernel.refusal import Refusal


def _say(code: str, zh: str, en: str, next_zh: str, next_en: str) -> Refusal:
    return Refusal(code=f"offers.{code}", zh=zh, en=en, next_step={"zh": next_zh, "en": next_en})


ORDINARY = ("您仍然可以按普通办法申请这个事项。", "You may still apply in the ordinary way.")


def gone() -> Refusal:
    """Say that there is no such offer any more, or it never was theirs."""
    return _say(
        "gone",
        "没有这条通知。可能已经答复过、到期了，或者不是给您的。",
        "There is no such offer. It may have been answered, be past its last day, or not be yours.",
        *ORDINARY,
    )


def policy_over() -> Refusal:
    """Say that the policy has ended since it was offered."""
    return _say(
        "policy-over",
        "这项政策已经结束，不能再按免申即享办理。什么也没有提交。",
        "This policy has ended since it was offered. Nothing was filed.",
        *ORDINARY,
    )


def offer_over() -> Refusal:
    """Say that the last day of the offer has passed."""
    return _say(
        "over",
        "这条通知的最后一天已经过了。什么也没有提交。",
        "The last day of this offer has passed. Nothing was filed.",
        *ORDINARY,
    )


def no_longer() -> Refusal:
    """Say that what is read today no longer meets the conditions."""
    return _say(
        "no-longer",
        "按今天能读到的数据，条件不再全部符合。什么也没有提交。",
        "By the data that can be read today the conditions are no longer all met. Nothing was filed.",
        "下面写着每个条件现在的结果；数据有错的，请按所写的办法更正。",
        "Each condition stands below as it is now; if the data are wrong, have them corrected as it says.",
    )


def no_answer() -> Refusal:
    """Say that the answer is missing."""
    return _say(
        "no-answer",
        "没有选择要还是不要。",
        "You did not choose yes or no.",
        "请选择其中一个。",
        "Choose one.",
    )
