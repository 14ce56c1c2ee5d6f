"""A body's system asks the gateway: only what the grant names leaves, and only once it is recorded."""

from __future__ import annotations

import json
from datetime import date

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from yiwang.gateway.digests import subject_digests_ever
from yiwang.gateway.kinds import GATEWAY_EXCHANGE
from yiwang.gateway.tests.conftest import CITY, GRANT, PEOPLE, PURPOSE, register, send
from yiwang.kernel.products import Quota
from yiwang.store.checkpoints import sign_checkpoint
from yiwang.store.keys import public_line
from yiwang.store.receipts import check_document
from yiwang.store.sequencer import sequence


def exchanges(database):
    with psycopg.connect(database.superuser) as connection:
        rows = connection.execute("SELECT state FROM gateway_exchange_row ORDER BY answered_at").fetchall()
    return [GATEWAY_EXCHANGE.decode(bytes(row[0])) for row in rows]


def lines(data):
    return [json.loads(line) for line in (data / "logs" / "gateway-operational.log").read_text().splitlines()]


def test_a_signed_call_gets_the_granted_fields_masked_and_the_exchange_is_recorded(ask, database, case):
    answer = ask()
    assert answer.status == 200, answer.body
    assert answer.json["rows"] == [
        {"name": "张**", "id_number": "****", "born_on": "1990-03-07", "children": 2}
    ]
    (exchange,) = exchanges(database)
    assert exchange.case == case and exchange.rows == 1 and exchange.client == "shop-system"
    assert exchange.masked == ("name", "id_number") and exchange.purpose == PURPOSE["zh"]


def test_neither_ledger_nor_log_nor_row_holds_a_value_and_the_subject_is_found_by_the_keyed_digest(
    ask, database, data, door
):
    ask(values=["A2"])
    with psycopg.connect(database.superuser) as connection:
        (body,) = connection.execute(
            "SELECT convert_from(body, 'UTF8') FROM event WHERE kind = 'gateway_exchange'"
        ).fetchone()
        found = connection.execute(
            "SELECT count(*) FROM gateway_exchange_row WHERE subjects && %s",
            (list(subject_digests_ever(door.safe.keyring, CITY, "resident-id", "A2")),),
        ).fetchone()
    told = body + str(exchanges(database)) + (data / "logs" / "gateway-operational.log").read_text()
    told += (data / "gateway" / "nonces-yueyang.log").read_text()
    assert found == (1,)
    assert not [
        value for value in ("A2", "李样例", "CANARY-2") if f'"{value}"' in told or value in told.split()
    ]


def test_a_subject_that_is_not_there_gives_no_row_and_is_recorded_too(ask, database):
    answer = ask(values=["nobody"])
    assert answer.status == 200 and answer.json["rows"] == []
    assert exchanges(database)[0].rows == 0


def test_a_row_that_does_not_meet_the_grants_rule_is_not_given(ask):
    assert [row["name"] for row in ask(values=["A1", "A2", "A3"]).json["rows"]] == ["张**", "李**"]


def test_a_rule_may_ask_for_the_day(ask, governed):
    governed(grant=replace(GRANT, rows='born_on > today() - duration("P40Y")'))
    assert len(ask(values=["A1", "A2"]).json["rows"]) == 1


def test_what_has_no_mask_in_the_grant_is_masked_by_its_class_and_none_gives_it_whole(ask, governed):
    governed(grant=replace(GRANT, fields=("id_number", "income", "name"), masks={}))
    assert ask().json["rows"] == [{"id_number": "****", "income": "****", "name": "张演示"}]
    governed(grant=replace(GRANT, fields=("id_number",), masks={"id_number": "none"}))
    assert ask().json["rows"] == [{"id_number": "A1"}]


def test_fewer_fields_may_be_asked_for(ask, database):
    assert ask(fields=["children"]).json["rows"] == [{"children": 2}]
    assert exchanges(database)[0].fields == ("children",)


REFUSED = [
    ("no-grant", {"grant": "none-such"}),
    ("other-purpose", {"purpose": "统计"}),
    ("other-purpose", {"purpose": PURPOSE["zh"][:-1]}),
    ("no-case", {"case": "2611-00000000-0"}),
    ("other-field", {"fields": ["name", "secret"]}),
    ("no-key", {"by": "name"}),
    ("no-key", {"by": "secret"}),
    ("too-many", {"values": ["A1", "A2", "A3", "A4"]}),
]


def test_what_the_grant_does_not_allow_is_refused_and_nothing_is_recorded(ask, database):
    for code, other in REFUSED:
        answer = ask(**other)
        assert (answer.status, answer.code) == (403, f"gateway.{code}"), other
    assert exchanges(database) == []


