"""`python -m bench [NAME …] [--json] [--rounds N]`: every figure the docs state, measured on this machine."""

from __future__ import annotations

import argparse
import importlib
import json
import sys

NAMES = (
    "calendar",
    "kernel",
    "execute",
    "batch",
    "spiff",
    "dmn",
    "feel",
    "soundness",
    "check",
    "scope",
    "may",
    "places",
    "guessing",
)
BY_NAME_ONLY = (
    "walls",
    "lighthouse",
    "search",
    "list",
    "create",
    "ingest",
    "reports",
    "nab",
    "rules",
    "dashboards",
    "opening",
    "catalogue",
    "findings",
    "assets",
    "incidents",
    "gateway",
)


def main() -> int:
    """Run the named measurements, or all. 0 measured, 2 no such name."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"{', '.join((*NAMES, *BY_NAME_ONLY))}; prepare"
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    names = options.names or list(NAMES)
    if names == ["prepare"]:
        print(importlib.import_module("bench.million").prepare())
        print(importlib.import_module("bench.observed").prepare())
        return 0
    known = (*NAMES, *BY_NAME_ONLY)
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no measurement called {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    figures = {}
    for name in names:
        measured = importlib.import_module(f"bench.{name}")
        try:
            figures[name] = measured.measure(rounds=options.rounds)
        except getattr(measured, "Skipped", ()) as reason:
            print(f"SKIPPED {name}: {reason}; nothing was measured", file=sys.stderr, flush=True)
            continue
        if not options.json:
            print(line(name, figures[name]), flush=True)
    if options.json:
        print(json.dumps(figures))
    return 0


def line(name: str, figure: dict[str, float | str]) -> str:
    """Return one figure as a line."""
    return (
        f"{name:10} ratio {figure['ratio']:.3g} ({figure['low']:.3g} to {figure['high']:.3g})"
        f"   ours {figure['ours']:,.0f}, other {figure['other']:,.0f} {figure['unit']}"
    )


if __name__ == "__main__":
    sys.exit(main())
