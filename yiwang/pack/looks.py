"""What pack.yaml says of looks at people's data (`looks`), as values that know where they were written."""

from __future__ import annotations

from dataclasses import dataclass

from yiwang.kernel import withheld as kernel
from yiwang.pack.fields import Fields
from yiwang.pack.text import Text
from yiwang.pack.where import Where, Word, Words


@dataclass(frozen=True, slots=True)
class Withholding:
    """A rule by which a look is told of later."""

    id: Word
    title: Text
    of: Word
    by: Word
    clause: Word
    approver: Word
    days: int
    matters: Words
    where: Where


@dataclass(frozen=True, slots=True)
class Looks:
    """`looks` of pack.yaml; without it nothing is withheld, and nobody takes corrections or complaints."""

    correct: Word | None = None
    complain: Words = ()
    withheld: tuple[Withholding, ...] = ()


def looks_of(head: Fields) -> Looks:
    """Read `looks` of pack.yaml."""
    top = head.under("looks")
    if top is None:
        return Looks()
    return Looks(
        correct=top.word("correct"),
        complain=top.words("complain"),
        withheld=tuple(
            Withholding(
                id=one.must("id"),
                title=one.text("title"),
                of=one.must("of"),
                by=one.must("by"),
                clause=one.must("clause"),
                approver=one.must("approver"),
                days=one.whole("days"),
                matters=one.words("matters"),
                where=one.where,
            )
            for one in top.each("withheld")
        ),
    )


def compiled(looks: Looks) -> kernel.Looks:
    """Return it as the kernel takes it."""
    return kernel.Looks(
        correct=str(looks.correct or ""),
        complain=tuple(map(str, looks.complain)),
        withheld=tuple(
            kernel.Withholding(
                id=str(one.id),
                title=one.title.plain(),
                of=str(one.of),
                by=str(one.by),
                clause=str(one.clause),
                approver=str(one.approver),
                days=one.days,
                matters=tuple(map(str, one.matters)),
            )
            for one in looks.withheld
        ),
    )