FALLEN = [
    ("no-grant", replace(GRANT, to="education"), PEOPLE),
    ("not-in-force", replace(GRANT, until=date(2026, 11, 22)), PEOPLE),
    ("not-in-force", replace(GRANT, since=date(2026, 11, 24)), PEOPLE),
    ("other-matter", replace(GRANT, matters=("fire-check",)), PEOPLE),
    ("not-provided", GRANT, replace(PEOPLE, sharing="none")),
    ("not-provided", GRANT, replace(PEOPLE, until=date(2026, 11, 1))),
]


def test_a_grant_that_does_not_stand_gives_nothing(ask, governed, database):
    for code, grant, product in FALLEN:
        governed(grant=grant, product=product)
        assert ask().code == f"gateway.{code}"
    assert exchanges(database) == []


def test_a_rule_that_cannot_be_read_gives_nothing(ask, governed):
    for rule in ("alive = ", "no_such_field = 1"):
        governed(grant=replace(GRANT, rows=rule))
        assert ask().code == "gateway.rule-unreadable"


def test_a_case_that_is_over_or_another_bodys_opens_nothing(
    ask, registered, person, gateway, door, clock, key
):
    over = registered(person("owner-zheng"))
    assert ask(case=over.number).code == "gateway.case-over"
    register(door, clock, "elsewhere", "yueyang-market-regulation", key)
    said = {"grant": GRANT.id, "purpose": PURPOSE["zh"], "by": "id_number", "values": ["A1"]}
    body = json.dumps({**said, "case": over.number}).encode()
    assert send(gateway, body, key, "elsewhere.k1", clock.now).code == "gateway.no-case"


def test_more_than_the_days_quota_is_refused_also_after_a_restart_until_the_next_day(
    ask, governed, desk, clock
):
    governed(grant=replace(GRANT, quota=Quota(calls=2, at_once=1)))
    assert [ask().status, ask().status, ask().status] == [200, 200, 429]
    desk.quotas.__init__(desk._recorded)
    assert ask().code == "gateway.quota"
    clock.pass_(days=1)
    assert ask().status == 200


def test_a_call_without_an_answer_costs_no_quota(ask, governed, data):
    governed(grant=replace(GRANT, quota=Quota(calls=1, at_once=1)))
    file = data / "products" / "people.parquet"
    file.rename(file.with_suffix(".away"))
    assert ask().code == "gateway.provider-down"
    file.with_suffix(".away").rename(file)
    assert [ask().status, ask().status] == [200, 429]


def test_a_client_without_the_scope_or_stopped_gets_nothing(gateway, door, clock, city, key, case, client):
    body = json.dumps(
        {"grant": GRANT.id, "purpose": PURPOSE["zh"], "case": case, "by": "id_number", "values": ["A1"]}
    ).encode()
    register(
        door, clock, "reader", city.bodies["yueyanglou-market-regulation"].id, key, scopes=("case.read",)
    )
    assert send(gateway, body, key, "reader.k1", clock.now).code == "gateway.denied"
    clock.pass_(days=400)
    assert send(gateway, body, key, client, clock.now).json["error"]["params"] == {"why": "key"}


def test_an_answered_exchange_has_an_inclusion_proof_that_verifies(
    ask, gateway, door, database, key, client, clock
):
    answer = ask()
    path = f"/{CITY}/gateway/exchanges/{answer.json['exchange']}/receipt"
    publics = "".join(map(public_line, door.safe.keyring.publics(CITY)))
    promise = json.dumps(answer.json["promise"]).encode()
    assert check_document(promise, publics).standing == "holds"
    with door.pool.connection() as connection:
        assert sequence(connection, CITY) >= 1
        sign_checkpoint(connection, door.safe.keyring, CITY, clock.now)
    receipt = send(gateway, b"", key, client, clock.now, path=path, method="GET")
    assert check_document(receipt.body, publics).standing == "holds"
    assert receipt.json["entry"] == answer.json["promise"]["entry"] and receipt.json["proof"] is not None


def test_the_receipt_is_not_for_another_body(ask, gateway, door, clock):
    path = f"/{CITY}/gateway/exchanges/{ask().json['exchange']}/receipt"
    other = Ed25519PrivateKey.generate()
    register(door, clock, "schools", "yueyang-education", other)
    assert send(gateway, b"", other, "schools.k1", clock.now, path=path, method="GET").status == 404


def test_the_operational_log_names_legs_members_and_faults(ask, data, case):
    ask()
    ask(purpose="x")
    good, bad = lines(data)
    assert good["succeeded"] and good["clientMemberCode"] == "yueyanglou-market-regulation"
    assert good["serviceMemberCode"] == PEOPLE.owner and good["serviceCode"] == "people"
    assert 0 < good["requestInTs"] <= good["requestOutTs"] <= good["responseInTs"] <= good["responseOutTs"]
    assert (
        not bad["succeeded"] and bad["faultCode"] == "gateway.other-purpose" and bad["requestOutTs"] is None
    )
