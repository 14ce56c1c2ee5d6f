"""What every command is: something asked of one case, by a verb that `access` knows."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from yiwang.kernel.case import Sealed


class Command(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Something asked of one case.

    Attributes:
        verb: the permission it needs.
        sealed: field name → vault reference.
    """

    verb: ClassVar[str] = ""
    sealed: dict[str, Sealed] = {}
