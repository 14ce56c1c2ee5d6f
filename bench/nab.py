"""Deviation from season, scored on the labelled series of the Numenta Anomaly Benchmark by its own method.

The rules are those of docs/sensing.md: `kind: season`, six spreads above or below, over at three, flapping
within the hour damped; a detection is where one is raised. The usual of an hour is learnt from the days
before, as the worker learns it from hourly sums. The series are no clean test: a first form scored below zero
on them, and noise within the hour, the hysteresis and the damping were added after that was seen. They are 12
of the corpus' 58; its published scores are of all. `ours` is the score, 100 at most, 0 for saying nothing;
`other` that of a fixed threshold at six robust spreads of the first days; `ratio` the share of a perfect
score.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from bench.nab_scoring import normalized, probation, raw_score
from yiwang.ingest.rules.engine import Engine
from yiwang.ingest.rules.model import StreamOf, Surroundings
from yiwang.kernel.sensing.rule_model import Rule
from yiwang.kernel.sensing.season import Hour, Usual, usual

FOLDER = Path(os.environ.get("YIWANG_SHARED") or Path(__file__).parents[2] / "shared") / "data/sensing/nab"
NAME = "series.value"
TITLE = {"zh": "偏差", "en": "Deviation"}
OWN = {"kind": "season", "property": "any", "repeat_minutes": 60, "lateness_minutes": 0}
RULES = (
    Rule(id="above", title=TITLE, above="6", clears="3", **OWN),  # type: ignore[arg-type]
    Rule(id="below", title=TITLE, below="-6", clears="-3", **OWN),  # type: ignore[arg-type]
)
"""As docs/sensing.md says a rule of deviation is best written."""
Series = list[tuple[datetime, float]]


class Skipped(Exception):
    """The series are not here."""


def measure(rounds: int = 1) -> dict[str, Any]:
    """Return the score over all series, and of each; the same in every round."""
    if not FOLDER.exists():
        raise Skipped(f"{FOLDER} is missing")
    windows_of = json.loads((FOLDER / "combined_windows.json").read_text())
    total, plain, windows, each = 0.0, 0.0, 0, {}
    for name, limits in windows_of.items():
        series = _read(name)
        known = [_rows(series, *pair) for pair in limits]
        raw = raw_score(detections(series), known)
        total, plain = total + raw, plain + raw_score(_fixed(series), known)
        windows += len(known)
        each[name.rpartition("/")[2]] = round(normalized(raw, len(known)) if known else raw, 2)
    ours, other = normalized(total, windows), normalized(plain, windows)
    ratio = ours / 100
    return {
        "ratio": ratio, "low": ratio, "high": ratio, "ours": ours, "other": other,
        "unit": f"of 100 by NAB's standard profile, {len(windows_of)} series, {windows} windows",
        "series": each,
    }  # fmt: skip


def detections(series: Series) -> list[bool]:
    """Return at which rows the rules are raised, or raised again."""
    learnt = Learner()
    engine = Engine(RULES, [StreamOf(NAME, "any", "series", 5)], Surroundings("UTC", learnt.usual))
    found = []
    for at, value in series:
        engine.feed([(at, NAME, Decimal(str(value)))], at)
        learnt.take(at, value)
        found.append(any(change.what == "raised" for change in engine.taken()))
    return found


class Learner:
    """Sums of hours, as the tables keep them."""

    def __init__(self) -> None:
        self._hours: dict[date, dict[int, Hour]] = {}

    def take(self, at: datetime, value: float) -> None:
        """Add a value to its hour."""
        hours = self._hours.setdefault(at.date(), {})
        was = hours.get(at.hour, Hour(0, 0.0, value, value))
        mean = was.mean + (value - was.mean) / (was.n + 1)
        hours[at.hour] = Hour(was.n + 1, mean, min(was.lowest, value), max(was.highest, value))

    def usual(self, stream: str, day: date) -> Mapping[int, Usual]:
        """Return what is usual at the hours of a day, from the days before it."""
        return usual(self._hours, day)


def _fixed(series: Series) -> list[bool]:
    """Say where a value first lies six spreads off the median of what is not scored."""
    known = [value for _, value in series[: probation(len(series))]]
    level = median(known)
    spread = 1.4826 * median(abs(one - level) for one in known) or 1e-9
    beyond = [abs(value - level) >= 6 * spread for _, value in series]
    return [now and not before for before, now in zip([False, *beyond], beyond, strict=False)]


def _read(name: str) -> Series:
    path = FOLDER / (name if (FOLDER / name).exists() else name.rpartition("/")[2])
    with path.open(newline="") as opened:
        return [
            (datetime.fromisoformat(row["timestamp"]).replace(tzinfo=UTC), float(row["value"]))
            for row in csv.DictReader(opened)
        ]


def _rows(series: Series, first: str, last: str) -> tuple[int, int]:
    begins, ends = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (first, last))
    rows = [number for number, (at, _) in enumerate(series) if begins <= at <= ends]
    return rows[0], rows[-1]
