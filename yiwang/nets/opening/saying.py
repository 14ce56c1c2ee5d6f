"""Why not: the refusals of opening, each with where, both values and the way on; no value of the data."""

from __future__ import annotations

import re
from collections.abc import Iterable

from yiwang.kernel.opening.sets import Fault
from yiwang.kernel.refusal import Refusal

PERSONAL = re.compile(r"(?<!\d)(\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")
"""A resident identity number, or a mobile number: what must never stand in a public reason."""


def no(code: str, zh: str, en: str, **params: object) -> Refusal:
    """Return a refusal of this net: `opening.<code>`."""
    return Refusal(code=f"opening.{code}", zh=zh, en=en, params=params)


def forbidden(faults: Iterable[Fault]) -> Refusal:
    """Say that the product's contract forbids the set, and every reason."""
    listed = list(faults)
    kinds = ", ".join(dict.fromkeys(f"{one.kind} {one.about}" for one in listed))
    return no(
        "forbidden",
        f"按资源的约定，这个数据集不能开放：{kinds}。请先改配置包里的定义，yiwang check 会逐条说明。",
        f"By the product's contract this set cannot be opened: {kinds}. Mend its definition in the pack; "
        "yiwang check explains each.",
        faults=[list(one) for one in listed],
    )


def no_data(product: str) -> Refusal:
    """Say that there is no data file."""
    return no(
        "no-data",
        f"资源 {product} 还没有数据文件（products/{product}.parquet 或 .csv）。请提供单位先放好。",
        f"There is no data file of the product {product} yet (products/{product}.parquet or .csv). "
        "Its provider has to put one there.",
        product=product,
    )


def unreadable(product: str) -> Refusal:
    """Say that the data file cannot be read."""
    return no(
        "unreadable",
        f"资源 {product} 的数据文件读不了。请提供单位重新放一份 Parquet 或 UTF-8 的 CSV。",
        f"The data file of the product {product} cannot be read. Its provider has to put a Parquet file or a "
        "UTF-8 CSV there anew.",
        product=product,
    )


def not_in_the_file(product: str, field: str) -> Refusal:
    """Say that the file lacks a field."""
    return no(
        "field-missing",
        f"资源 {product} 的数据文件里没有 {field} 这一栏。",
        f"The data file of the product {product} has no column {field}.",
        product=product,
        field=field,
    )


def of_another_type(product: str, field: str, type_: str, wrong: int) -> Refusal:
    """Say that values are not of the contract's type, and how many."""
    return no(
        "wrong-type",
        f"资源 {product} 的 {field} 有 {wrong} 个值不是约定的类型 {type_}。请提供单位改正数据。",
        f"{wrong} values of {field} of the product {product} are not of the agreed type {type_}. "
        "Its provider has to correct the data.",
        product=product,
        field=field,
        wrong=wrong,
    )


def looks_personal(found: dict[str, int]) -> Refusal:
    """Say which columns hold what looks like personal information, and in how many cells."""
    zh = "、".join(f"{name} {count} 处" for name, count in found.items())
    en = ", ".join(f"{name} in {count} cells" for name, count in found.items())
    return no(
        "looks-personal",
        f"里面有像身份证号、电话号码，或和个人信息数据项一样的内容：{zh}。没有公布；请提供单位改正数据，或者不开放这一栏。",
        f"There is what looks like identity or telephone numbers, or equals values of personal fields: {en}. "
        "Nothing was published; its provider has to correct the data, or the column stays closed.",
        columns=dict(found),
    )


def too_large(rows: int, most: int) -> Refusal:
    """Say that the set is too large."""
    return no(
        "too-large",
        f"算出来有 {rows} 行，最多 {most} 行。请分得粗一些。",
        f"It comes to {rows} rows; at most {most}. Group it more coarsely.",
        rows=rows,
        most=most,
    )


def small_groups(groups: int, rows: int, k: int) -> Refusal:
    """Say that rows stand in groups below k, and how to go on."""
    return no(
        "small-groups",
        f"有 {groups} 组共 {rows} 行，同样的行不到 {k} 行，可能认出人来。请勾选不公布这些行，或改定义。",
        f"{rows} rows in {groups} groups are alike to fewer than {k}; somebody might be known by them. Tick "
        "to leave them out, or change the definition.",
        groups=groups,
        rows=rows,
        k=k,
    )


def nothing_left() -> Refusal:
    """Say that nothing would be published."""
    return no(
        "nothing-left",
        "去掉不能公布的，就什么都不剩了。请分得粗一些。",
        "Without what must stay back nothing is left. Group it more coarsely.",
    )


def exists(number: int) -> Refusal:
    """Say that an edition of this number is there already."""
    return no(
        "exists",
        f"第 {number} 期已经有了。请重新打开页面。",
        f"There is an edition {number} already. Open the page anew.",
    )


def same_person() -> Refusal:
    """Say that who prepared an edition does not review it."""
    return no(
        "same-person",
        "编制的人不能自己复核。请本单位负责人或审批岗的另一人来。",
        "Who prepared an edition does not review it. Let the head or an approver of the body do so.",
    )


def wrong_phase(phase: str) -> Refusal:
    """Say that an edition is past that."""
    words = {
        "prepared": ("待复核", "to be reviewed"),
        "published": ("已经公布", "published"),
        "returned": ("已经退回", "returned"),
        "withdrawn": ("已经撤下", "withdrawn"),
    }
    zh, en = words.get(phase, (phase, phase))
    return no("wrong-phase", f"这一期{zh}，不能这样办理。", f"This edition is {en}; that cannot be done.")


def reason_missing() -> Refusal:
    """Say that a reason has to be written."""
    return no("reason-missing", "请写明理由。", "Say why.")


def not_the_same(form: str) -> Refusal:
    """Say that a file is not what was prepared."""
    return no(
        "not-the-same",
        f"{form} 文件和编制时的不一样，或者不见了。没有公布；请重新编制。",
        f"The {form} file is not the one that was prepared, or is gone. Nothing was published; "
        "prepare it anew.",
        form=form,
    )


def unknown() -> Refusal:
    """Say that there is no such edition."""
    return no("unknown", "没有这一期。", "There is no such edition.")


def definition_changed() -> Refusal:
    """Say that the definition or the contract is another than the one the edition was computed under."""
    return no(
        "definition-changed",
        "编制以后，数据集的定义或资源的约定改了。请按现在的重新编制。",
        "The set's definition or the product's contract changed since it was prepared. Prepare it anew.",
    )


def reason_too_long(length: int, longest: int) -> Refusal:
    """Say that a reason is too long."""
    return no(
        "reason-too-long",
        f"写了 {length} 字，最多 {longest} 字。请写短一些。",
        f"{length} characters were written; at most {longest}. Write less.",
        length=length,
        longest=longest,
    )


def reason_personal() -> Refusal:
    """Say that a reason seems to hold a personal number."""
    return no(
        "reason-personal",
        "理由是公开的，里面像有身份证号或手机号。请去掉。",
        "The reason is public, and there seems to be an identity or mobile number in it. Take it out.",
    )
