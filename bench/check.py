"""How long `yiwang check` takes: on the yueyang pack, and on generated packs of up to 1,000 matters.

Each check runs in a process of its own, from reading the folder to the last finding printed. `ours` is the
seconds of the pack of 1,000 matters, `other` those of the yueyang pack; `growth` is the exponent between the
smallest and the largest generated pack (1: twice the matters take twice as long), without what the places and
bodies alone take.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.packs import BASE, make

SIZES = (125, 250, 500, 1000)


def measure(rounds: int = 5) -> dict[str, Any]:
    """Return seconds, findings and greatest memory by size; every size is measured in each round."""
    rounds = min(rounds, 3)
    with tempfile.TemporaryDirectory() as folder:
        packs = {size: make(Path(folder) / str(size), size) for size in SIZES}
        found: dict[str, list[dict[str, float]]] = {}
        for _ in range(rounds):
            found.setdefault("yueyang", []).append(_checked(BASE))
            for size, pack in packs.items():
                found.setdefault(str(size), []).append(_checked(pack))
    by_pack = {name: min(runs, key=lambda run: run["seconds"]) for name, runs in found.items()}
    alone = by_pack["yueyang"]["seconds"]
    low, high = by_pack[str(SIZES[0])]["seconds"] - alone, by_pack[str(SIZES[-1])]["seconds"] - alone
    longest = [run["seconds"] for run in found[str(SIZES[-1])]]
    return {
        "ratio": by_pack[str(SIZES[-1])]["seconds"] / alone,
        "low": min(longest) / alone,
        "high": max(longest) / alone,
        "ours": by_pack[str(SIZES[-1])]["seconds"],
        "other": alone,
        "unit": "s: 1,000 matters, yueyang",
        "growth": math.log(high / low) / math.log(SIZES[-1] / SIZES[0]),
        "packs": by_pack,
    }


def _checked(pack: Path) -> dict[str, float]:
    begun = perf_counter()
    ran = subprocess.run(
        [sys.executable, "-m", "bench.check", str(pack)], capture_output=True, text=True, check=True
    )
    told: dict[str, float] = json.loads(ran.stdout)
    return {"seconds": round(perf_counter() - begun, 2), **told}


def main() -> None:
    """Check one pack, and print how many findings and how many megabytes that took."""
    from datetime import date
    from io import StringIO

    from yiwang.pack.check.command import check

    out = StringIO()
    code = check(Path(sys.argv[1]), date(2026, 11, 24), out=out, json=True)
    findings = json.loads(out.getvalue())["findings"]
    assert code == 0, [one for one in findings if one["level"] == "error"][:3]
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"findings": len(findings), "megabytes": round(megabytes)}))


if __name__ == "__main__":
    main()
