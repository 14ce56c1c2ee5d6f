"""Moves already made, to be made again for the next case without walking the net.

What a move is depends on its key (marking, token, outcome) and on how the conditions on the way turned
out, nothing else. So it is kept behind the questions it asked, and asking them again finds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Generic, TypeVar

from yiwang.kernel.bpmn.outcomes import OUTCOME
from yiwang.kernel.feel import Expression

Key = tuple[tuple[str, ...], str, str]
Facts = Mapping[str, Any]
Made = TypeVar("Made")

SIZE = 8192


class Question:
    """A condition over facts, asked when a task had come out as `outcome` ("" where that is not known)."""

    __slots__ = ("condition", "outcome")

    def __init__(self, condition: Expression, outcome: str) -> None:
        self.condition = condition
        self.outcome = outcome

    def holds(self, facts: Facts) -> bool:
        """Return whether the condition is true; the name `outcome` never means a fact of the case."""
        if OUTCOME in self.condition.names:
            facts = {**facts, OUTCOME: self.outcome or None}
        return self.condition.holds(facts)


class _Fork(Generic[Made]):
    __slots__ = ("answers", "question")

    def __init__(self, question: Question) -> None:
        self.question = question
        self.answers: dict[bool, _Fork[Made] | Made] = {}


class Memory(Generic[Made]):
    """Remembers at most `SIZE` answers and starts afresh when full.

    What asked nothing, as most moves do, is kept apart (`_sure`) and found at once.
    """

    __slots__ = ("_count", "_forks", "_sure")

    def __init__(self) -> None:
        self._sure: dict[Key, Made] = {}
        self._forks: dict[Key, _Fork[Made]] = {}
        self._count = 0

    def recall(self, key: Key, facts: Facts) -> Made | None:
        """Return what was made under `key` when every question was answered as `facts` answer it now."""
        sure = self._sure.get(key)
        if sure is not None:
            return sure
        found: _Fork[Made] | Made | None = self._forks.get(key)
        while isinstance(found, _Fork):
            found = found.answers.get(found.question.holds(facts))
        return found

    def keep(self, key: Key, asked: list[tuple[Question, bool]], made: Made) -> None:
        """Remember `made` behind the questions it asked, in the order it asked them."""
        if self._count >= SIZE:
            self._sure.clear()
            self._forks.clear()
            self._count = 0
        self._count += 1
        if not asked:
            self._sure[key] = made
            return
        here: _Fork[Made] | Made = self._forks.setdefault(key, _Fork(asked[0][0]))
        for (_, answer), (question, _) in pairwise(asked):
            assert isinstance(here, _Fork), "one key asked more once than another time"
            here = here.answers.setdefault(answer, _Fork(question))
        assert isinstance(here, _Fork), "one key asked more once than another time"
        here.answers[asked[-1][1]] = made
