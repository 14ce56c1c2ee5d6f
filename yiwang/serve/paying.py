"""`yiwang payments`: a day's payments compared with the provider's books, now."""

from __future__ import annotations

import json as json_text
import os
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from yiwang.nets.fees.difference_records import WHATS, Difference, Side
from yiwang.nets.fees.reconciling import reconcile
from yiwang.nets.fees.refunding import configured
from yiwang.serve.migrating import CannotBeDone, Scene, Wish, at_a_city


@dataclass(frozen=True)
class Task:
    """Which city's payments of which day are compared; `day` None: yesterday."""

    city: str
    day: date | None = None
    json: bool = False
    lang: str = "zh"


def compare_payments(task: Task, now: datetime, data: Path | None) -> int:
    """Print what differs, with both values. 0 all agree, 1 something differs, 2 it cannot be asked."""

    def work(here: Scene) -> int:
        provider = configured(os.environ, here.door.safe.keyring)(here.key)
        if provider is None:
            raise CannotBeDone(
                "fee.no-provider",
                f"{task.city} 没有接支付方，没有账可对。",
                f"{task.city} has no payment provider: there is nothing to compare.",
            )
        day = task.day or now.astimezone(ZoneInfo(here.city.zone)).date() - timedelta(days=1)
        compared = reconcile(here.door, here.key, provider, day, now)
        if task.json:
            told = {
                "day": day.isoformat(),
                "orders": compared.orders,
                "differences": [_told(one) for one in compared.differences],
            }
            print(json_text.dumps(told, ensure_ascii=False, indent=2))
        else:
            words = "differ" if task.lang == "en" else "笔对不上"
            orders = "orders" if task.lang == "en" else "笔"
            print(f"{day}\t{compared.orders} {orders}\t{len(compared.differences)} {words}")
            for one in compared.differences:
                print(f"  {one.order}\t{WHATS[one.what][task.lang]}\t{_side(one.ours)} ≠ {_side(one.theirs)}")
        return 1 if compared.differences else 0

    return at_a_city(Wish(task.city), data, now, work)


def _side(side: Side) -> str:
    return " ".join(part for part in (side.state or "—", side.amount, side.refund, side.reference) if part)


def _told(one: Difference) -> dict[str, object]:
    names = ("state", "amount", "refund", "reference")
    sides = {"ours": one.ours, "theirs": one.theirs}
    return {
        "order": one.order,
        "case": one.subject.number if one.subject is not None else "",
        "what": one.what,
        **{name: {part: getattr(side, part) for part in names} for name, side in sides.items()},
    }
