"""Machine clients, break-glass, who may what and why, and what the administrators did."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from hashlib import sha256

import psycopg
import pytest

from yiwang.kernel.access import ANONYMOUS, Actor, Holding, may, system
from yiwang.kernel.numbers import stream_id
from yiwang.kernel.people import client as client_rules
from yiwang.kernel.people import glass, mandate
from yiwang.nets.people.explaining import VERBS
from yiwang.nets.people.tests.conftest import MONDAY
from yiwang.people.ids import client_stream
from yiwang.people.kinds import CLIENT, GLASS, MANDATE
from yiwang.store.execute import Ask, Done, execute
from yiwang.store.wall import city_transaction
from yiwang.web import cities, store_door

DESK = "/yueyang/desk"
OFFICER = "person-yueyanglou-health-officer"
MARKET = "person-yueyanglou-market-regulation-officer"


def post(client, path, key=None, **typed):
    return client.post(f"{DESK}/{path}", {"key": key or secrets.token_urlsafe(16), **typed})


@pytest.fixture
def registered(people, clients):
    """The id of a client of the health bureau, without rights."""
    answer = post(
        clients("system-admin"),
        "clients/register",
        body="yueyanglou-health",
        title_zh="卫健业务系统",
        title_en="Health system",
    )
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].rstrip("/").rpartition("/")[2]


def kept(people, client):
    stream = client_stream("yueyang", client)
    with (
        people.pool.connection() as connection,
        city_transaction(connection, "yueyang", system("t")) as cursor,
    ):
        row = cursor.execute("SELECT state FROM client_row WHERE id = %s", (stream,)).fetchone()
    return CLIENT.decode(bytes(row[0]))


def key_shown(answer):
    return re.search(r"yw1\.(\w+)\.(\w+)\.([\w-]+)", answer.content.decode())


def test_a_key_is_shown_once_and_only_its_digest_is_kept(people, clients, registered, database):
    client = clients("security-admin")
    assert post(client, f"clients/{registered}/allow", scopes=["case.read"]).status_code == 302
    found = key_shown(post(client, f"clients/{registered}/rotate"))
    id, key, secret = found.groups()

    record = kept(people, registered)
    assert id == client_stream("yueyang", registered).hex and record.scopes == ("case.read",)
    assert [(one.id, one.digest) for one in record.keys] == [(key, sha256(secret.encode()).hexdigest())]
    assert secret not in client.get(f"{DESK}/clients/{registered}/").content.decode()
    with psycopg.connect(database.owner) as connection:
        bodies = connection.execute("SELECT body FROM event WHERE kind = 'client'").fetchall()
    assert not any(secret.encode() in bytes(row[0]) for row in bodies)
    asks = client_rules.actor(
        record, key, record.keys[0].digest, MONDAY, store_door.city_under("yueyang", None)
    )
    assert asks is not None and asks.scopes == {"case.read"}


def test_a_system_that_signs_gives_its_public_key_and_no_secret_is_made(people, clients, registered):
    client = clients("security-admin")
    bad = post(client, f"clients/{registered}/rotate", public="not a key")
    assert bad.status_code == 409 and "64 个十六进制字符" in bad.content.decode()
    assert post(client, f"clients/{registered}/rotate", public="ab" * 32).status_code == 302
    (key,) = kept(people, registered).keys
    assert (key.public, key.digest) == ("ab" * 32, "")
    page = client.get(f"{DESK}/clients/{registered}/").content.decode()
    assert f"{registered}.{key.id}" in page and "yw1." not in page
    record = kept(people, registered)
    city = store_door.city_under("yueyang", None)
    assert client_rules.actor(record, key.id, "", MONDAY, city) is None
    assert client_rules.signer(record, key.id, MONDAY, city)[1] == b"\xab" * 32


def test_a_new_key_lets_the_old_one_live_on_and_a_leaked_one_not(people, clients, registered):
    client = clients("security-admin")
    post(client, f"clients/{registered}/rotate")
    page = post(client, f"clients/{registered}/rotate").content.decode()
    assert "以前的密钥" in page
    ends = [one.until for one in kept(people, registered).keys]
    assert ends[0] == MONDAY + timedelta(days=client_rules.OVERLAP_DAYS)
    post(client, f"clients/{registered}/rotate", at_once="yes")
    assert len(kept(people, registered).keys) == 1


def test_the_same_button_pressed_twice_makes_one_key_and_shows_it_once(people, clients, registered):
    client, key = clients("security-admin"), secrets.token_urlsafe(16)
    assert key_shown(post(client, f"clients/{registered}/rotate", key))
    second = post(client, f"clients/{registered}/rotate", key)
    assert second.status_code == 302 and len(kept(people, registered).keys) == 1


def test_who_registers_a_client_gives_it_no_rights(people, clients, registered):
    client = clients("system-admin")
    assert post(client, f"clients/{registered}/allow", scopes=["case.read"]).status_code == 403
    assert post(client, f"clients/{registered}/rotate").status_code == 403
    assert post(client, f"clients/{registered}/stop").status_code == 409
    assert post(client, f"clients/{registered}/stop", sure="yes").status_code == 302
    assert kept(people, registered).phase == "stopped"


@pytest.fixture
def broken(people):
    """The id of a break-glass of an officer of another body, on a case of the health bureau."""
    stream = stream_id(MONDAY, secrets.token_bytes(10))
    actor = cities.get("yueyang").actor("officer-market")
    command = glass.Break(glass=str(stream), case=str(stream), lead="yueyanglou-health")
    done = execute(
        people,
        Ask("yueyang", GLASS, stream, command, actor, store_door.now(), secrets={"reason": "群众求救"}),
    )
    assert isinstance(done, Done)
    return stream


def test_a_break_glass_is_told_on_every_page_of_those_who_must_see_it(people, clients, broken):
    for who in ("security-admin", "audit-admin", "chief-health"):
        assert "有 1 次还没有审查" in clients(who).get("/yueyang/").content.decode(), who
    for who in ("", "system-admin", "officer-health", "resident-liu", "auditor"):
        assert "有 1 次还没有审查" not in clients(who).get("/yueyang/").content.decode(), who


def test_an_overdue_review_is_told_as_overdue(people, clients, clock, broken):
    clock.pass_(days=10)
    page = clients("security-admin").get(f"{DESK}/glass/").content.decode()
    assert "late-day" in page and "已逾期" in page


def test_a_review_needs_a_verdict_and_words_and_ends_the_alarm(people, clients, broken):
    client = clients("security-admin")
    page = client.get(f"{DESK}/glass/{broken}/").content.decode()
    assert "群众求救" in page
    lacking = post(client, f"glass/{broken}/review", verdict="justified")
    assert lacking.status_code == 409 and re.search('value="justified" checked', lacking.content.decode())
    assert post(client, f"glass/{broken}/review", verdict="justified", note="核实无误").status_code == 302
    assert "还没有审查" not in client.get("/yueyang/").content.decode()
    assert post(clients("audit-admin"), f"glass/{broken}/review", verdict="justified").status_code == 403


@pytest.fixture
def case(people, clock):
    """An accepted case of the health bureau: its number."""
    from tests.test_access_matrix import Cases

    return Cases(people, clock.now).accepted()[0]


def ask(client, **typed):
    return client.post(f"{DESK}/why/", {"ask": "why", **typed})


def test_why_may_she_agrees_with_the_rules_for_every_verb(people, clients, case):
    city = cities.get("yueyang")
    client = clients("security-admin")
    from yiwang.nets.people import explaining

    for persona, person in (("officer-health", OFFICER), ("officer-market", MARKET)):
        page = ask(client, who=person, kind="case", object=case).content.decode()
        rows = re.findall(r'<code class="help">([\w.-]+)</code>.*?class="(yes|no)"', page, re.S)
        said = {verb: word == "yes" for verb, word in rows}
        with people.pool.connection() as one, city_transaction(one, "yueyang", system("t")) as cursor:
            state = cursor.execute("SELECT state FROM case_row WHERE number = %s", (case,)).fetchone()
        from yiwang.store.cases import CASE

        target = CASE.decode(bytes(state[0])).target
        assert said == {
            verb: may(city.actor(persona), verb, target, explaining.HANDLING)
            for verb in explaining.verbs_for("case")
        }


def test_the_ground_names_the_position_and_what_is_missing(people, clients, case):
    client = clients("security-admin")
    yes = ask(client, who=OFFICER, kind="case", object=case, verb="case.accept").content.decode()
    assert "岳阳楼区卫生健康局 · 经办岗" in yes and "本单位主责的" in yes
    no = ask(client, who=MARKET, kind="case", object=case, verb="case.accept").content.decode()
    assert "管不到这个对象" in no
    never = ask(client, who=OFFICER, kind="case", object=case, verb="case.decide").content.decode()
    assert "没有一个岗位能做这件事" in never


def test_who_may_read_a_case_is_everybody_who_may_and_nobody_else(people, clients, case, broken):
    page = clients("security-admin").post(f"{DESK}/why/", {"ask": "who", "number": case}).content.decode()
    main = page.partition('id="readers"')[2]
    assert f"/people/{OFFICER}/" in main and "person-yueyang-audit-auditor" in main
    assert "申请人" in main and MARKET not in main


def test_nothing_is_asked_by_address(people, clients, case):
    page = clients("audit-admin").get(f"{DESK}/why/?who={OFFICER}&object={case}").content.decode()
    assert 'id="answer"' not in page


def test_an_unknown_number_is_said_and_what_was_typed_kept(people, clients):
    answer = ask(clients("security-admin"), who=OFFICER, kind="case", object="2611-XXXXXXXXX")
    assert answer.status_code == 409 and 'value="2611-XXXXXXXXX"' in answer.content.decode()


def test_every_verb_has_its_words(people):
    from yiwang.web.words import T

    assert len(VERBS) > 50 and all(T(f"desk.verb.{verb}")["zh"] for verb in VERBS)


def test_the_audit_administrator_sees_every_act_of_the_other_two(people, clients, registered, broken):
    post(clients("security-admin"), f"people/{OFFICER}/end-sessions")
    clients("system-admin").get(f"{DESK}/people/{OFFICER}/")
    page = clients("audit-admin").get(f"{DESK}/acts/").content.decode()
    for words in ("退出全部登录", "登记系统接入：卫健业务系统", "紧急查看一个办件", "打开加密内容的次数"):
        assert words in page
    chosen = (
        clients("audit-admin")
        .get(f"{DESK}/acts/?person=person-yueyang-cyberspace-security-admin")
        .content.decode()
    )
    assert "退出全部登录" in chosen and "登记系统接入：卫健业务系统" not in chosen
    assert "没有。" in clients("audit-admin").get(f"{DESK}/acts/?day=2026-11-20").content.decode()


def test_an_export_is_recorded_before_it_is_handed_over(people, clients, registered):
    day = {f"{name}.{part}": value for name in ("first", "last") for part, value in
           (("y", "2026"), ("m", "11"), ("d", "23"))}  # fmt: skip
    answer = post(clients("audit-admin"), "acts/export", **day)
    text = answer.content.decode("utf-8-sig")
    lines = text.splitlines()
    assert answer["Content-Disposition"] == 'attachment; filename="acts-2026-11-23-2026-11-23.csv"'
    assert lines[0].startswith("at,actor,position") and any("登记系统接入" in line for line in lines)
    assert "赵演安" not in text
    page = clients("audit-admin").get(f"{DESK}/acts/").content.decode()
    assert f"导出 2026-11-23 至 2026-11-23 的管理员操作，共 {len(lines) - 1} 条" in page


def test_a_cell_that_would_be_a_formula_is_text_in_the_export(people, clients):
    title = "=1+1"
    post(clients("system-admin"), "clients/register", body="yueyanglou-health", title_zh=title, title_en="x")
    from yiwang.nets.people.views.acts import _harmless

    assert _harmless("=1+1") == "'=1+1" and _harmless("任岗") == "任岗"


def test_mandates_are_read_and_no_name_is_opened(people, clients):
    stream = stream_id(MONDAY, secrets.token_bytes(10))
    offer = mandate.Offer(
        mandate=str(stream),
        principal="p-1",
        since=MONDAY.date(),
        until=MONDAY.date(),
        digest="d",
    )
    execute(people, Ask("yueyang", MANDATE, stream, offer, Actor("p-1", "resident"), MONDAY))
    for who in ("security-admin", "audit-admin"):
        assert "p-1" in clients(who).get(f"{DESK}/mandates/").content.decode()
        assert "提出委托" in clients(who).get(f"{DESK}/mandates/{stream}/").content.decode()
    for who in ("system-admin", "resident-liu", "owner-luo"):
        assert clients(who).get(f"{DESK}/mandates/").status_code == 403
        assert clients(who).get(f"{DESK}/mandates/{stream}/").status_code == 403


def test_a_client_of_another_district_is_out_of_reach(people, clients, registered):
    actor = Actor("p-x", "staff", (Holding("x", "security-admin", "yunxi-health", "430603"),))
    command = client_rules.Allow(scopes=("case.read",))
    stream = client_stream("yueyang", registered)
    answer = execute(people, Ask("yueyang", CLIENT, stream, command, actor, MONDAY))
    assert not isinstance(answer, Done) and answer.code == "access.denied"


def test_who_opened_sealed_answers_of_a_case_is_seen_too(people, clients, case, database):
    with psycopg.connect(database.owner) as connection:
        connection.execute(
            "INSERT INTO sealed_reading (city, case_id, actor, purpose, at, fields)"
            " SELECT city, id, %s, 'identity', %s, 1 FROM case_row WHERE number = %s",
            (f"{OFFICER}@yueyanglou-health-officer", MONDAY, case),
        )
    page = clients("audit-admin").get(f"{DESK}/acts/").content.decode()
    assert "办件的个人信息" in page and "核对身份" in page


def test_the_second_wall_shows_the_desks_tables_to_administrators_alone(people, clients, registered):
    clients("system-admin").get(f"{DESK}/people/")
    day = {f"{name}.{part}": value for name in ("first", "last") for part, value in
           (("y", "2026"), ("m", "11"), ("d", "23"))}  # fmt: skip
    post(clients("audit-admin"), "acts/export", **day)

    def seen(persona):
        actor = cities.get("yueyang").actor(persona) if persona else ANONYMOUS
        with people.pool.connection() as one, city_transaction(one, "yueyang", actor) as cursor:
            tables = ("person_reading", "acts_export_row")
            return [cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0 for table in tables]

    assert [seen(who) for who in ("system-admin", "audit-admin")] == [[True, True]] * 2
    for who in ("", "officer-market", "resident-liu", "auditor", "cdo"):
        assert seen(who)[1] is False, who
    assert seen("resident-liu") == [False, False] and seen("") == [False, False]


def test_a_day_of_many_acts_takes_as_many_queries_as_one_of_few(people, clients, queries):
    client = clients("audit-admin")
    post(clients("security-admin"), f"people/{OFFICER}/end-sessions")
    client.get(f"{DESK}/acts/")
    queries.clear()
    client.get(f"{DESK}/acts/")
    few = len(queries)
    for _ in range(5):
        post(clients("security-admin"), f"people/{OFFICER}/end-sessions")
        post(clients("security-admin"), f"people/{MARKET}/end-sessions")
    queries.clear()
    assert client.get(f"{DESK}/acts/").content.decode().count("退出全部登录") == 11
    assert len(queries) == few


def test_a_key_from_the_desk_opens_the_citys_interface_until_it_is_stopped(people, clients, registered):
    admin = clients("security-admin")
    post(admin, f"clients/{registered}/allow", scopes=["case.read"])
    text = key_shown(post(admin, f"clients/{registered}/rotate"))[0]

    def asked():
        return clients("").get("/yueyang/api/v1/me", headers={"Authorization": f"Bearer {text}"}).status_code

    assert asked() == 200
    post(admin, f"clients/{registered}/stop", sure="yes")
    assert asked() == 401
