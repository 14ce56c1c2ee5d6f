"""pm4py's woflan over workflow nets (JSON lines on standard input), in an interpreter that has pm4py.

pm4py is under the AGPL: it is no dependency of the project and runs in a process of its own. Answers a
line for each net: sound or not, and the seconds that woflan alone took; null when it took too long.
"""

from __future__ import annotations

import contextlib
import io
import json
import signal
import sys
import time
from typing import Any

LIMIT = 20  # seconds for one net


def judged(net: dict[str, Any]) -> tuple[bool | None, float]:
    """Return woflan's verdict on a net and the seconds it took."""
    from pm4py.algo.analysis.woflan import algorithm as woflan
    from pm4py.objects.petri_net.obj import Marking, PetriNet
    from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to

    drawn = PetriNet(net["name"])
    places = {name: PetriNet.Place(name) for name in net["places"]}
    drawn.places.update(places.values())
    for number, (before, after) in enumerate(net["transitions"]):
        transition = PetriNet.Transition(f"t{number}", f"t{number}")
        drawn.transitions.add(transition)
        for one in before:
            add_arc_from_to(places[one], transition, drawn)
        for one in after:
            add_arc_from_to(transition, places[one], drawn)
    start, end = Marking({places["source"]: 1}), Marking({places["sink"]: 1})
    settings = {woflan.Parameters.RETURN_ASAP_WHEN_NOT_SOUND: True}
    settings |= {woflan.Parameters.PRINT_DIAGNOSTICS: False}
    signal.alarm(LIMIT)
    begun = time.perf_counter()
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            sound = woflan.apply(drawn, start, end, settings)
    except TimeoutError:
        return None, float(LIMIT)
    finally:
        signal.alarm(0)
    return bool(sound), time.perf_counter() - begun


def _late(*_: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, _late)
    out = sys.stdout
    for line in sys.stdin:
        with contextlib.redirect_stdout(io.StringIO()):
            verdict, seconds = judged(json.loads(line))
        print(json.dumps([verdict, seconds]), file=out, flush=True)
