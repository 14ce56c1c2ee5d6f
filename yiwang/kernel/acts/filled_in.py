"""Answers that were offered filled in from a product: their receipts, and what differs from it."""

from __future__ import annotations

from yiwang.kernel.acts import materials
from yiwang.kernel.case import Delta, Event
from yiwang.kernel.commands import Context, File
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.sources import sources_of

Answer = tuple[Event, ...] | Refusal


def chosen(command: File, channel: str, context: Context, matter: Matter) -> Answer:
    """Return how each material comes (`materials.chosen`), and what is kept of answers that products gave."""
    ways = materials.chosen(command, channel, context, matter)
    receipts = filled_in(command, context, matter)
    if isinstance(ways, Refusal):
        return ways
    return receipts if isinstance(receipts, Refusal) else (*ways, *receipts)


def filled_in(command: File, context: Context, matter: Matter) -> Answer:
    """Return what is kept of answers that products gave: receipts without values, and each difference.

    Source: 政务数据共享条例 第十九条 (nothing is collected again; unverified, the text is not at hand).
    """
    if not command.filled:
        return ()
    named = sources_of(matter.form)
    receipts, differing = {}, []
    for answer, filled in sorted(command.filled.items()):
        source = named.get(answer)
        product = context.city.products.get(source.product) if source else None
        if source is None or product is None:
            return Refusal(
                code="case.not-filled-in",
                zh=f"表单没有写 {answer} 从哪项资源带出。",
                en=f"The form does not say from which product {answer} is filled in.",
                params={"answer": answer},
                next_step={"zh": "请重新打开这一页再提交。", "en": "Open the page again, then submit."},
            )
        receipt = {
            "as_of": filled.as_of,
            "exchange": filled.exchange,
            "field": source.field,
            "product": source.product,
        }
        receipts[answer] = receipt
        if filled.differs and source.on_conflict == "correct":
            about = {"answer": answer, **receipt, "provider": product.owner}
            differing.append(Event("case.answer-differs", Delta(about=about)))
    return (Event("case.answers-filled", Delta(about={"answers": receipts})), *differing)
