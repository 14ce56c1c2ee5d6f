"""What can be asked about a material that was not handed in at once, and about a promise instead of it."""

from __future__ import annotations

from typing import ClassVar

from yiwang.kernel.command import Command


class HandIn(Command, frozen=True, kw_only=True):
    """补交 a material that may follow, or that was promised; its file lies in `sealed`."""

    verb: ClassVar[str] = "case.correct"
    material: str


class CheckPromise(Command, frozen=True, kw_only=True):
    """承诺核查: `outcome` is `kept` or `broken`; what was found is in `sealed["findings"]`."""

    verb: ClassVar[str] = "case.complete"
    task: str
    outcome: str


class OrderRectification(Command, frozen=True, kw_only=True):
    """责令限期改正 after a broken promise; needs `sealed["reason"]`, and the limit the person sets."""

    verb: ClassVar[str] = "case.end-result"
    task: str
    limit: str


class LetStand(Command, frozen=True, kw_only=True):
    """不予撤销 in spite of a broken promise; needs `sealed["reason"]`."""

    verb: ClassVar[str] = "case.end-result"
    task: str
