"""Is every process sound? Our check against pm4py's woflan, on the nets both finish, verdicts compared.

pm4py is under the AGPL and no dependency: name an interpreter that has it in `YIWANG_WOFLAN_PYTHON`
(python -m venv DIR; DIR/bin/pip install pm4py). Without it only our own seconds are printed.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.nets import OFFICER, made, petri
from yiwang.kernel.bpmn.net import DONE, END, PARALLEL, START, USER, Flow, Net, Node
from yiwang.kernel.bpmn.sound import examine

SEEDS = range(40)


def nets() -> list[Net]:
    """Return 40 processes of depth 2 and 3, half of them with one wrong join."""
    return [made(seed, 2 + seed % 2, broken=bool(seed // 2 % 2)) for seed in SEEDS]


def wide(branches: int, tasks: int) -> Net:
    """Return parallel branches of tasks."""
    nodes = [Node(id="start", kind=START), Node(id="fork", kind=PARALLEL), Node(id="join", kind=PARALLEL)]
    flows = [Flow("in", "start", "fork"), Flow("out", "join", "end")]
    for branch in range(branches):
        before = "fork"
        for number in range(tasks):
            name = f"task-{branch}-{number}"
            nodes.append(Node(id=name, kind=USER, position=OFFICER, outcomes=(DONE,)))
            flows.append(Flow(f"to-{name}", before, name))
            before = name
        flows.append(Flow(f"from-{branch}", before, "join"))
    return Net("wide", (*nodes, Node(id="end", kind=END)), tuple(flows))


def woflan(drawn: list[Net]) -> list[tuple[bool | None, float]]:
    """Return woflan's verdict and seconds for each net; [] without an interpreter that has it."""
    python = os.environ.get("YIWANG_WOFLAN_PYTHON")
    if not python:
        return []
    lines = "".join(json.dumps(petri(net)) + "\n" for net in drawn)
    script = Path(__file__).with_name("woflan.py")
    ran = subprocess.run([python, "-P", str(script)], input=lines, capture_output=True, text=True, check=True)
    return [(verdict, seconds) for verdict, seconds in map(json.loads, ran.stdout.splitlines())]


def measure(rounds: int = 5) -> dict[str, Any]:
    """Return how many times faster ours is on the nets both finish, by round; verdicts that differ.

    `twelve_branches` are the seconds for 12 parallel branches of 5 tasks.
    """
    drawn = nets()
    theirs = woflan(drawn)
    both = [at for at, (verdict, _) in enumerate(theirs) if verdict is not None]
    seconds = sum(theirs[at][1] for at in both)
    ratios, ours = [], []
    for _ in range(rounds):
        begun = perf_counter()
        verdicts = [not examine(drawn[at]) for at in (both or range(len(drawn)))]
        ours.append(perf_counter() - begun)
        ratios.append(seconds / ours[-1])
    begun = perf_counter()
    examine(wide(12, 5))
    branches = perf_counter() - begun
    middle = sorted(ratios)[rounds // 2]
    return {
        "ratio": middle,
        "low": min(ratios),
        "high": max(ratios),
        "ours": len(verdicts) / sorted(ours)[rounds // 2],
        "other": len(both) / seconds if seconds else 0,
        "unit": f"nets/s; 12 branches {branches:.4f} s; {len(both)} of {len(drawn)} finished by both",
        "sound": sum(verdicts),
        "verdicts_differ": sum(theirs[at][0] != verdict for at, verdict in zip(both, verdicts, strict=True))
        if both
        else -1,
    }
