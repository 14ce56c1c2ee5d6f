"""A flood, from the first level to the last: tasks, alerts, lists, shelters, and what is refused."""

from __future__ import annotations

import re
from datetime import timedelta

import psycopg

from yiwang.ingest.registry import sync_things
from yiwang.nets.alerts.cap_file import examine
from yiwang.nets.alerts.tests.conftest import BASE, HERE, VILLAGE, code_of, in_words, rows, words
from yiwang.store.keys import export_publics
from yiwang.store.verify import verify
from yiwang.web import cities

LIST = f"{HERE}evacuation/{VILLAGE}/"


def xml_of(client, number: int = 1) -> bytes:
    """The newest alert's message of this number."""
    home = client.get(BASE).content.decode()
    id = re.search(r"/alerts/([0-9a-f-]{36})/", home)[1]
    return client.get(f"{BASE}{id}/{number}.xml").content


def test_a_level_opens_tasks_and_sends_a_signed_alert(clients, level, rounds, door, database):
    assert level("III").status_code == 302
    rounds()

    page = words(clients(""), HERE)
    assert "III 级响应（黄）" in page and "每 4 小时巡堤一次" in page and "会商决定" in page
    assert sorted(rows(database, "SELECT place, lead FROM case_row WHERE matter = 'flood-response'")) == [
        ("430600", "yueyang-flood-control"),
        ("430611", "junshan-flood-control"),
    ]
    xml = xml_of(clients(""))
    checked = examine(xml, city_key=export_publics(door.safe.keyring, "yueyang"))
    assert checked.faults == () and checked.signature == "good"
    assert checked.found.alert.status == "Exercise" and checked.found.alert.infos[0].severity == "Moderate"
    assert b"application/cap+xml" in clients("").get(f"{BASE}feed.atom").content


def test_raising_updates_the_alert_and_ending_cancels_it(clients, level, rounds, clock):
    for wanted in ("IV", "II", ""):
        assert level(wanted).status_code == 302
        rounds()
        clock.pass_(minutes=30)
    home = words(clients(""), BASE)
    assert "现在没有有效的预警" in home and "已解除" in home
    last = examine(xml_of(clients(""), 3)).found.alert
    assert last.type == "Cancel" and len(last.refers_to) == 2


def test_an_alert_expires_by_its_own_clock(clients, level, rounds, clock):
    level("IV")
    rounds()
    assert "洞庭湖洪水 IV 级响应" in words(clients(""), BASE).split("应急预案和响应")[0]
    clock.pass_(hours=25)
    assert "现在没有有效的预警" in words(clients(""), BASE)
    rounds()
    assert "已过期" in words(clients(""), BASE)


def test_who_may_not_set_a_level_is_told_who_may(clients, level):
    refused = level("III", persona="flood-duty")
    assert code_of(refused) == "alerts.not-your-level" and "指挥岗" in in_words(refused)
    assert level("IV", persona="flood-duty").status_code == 302
    assert code_of(level("", persona="flood-duty")) == "alerts.not-your-level"


def test_a_level_needs_a_threshold_reached_or_an_order(level):
    assert code_of(level("II", order="")) == "alerts.no-basis"


def test_lists_open_only_while_the_level_holds(clients, level):
    town = clients("flood-town")
    level("III")
    assert code_of(town.post(f"{LIST}open")) == "alerts.no-lists-now"
    level("II")
    assert town.post(f"{LIST}open").status_code == 302
    assert "登记这户" in words(town, LIST)


def entered(town, level) -> str:
    """Open a list, put a household on it, and return its id."""
    level("II")
    town.post(f"{LIST}open")
    sent = {"entry": "e-1", "name": "钟演水", "phone": "13900001111", "people": "4", "needs": "老人"}
    assert town.post(f"{LIST}enter", sent).status_code == 302
    return "e-1"


def test_a_level_is_not_lowered_while_a_list_is_open(clients, level):
    entered(clients("flood-town"), level)
    refused = level("III")
    assert code_of(refused) == "alerts.lists-open" and "二洲子村" in in_words(refused)
    assert code_of(level("")) == "alerts.lists-open"


