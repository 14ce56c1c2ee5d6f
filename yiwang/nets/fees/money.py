"""Amounts: yuan as decimal strings with two places. Pure, no floats."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

_TYPED = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,2})?")


def amount(typed: str) -> str | None:
    """Return an amount above 0 in its one form (`12.50`), None where it is none."""
    bare = typed.strip()
    if not _TYPED.fullmatch(bare) or Decimal(bare) == 0:
        return None
    return f"{Decimal(bare):.2f}"


def of_pack(fee: dict[str, Any]) -> str | None:
    """Return the amount a matter's guide names, None where it is free or its rate is set elsewhere."""
    return amount(str(Decimal(str(fee.get("amount") or 0))))


def is_free(fee: dict[str, Any]) -> bool:
    """Say whether a matter is free: no amount, and no rate that is set elsewhere."""
    return of_pack(fee) is None and not fee.get("set_by")
