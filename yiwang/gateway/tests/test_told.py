"""A provider that broke its contract is told to the body whose product it is."""

from __future__ import annotations

import json

import psycopg

from yiwang.gateway.tests.conftest import PEOPLE
from yiwang.gateway.tests.test_providers import service
from yiwang.nets.messages.kinds import MESSAGE
from yiwang.nets.messages.relays import messages
from yiwang.people.sync import sync
from yiwang.store.worker import Worker


def test_the_owners_steward_or_head_reads_what_was_wrong_and_no_value(ask, data, database, governed, clock):
    with service(lambda _: json.dumps({"rows": [{"id_number": "CANARY"}]}).encode()) as address:
        (data / "gateway.yaml").write_text(f"yueyang:\n  people: {{rest: '{address}', key: id_number}}\n")
        assert ask().code == "gateway.contract"
    sync(governed.door, "yueyang", governed.door.cities("yueyang", None), clock.now)
    worker = Worker(governed.door, clock, (messages(governed.door),))
    for _ in range(2):
        worker.round()
    with psycopg.connect(database.superuser) as connection:
        rows = connection.execute(
            "SELECT state FROM message_row WHERE template = 'provider-blocked'"
        ).fetchall()
    told = [MESSAGE.decode(bytes(row[0])) for row in rows]
    assert told and len({one.to for one in told}) == len(told)
    assert all(one.about.body == PEOPLE.owner for one in told)
    assert "缺少目录上写的数据项（数据项 alive）" in told[0].words["body"]["zh"] and "CANARY" not in str(told)
