"""转版, as it is asked for: one running case is to be governed by another pack."""

from __future__ import annotations

from typing import ClassVar

from yiwang.kernel.command import Command


class Migrate(Command, frozen=True, kw_only=True):
    """转版: from now on the case is governed by another published pack; needs `sealed["reason"]`.

    `pack`: its hash, hex; the door hands its city over as `Context.onto`.
    """

    verb: ClassVar[str] = "case.migrate"
    pack: str