def test_a_closed_list_is_erased_and_only_counts_stay(clients, level, rounds, database):
    town = clients("flood-town")
    entry = entered(town, level)
    assert "钟演水" in words(town, LIST) and "13900001111" in words(town, LIST)
    assert code_of(town.post(f"{LIST}close")) == "alerts.not-all-back"
    for state in ("moved", "back"):
        moved = {"entry": entry, "state": state, "shelter": "liulin-school"}
        assert town.post(f"{LIST}move", moved).status_code == 302
    stream = rows(database, "SELECT id FROM evacuation_row")[0][0]
    kept = (
        f"SELECT count(*) FROM vault WHERE stream = '{stream}' AND wrapped IS NOT NULL AND erased_at IS NULL"
    )
    assert rows(database, kept) == [(3,)]

    assert town.post(f"{LIST}close").status_code == 302
    rounds()

    assert rows(database, kept) == [(0,)]
    assert rows(database, f"SELECT count(*) FROM vault WHERE stream = '{stream}' AND box IS NOT NULL") == [
        (0,)
    ]
    page = words(town, LIST)
    assert "钟演水" not in page and "已回家 4" in page
    assert level("").status_code == 302


def test_a_village_that_must_leave_again_has_a_new_list(clients, level, rounds):
    town = clients("flood-town")
    entry = entered(town, level)
    town.post(f"{LIST}move", {"entry": entry, "state": "back"})
    town.post(f"{LIST}close")
    rounds()
    assert town.post(f"{LIST}open").status_code == 302
    assert "还没有登记" in words(town, LIST)
    assert code_of(level("III")) == "alerts.lists-open"


def test_a_list_is_seen_by_those_who_move_people_and_nobody_else(clients, level):
    entered(clients("flood-town"), level)
    assert "钟演水" in words(clients("flood-duty"), LIST)
    assert clients("flood-junshan").get(LIST).status_code == 403
    assert clients("officer-water").get(LIST).status_code == 403


def test_the_same_household_sent_twice_is_there_once(clients, level, database):
    town = clients("flood-town")
    entered(town, level)
    town.post(f"{LIST}enter", {"entry": "e-1", "name": "钟演水", "people": "4"})
    assert words(town, LIST).count("钟演水 · 4") == 1


def test_a_shelter_takes_in_no_more_than_it_holds(clients):
    junshan, here = clients("flood-junshan"), f"{HERE}shelters/liulin-school"
    assert code_of(junshan.post(here, {"act": "admit", "people": "5"})) == "alerts.wrong-phase"
    junshan.post(here, {"act": "open"})
    assert junshan.post(here, {"act": "admit", "people": "280"}).status_code == 302
    refused = junshan.post(here, {"act": "admit", "people": "30"})
    assert code_of(refused) == "alerts.shelter-full" and "超了 10 人" in in_words(refused)
    assert "还能住 20 人" in words(clients(""), f"{HERE}shelters/")
    assert code_of(junshan.post(here, {"act": "close"})) == "alerts.shelter-not-empty"
    assert code_of(junshan.post(here, {"act": "leave", "people": "281"})) == "alerts.more-than-inside"


def test_a_stock_never_goes_below_zero_and_comes_back(clients):
    junshan, here = clients("flood-junshan"), f"{HERE}stocks/stone"
    refused = junshan.post(here, {"way": "out", "amount": "1501"})
    assert code_of(refused) == "alerts.stock-below-zero" and "库里有 1500 立方米" in in_words(refused)
    assert junshan.post(here, {"way": "out", "amount": "500", "words": "柳林洲堤段"}).status_code == 302
    assert code_of(junshan.post(here, {"way": "back", "amount": "501"})) == "alerts.more-than-taken"
    assert junshan.post(here, {"way": "back", "amount": "200"}).status_code == 302
    page = words(junshan, f"{HERE}stocks/")
    assert "1200 立方米" in page and "300 立方米" in page and "柳林洲堤段" in page
    assert code_of(junshan.post(here, {"way": "out", "amount": "zero"})) == "alerts.no-amount"


