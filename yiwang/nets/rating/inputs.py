"""What is typed on this net's pages, read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from yiwang.kernel.refusal import Refusal
from yiwang.nets.rating import saying
from yiwang.nets.rating.grading import ASPECTS
from yiwang.nets.rating.records import RuleChange

LONGEST_CONTACT = 200


def number(text: str) -> int:
    """Return a grade as it was typed, 0 where it is none."""
    return int(text) if text in ("1", "2", "3", "4", "5") else 0


def aspects(sent: Mapping[str, str]) -> dict[str, int]:
    """Return the aspects that were graded; those left out are absent."""
    return {name: number(sent[f"aspect.{name}"]) for name in ASPECTS if sent.get(f"aspect.{name}")}


def words(sent: Mapping[str, str], *names: str) -> dict[str, str] | Refusal:
    """Return what was written in these fields, without those left empty; refuses what is too long."""
    found = {name: sent.get(name, "").strip() for name in names}
    longest = max((len(one) for one in found.values()), default=0)
    if longest > saying.LONGEST:
        return saying.words_too_long(longest)
    return {name: one for name, one in found.items() if one}


def change(sent: Mapping[str, str]) -> RuleChange | Refusal | None:
    """Return the rule change that was typed; None where nothing of it was, a refusal where part is."""
    typed = {name: sent.get(name, "").strip() for name in ("rule", "how", "rule_en", "how_en")}
    parts = [sent.get(f"since.{part}", "").strip() for part in ("year", "month", "day")]
    if not any(typed.values()) and not any(parts):
        return None
    try:
        since = date(*(int(part) for part in parts))
    except ValueError:
        return Refusal(
            code="rating.no-day",
            zh=f"“{'-'.join(parts)}”不是一个日期。请写明从哪年哪月哪日起。",
            en=f"“{'-'.join(parts)}” is no date. Say from which year, month and day.",
            params={"typed": "-".join(parts)},
        )
    made = RuleChange(
        rule={"zh": typed["rule"], "en": typed["rule_en"] or typed["rule"]},
        how={"zh": typed["how"], "en": typed["how_en"] or typed["how"]},
        since=since,
    )
    return saying.unsound_change(made) or made
