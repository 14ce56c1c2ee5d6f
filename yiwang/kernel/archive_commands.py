"""What is asked of an ended case: hold it, let it go again, propose its destruction, destroy it."""

from __future__ import annotations

from typing import ClassVar

from yiwang.kernel.command import Command


class HoldArchive(Command, frozen=True, kw_only=True):
    """封存: nothing of the case is destroyed while it lasts; needs `sealed["reason"]`."""

    verb: ClassVar[str] = "case.hold-archive"


class ReleaseArchive(Command, frozen=True, kw_only=True):
    """解除封存; needs `sealed["reason"]`."""

    verb: ClassVar[str] = "case.release-archive"


class ProposeDestruction(Command, frozen=True, kw_only=True):
    """提请销毁 of a case whose time has passed, by one person."""

    verb: ClassVar[str] = "case.propose-destruction"


class DestroyCase(Command, frozen=True, kw_only=True):
    """批准销毁, by another person: every sealed value of the case is erased, the record of it stays."""

    verb: ClassVar[str] = "case.destroy"
