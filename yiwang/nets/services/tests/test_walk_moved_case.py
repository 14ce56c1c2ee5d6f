"""A running case that was moved to newer rules, as its applicant and its officer read it in a browser."""

from __future__ import annotations

import shutil
from datetime import timedelta

import psycopg
import pytest

from yiwang.kernel.access import Actor, Holding
from yiwang.kernel.migrate_command import Migrate
from yiwang.nets.services.tests.applications import accepted
from yiwang.nets.services.tests.conftest import PACK
from yiwang.serve.cities import Served, publish
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, execute
from yiwang.web import cities

pytestmark = [pytest.mark.browser, pytest.mark.full]
LEAD = "yueyanglou-health"
APPROVER = Actor(
    f"person-{LEAD}-approver", "staff", (Holding(f"{LEAD}-approver", "approver", LEAD, "430602"),)
)


def test_the_timeline_says_that_the_rules_changed_what_changed_and_why(
    walker, door, clock, database, tmp_path
):
    number = accepted(walker)
    pack = tmp_path / "yueyang"
    shutil.copytree(PACK, pack)
    path = pack / "matters" / "public-place-hygiene" / "matter.yaml"
    written = path.read_text()
    assert "promised: 10 工作日" in written
    path.write_text(written.replace("promised: 10 工作日", "promised: 8 工作日"))
    clock.pass_(hours=1)
    with psycopg.connect(database.owner, autocommit=True) as connection:
        newer = publish(connection, pack, "yueyang", clock.now - timedelta(minutes=1))
        (stream,) = connection.execute("SELECT id FROM case_row WHERE number = %s", (number,)).fetchone()
    cities.forget()
    cities.serve_from(Served(database.app, seconds=3600))
    move = Ask(
        "yueyang", CASE, stream, Migrate(pack=newer), APPROVER, clock.now,
        secrets={"reason": "承诺时限缩短了"}, onto=newer,
    )  # fmt: skip
    done = execute(door, move)
    assert isinstance(done, Done), done

    for persona in ("owner-luo", "officer-health"):
        walker.sign_in(persona)
        walker.open(number)
        told = walker.text()
        assert "8 工作日" in told and "承诺时限缩短了" in told, told
        assert "转" in told.split("办理过程")[1]
        assert walker.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert "认领" in "".join(walker.offered(number))  # and it goes on
