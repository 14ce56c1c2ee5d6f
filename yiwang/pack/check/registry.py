"""The rules, by code. A module of this package adds its own when `examine` imports it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from yiwang.pack.check.examination import Examination
from yiwang.pack.finding import Finding, Level, Sentence
from yiwang.pack.where import Where

Check = Callable[[Examination], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check and what it demands, in both languages (its docstring)."""

    code: str
    demand: Sentence
    check: Check

    def findings(self, seen: Examination) -> Iterator[Finding]:
        """Yield what the check finds, under its code."""
        for finding in self.check(seen):
            yield replace(finding, code=self.code)


RULES: dict[str, Rule] = {}

_LANGUAGES = re.compile(r"(?P<zh>.*。)\s*(?P<en>[A-Z].*)", re.DOTALL)


def rule(code: str) -> Callable[[Check], Check]:
    """Make a function the check with this code. Its docstring says the rule: 中文。English."""

    def register(check: Check) -> Check:
        said = _LANGUAGES.fullmatch(" ".join((check.__doc__ or "").split()))
        assert said is not None, f"{code}: the docstring says the rule in Chinese, then in English"
        assert code not in RULES, f"{code} is used twice"
        RULES[code] = Rule(code, Sentence(said["zh"], said["en"]), check)
        return check

    return register


def found(
    where: Where,
    message: tuple[str, str],
    remedy: tuple[str, str],
    level: Level = Level.ERROR,
) -> Finding:
    """Make a finding; the rule adds its code."""
    return Finding(where=where, message=Sentence(*message), remedy=Sentence(*remedy), level=level)
