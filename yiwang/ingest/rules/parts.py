"""Rules by the lateness they wait for: what waits long must not hold up what need not. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from yiwang.kernel.sensing.rule_model import Rule


def parts(rules: Sequence[Rule]) -> dict[int, tuple[Rule, ...]]:
    """Return the rules by lateness in minutes; rules that look at one another wait for the latest of them."""
    root = {rule.id: rule.id for rule in rules}

    def top(id: str) -> str:
        while root[id] != id:
            id = root[id]
        return id

    for rule in rules:
        for other in (*rule.of, *rule.inhibited_by):
            if other in root:
                root[top(other)] = top(rule.id)
    waits: dict[str, int] = {}
    for rule in rules:
        waits[top(rule.id)] = max(waits.get(top(rule.id), 0), rule.lateness_minutes)
    found: dict[int, list[Rule]] = {}
    for rule in rules:
        found.setdefault(waits[top(rule.id)], []).append(rule)
    return {minutes: tuple(several) for minutes, several in sorted(found.items())}


def marks_of(rules: Sequence[Rule]) -> dict[str, str]:
    """Return what tells a rule from a changed one, by id: not its name, nor what it opens."""
    own = {
        rule.id: msgspec.json.encode(replace(rule, title={}, opens="", severity="")).decode()
        for rule in rules
    }
    found: dict[str, str] = {}
    for rule in rules:  # a combination is another when one of its parts is; parts stand before it (YW231)
        said = own[rule.id] + "".join(found.get(part, "") for part in rule.of)
        found[rule.id] = sha256(said.encode()).hexdigest()[:16]
    return found