def test_a_danger_found_on_a_dike_opens_an_event_once(clients, rounds, database, clock):
    walker, seen = clients("dike-walker"), f"{clock.now:%Y-%m-%dT%H:%M}"
    sent = {"entry": "5f1d2c0e-8a4b-4c1d-9e3f-000000000001", "dike": "liulin-1", "seen_at": seen}
    assert (
        code_of(walker.post(f"{HERE}patrols/record", {**sent, "finding": "piping"})) == "alerts.words-missing"
    )
    sent |= {"finding": "piping", "words": "桩号 1+200 有管涌"}
    for _ in range(2):
        assert walker.post(f"{HERE}patrols/record", sent).status_code == 302
    queued = walker.post(f"{HERE}patrols/record", sent, headers={"X-Yiwang-Sends": "queue"})
    rounds()

    assert rows(database, "SELECT count(*) FROM patrol_row") == [(1,)]
    found = rows(database, "SELECT event_kind, place, number FROM event_row")
    assert [one[:2] for one in found] == [("0301", "430611001")]
    assert queued.json() == {"number": found[0][2]}
    assert "桩号 1+200 有管涌" in words(walker, f"{HERE}patrols/")


def test_a_phone_whose_clock_is_wrong_is_named(clients, clock):
    walker = clients("dike-walker")
    sent = {
        "entry": "5f1d2c0e-8a4b-4c1d-9e3f-000000000002",
        "dike": "liulin-1",
        "finding": "none",
        "seen_at": f"{clock.now - timedelta(days=400):%Y-%m-%dT%H:%M}",
    }
    assert walker.post(f"{HERE}patrols/record", sent).status_code == 302
    assert "手机时间不对" in words(walker, f"{HERE}patrols/")


def measured(database, clock, level: str, minutes_ago: int = 5) -> None:
    """Let the gauge of the lake have observed this."""
    with psycopg.connect(database.superuser, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO latest SELECT city, id, %(at)s, %(level)s, %(at)s, %(at)s FROM datastream"
            " WHERE name = 'gauge-lake-north.level' ON CONFLICT (city, datastream)"
            " DO UPDATE SET at = excluded.at, result = excluded.result",
            {"at": clock.now - timedelta(minutes=minutes_ago), "level": level},
        )


def test_a_threshold_that_is_reached_is_shown_and_is_basis_enough(clients, level, door, clock, database):
    sync_things(door, "yueyang", cities.get("yueyang").city, clock.now)
    measured(database, clock, "32.61")
    page = words(clients(""), HERE)
    assert "现在测得 32.61 (已达到)" in page
    assert code_of(level("II", order="")) == "alerts.no-basis"
    assert level("III", order="").status_code == 302
    assert "湖口水位站（样例） 水位: 32.61" in words(clients(""), HERE)


def test_a_stage_that_is_reached_proposes_a_level_on_the_desk_and_opens_nothing(
    clients, level, rounds, door, clock, database
):
    sync_things(door, "yueyang", cities.get("yueyang").city, clock.now)
    desk = "/yueyang/picture/desk/"
    assert "建议启动" not in words(clients("dispatcher-city"), desk)
    measured(database, clock, "32.61")
    said = words(clients("dispatcher-city"), desk)
    assert "建议启动 III 级响应（黄）" in said and "32.61 ≥ 32.5" in said
    assert "建议：III 级响应（黄）" in words(clients(""), BASE)
    rounds()
    assert rows(database, "SELECT count(*) FROM response_row") == [(0,)]

    assert level("III", order="").status_code == 302
    assert "建议启动" not in words(clients("dispatcher-city"), desk)
    measured(database, clock, "34.9", minutes_ago=60 * 24)
    assert "建议" not in words(clients(""), BASE)


def test_a_reading_of_yesterday_is_no_basis(clients, level, door, clock, database):
    sync_things(door, "yueyang", cities.get("yueyang").city, clock.now)
    measured(database, clock, "34.90", minutes_ago=60 * 24)
    assert "34.9" not in words(clients(""), HERE)
    assert code_of(level("I", order="")) == "alerts.no-basis"


def test_every_row_refolds_from_its_events(clients, level, rounds, door, database, clock):
    town = clients("flood-town")
    entry = entered(town, level)
    rounds()
    town.post(f"{LIST}move", {"entry": entry, "state": "back"})
    town.post(f"{LIST}close")
    clients("flood-junshan").post(f"{HERE}shelters/liulin-school", {"act": "open"})
    clients("flood-junshan").post(f"{HERE}stocks/stone", {"way": "out", "amount": "5"})
    rounds()
    level("")
    rounds()
    report = verify(database.owner, door.safe.keyring, "yueyang")
    assert report.exit_code == 0, report.as_json()
