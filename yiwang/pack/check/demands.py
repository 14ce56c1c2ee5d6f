"""What each code demands, wherever it is found: by reading, by a rule, or in a decision file."""

from __future__ import annotations

import difflib
from typing import TextIO

from yiwang.pack.check.decisions import DEMANDS
from yiwang.pack.check.examine import RULES
from yiwang.pack.codes import READING
from yiwang.pack.finding import Sentence


def demands() -> dict[str, Sentence]:
    """Return every code with what it demands, in order."""
    found = {**READING, **{code: rule.demand for code, rule in RULES.items()}, **DEMANDS}
    return dict(sorted(found.items()))


def explain(code: str, out: TextIO) -> int:
    """Print what a code demands and where to read on. Returns 0, or 2 for a code nobody knows."""
    known = demands()
    wanted = code.strip().upper()
    said = known.get(wanted)
    if said is None:
        near = "、".join(difflib.get_close_matches(wanted, known, n=3, cutoff=0.5) or list(known)[:3])
        print(f"没有代码 {code}, 是不是 {near}? There is no code {code}.", file=out)
        return 2
    print(f"{wanted}\n{said.zh}\n{said.en}\ndocs/checks/{wanted}.md", file=out)
    return 0
