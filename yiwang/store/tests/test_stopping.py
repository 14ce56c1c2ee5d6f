"""A process that is told to stop stops, wherever the signal finds it."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

WAITS = """
from yiwang.store.stopping import stop_when_told
stop = stop_when_told()
print("ready", flush=True)
while not stop.wait(0):
    pass
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_that_comes_while_the_event_is_looked_at_stops_the_process(number: signal.Signals) -> None:
    for _ in range(5):
        process = subprocess.Popen([sys.executable, "-c", WAITS], stdout=subprocess.PIPE)
        assert process.stdout is not None
        with process, process.stdout as said:
            assert said.readline() == b"ready\n"
            process.send_signal(number)
            try:
                assert process.wait(60) == 0
            finally:
                process.kill()
