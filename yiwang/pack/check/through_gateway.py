"""What a grant says of the data gateway (数据网关): masks, row rule, quota."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.kernel.feel import FeelError, compile_expression
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.products import products_of
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding


@rule("YW257")
def a_mask_is_of_a_granted_field(seen: Examination) -> Iterator[Finding]:
    """授权里遮盖的数据项, 是授权给出的数据项。

    A field that a grant masks is one that it gives.
    """
    for grant in seen.pack.governed.grants:
        for name, _ in grant.masks:
            if name in grant.fields:
                continue
            given = ", ".join(grant.fields)
            yield found(
                name.where,
                (
                    f"授权 {grant.id} 遮盖 {name}, 但给出的只有 {given}。",
                    f"The grant {grant.id} masks {name}, but gives only {given}.",
                ),
                (
                    f"从 masks 里去掉 {name}, 或者写进 fields。",
                    f"Take {name} out of masks, or add it to fields.",
                ),
            )


@rule("YW258")
def a_row_rule_can_be_held(seen: Examination) -> Iterator[Finding]:
    """授权的行条件读得懂, 只用资源的数据项。

    The row rule of a grant can be read, and names fields of the product alone.
    """
    products = products_of(seen)
    for grant in seen.pack.governed.grants:
        product = products.get(str(grant.product))
        if grant.rows is None or product is None:
            continue
        fields = tuple(sorted(product.fields))
        read = compile_expression(str(grant.rows), fields, strict=True)
        if not isinstance(read, FeelError):
            continue
        yield found(
            grant.rows.where,
            (
                f"授权 {grant.id} 的行条件读不懂: {read.zh}",
                f"The row rule of the grant {grant.id} cannot be read: {read.en}",
            ),
            (
                f"写成 FEEL 条件, 只用 {', '.join(fields)}。",
                f"Write a condition in FEEL on {', '.join(fields)} alone.",
            ),
        )


@rule("YW259")
def what_is_looked_up_one_by_one_is_not_granted_in_bulk(seen: Examination) -> Iterator[Finding]:
    """只能逐件查询的资源, 授权也不能一次查几个。

    A product that is looked up one at a time is not granted several at once.
    """
    products = products_of(seen)
    for grant in seen.pack.governed.grants:
        product = products.get(str(grant.product))
        if product is None or product.way != "lookup" or grant.at_once < 2 or grant.at_once_where is None:
            continue
        yield found(
            grant.at_once_where,
            (
                f"授权 {grant.id} 一次可查 {grant.at_once} 个, 但资源 {product.id} 是逐件查询的。",
                f"The grant {grant.id} allows {grant.at_once} at once, but {product.id} is looked up singly.",
            ),
            (
                "把 at_once 改为 1, 或者由提供单位把 way 改为 file。",
                "Set at_once to 1, or let the body that provides it set way to file.",
            ),
        )
