"""What can be asked about a result that a case gave: end it, withhold it, replace it, make it a file."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from yiwang.kernel.command import Command


class EndResult(Command, frozen=True, kw_only=True):
    """撤销, 撤回, 注销 or 吊销 a result: four acts of different law; needs `sealed["reason"]`.

    Attributes:
        act: `annul`, `take-back`, `deregister`, `revoke`. ground: a clause of `result.ENDINGS[act]`.
        penalty: number of the penalty decision that a revocation carries out.
    """

    verb: ClassVar[str] = "case.end-result"
    act: str
    ground: str
    penalty: str = ""


class WithholdResult(Command, frozen=True, kw_only=True):
    """暂扣: the licence is withheld by a penalty decision, until a day or until it is given back."""

    verb: ClassVar[str] = "case.withhold-result"
    penalty: str
    until: date | None = None


class RestoreResult(Command, frozen=True, kw_only=True):
    """解除暂扣: what was withheld is given back."""

    verb: ClassVar[str] = "case.restore-result"


class ReplaceResult(Command, frozen=True, kw_only=True):
    """换发: a later case renewed the result, or changed it (`at_once`). Only the city itself asks this.

    Attributes:
        by: number of the later case.
    """

    verb: ClassVar[str] = "case.replace-result"
    by: str
    at_once: bool = False


class IssueDocument(Command, frozen=True, kw_only=True):
    """出具电子文件: a paper or the result was made as a file, which lies in `sealed["document"]`.

    Attributes:
        document: number of the paper, or `certificate`. sha256: of the file, hex.
        signer: who signed it, as the signing module calls itself.
    """

    verb: ClassVar[str] = "case.issue-document"
    document: str
    sha256: str
    signer: str
