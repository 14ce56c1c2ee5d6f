"""A gateway that is killed under load: whatever was answered is recorded, and a proof of it verifies."""

from __future__ import annotations

import pytest

from bench.database import running
from bench.gateway import Line, recorded, sides_of

pytestmark = [pytest.mark.crash, pytest.mark.full, pytest.mark.xdist_group("killed-city")]
ROUNDS = 3


def test_no_answered_exchange_is_lost_to_a_kill_and_a_request_answered_before_it_is_refused_after(
    django_db_blocker,
):
    with django_db_blocker.unblock(), running() as server, sides_of(server) as sides:
        lost, answered = sides.killed(ROUNDS)
        assert answered > 0 and lost == 0

        (request,) = sides.calls(1)
        status, body = Line(sides.gateway).ask(request)
        assert status == 200
        sides.answered.append(body)
        sides.start.kill()
        sides.start()
        assert Line(sides.gateway).ask(request)[0] == 409
        assert sides.proved() == (1, 1)
        assert len(recorded(server)) >= answered + 1
