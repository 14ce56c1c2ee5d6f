"""Why a fee is not asked, paid or given back, and a parcel not sent."""

from __future__ import annotations

from yiwang.kernel.refusal import Refusal


def free(title: dict[str, str]) -> Refusal:
    """Say that a service is free."""
    return Refusal(
        code="fee.free",
        zh=f"{title['zh']}不收费，不能要求缴费。",
        en=f"{title.get('en', title['zh'])} is free; nothing may be asked for it.",
    )


def no_amount(typed: str) -> Refusal:
    """Say that an amount is none."""
    return Refusal(
        code="fee.no-amount",
        zh=f"“{typed[:20]}”不是金额。写大于 0 的元数，最多两位小数，如 12.50。",
        en=f"“{typed[:20]}” is no amount. Write yuan above 0 with two decimals at most, such as 12.50.",
        params={"typed": typed[:20]},
    )


def wrong_amount(asked: str, right: str) -> Refusal:
    """Say that two amounts differ."""
    return Refusal(
        code="fee.wrong-amount",
        zh=f"金额 {asked} 元和应缴的 {right} 元不一样。",
        en=f"{asked} yuan is not the {right} yuan that are due.",
        params={"asked": asked, "right": right},
    )


def no_basis() -> Refusal:
    """Say that a fee must name its basis."""
    return Refusal(
        code="fee.no-basis",
        zh="收费要写明依据：哪部法、哪一条，或哪个收费标准文件。",
        en="A fee names its basis: which law and article, or which document sets the rate.",
    )


def asked_already() -> Refusal:
    """Say that a fee was asked already."""
    return Refusal(
        code="fee.asked-already",
        zh="这个办件已经通知缴费。要改金额，先撤销（还没有缴的），再重新通知。",
        en="The fee was asked already. To change the amount, take it back while unpaid, then ask anew.",
    )


def wrong_phase(phase: dict[str, str]) -> Refusal:
    """Say that it is in a phase that does not allow this."""
    return Refusal(
        code="fee.wrong-phase",
        zh=f"现在是“{phase['zh']}”，不能这样办。",
        en=f"It stands at “{phase['en']}”; that cannot be done.",
    )


def ended() -> Refusal:
    """Say that no fee is asked of a case that has ended."""
    return Refusal(
        code="fee.case-ended",
        zh="办件还没有提交完，或已经结束，不能通知缴费。",
        en="The case has ended; no fee can be asked.",
    )


def paid_twice() -> Refusal:
    """Say that a second payment arrived for one fee."""
    return Refusal(
        code="fee.paid-twice",
        zh="这一笔已经缴过，另一次付款请由支付方原路退回。",
        en="This fee is paid already; the provider gives the second payment back.",
    )


def no_reason() -> Refusal:
    """Say that a refund gives its reason."""
    return Refusal(code="fee.no-reason", zh="退款要写明理由。", en="A refund gives its reason.")


def more_than_paid(asked: str, paid: str) -> Refusal:
    """Say that no more goes back than was paid."""
    return Refusal(
        code="fee.more-than-paid",
        zh=f"要退 {asked} 元，只缴了 {paid} 元。请写不多于已缴的金额，全退就留空。",
        en=f"{asked} yuan is more than the {paid} that was paid. Write less, or nothing for all.",
        params={"asked": asked, "paid": paid},
    )


def unknown() -> Refusal:
    """Say that there is no such record."""
    return Refusal(code="fee.unknown", zh="没有这一笔。", en="There is no such fee.")


def no_address() -> Refusal:
    """Say that name, telephone and address are needed."""
    return Refusal(
        code="parcel.no-address",
        zh="请写全收件人、电话和地址。",
        en="Write name, telephone and address.",
    )


def no_parcel() -> Refusal:
    """Say that there is no such parcel."""
    return Refusal(code="parcel.unknown", zh="没有要寄的。", en="There is nothing to be sent.")


def nothing_to_send() -> Refusal:
    """Say that there is no result to send."""
    return Refusal(
        code="parcel.no-result",
        zh="还没有结果可以寄。作出准予的决定以后再交寄。",
        en="There is no result to send yet. It is handed over once the case is granted.",
    )


def parcel_phase(phase: dict[str, str]) -> Refusal:
    """Say that a parcel is in a phase that does not allow this."""
    return Refusal(
        code="parcel.wrong-phase",
        zh=f"邮件现在是“{phase['zh']}”，不能这样办。",
        en=f"The parcel stands at “{phase['en']}”; that cannot be done.",
    )
