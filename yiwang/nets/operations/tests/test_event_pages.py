"""Staff see and handle events on pages; everybody sees what stays open and what was mended."""

from __future__ import annotations

import secrets
from datetime import timedelta

import psycopg
import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

from yiwang.kernel.access import system
from yiwang.kernel.commands import File, Tick
from yiwang.kernel.event_kinds import EventPlace, event_case
from yiwang.kernel.numbers import CHANCE_BYTES, case_number, stream_id
from yiwang.nets.services.tests.walker import PNG
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, execute

CITY, PLACE = "yueyang", "430602005001"


@pytest.fixture
def told(door, city, clock):
    """`told("1101", …)`: an event that a resident told of; returns its number."""

    def make(kind: str = "1101", longitude: str = "113.112", latitude: str = "29.361", **facts) -> str:
        stream = stream_id(clock.now, secrets.token_bytes(10))
        number = case_number(clock.now, secrets.token_bytes(CHANCE_BYTES))
        where = EventPlace(PLACE, longitude, latitude)
        command = event_case(
            city, kind, where, case=str(stream), number=number, channel="report", facts=facts
        )
        assert isinstance(command, File), command
        sealed = {"words": "门口的垃圾堆了三天"}
        ask = Ask(CITY, CASE, stream, command, system("reports"), clock.now, key=number, secrets=sealed)
        done = execute(door, ask)
        assert isinstance(done, Done), done
        return number

    return make


class Desk:
    """Acts on events over the pages, as personas."""

    def __init__(self, clients) -> None:
        self.clients, self.known = clients, {}

    def __getitem__(self, persona: str):
        if persona not in self.known:
            self.known[persona] = self.clients(persona)
        return self.known[persona]

    def act(self, persona: str, number: str, act: str, **sent):
        sent = {"key": secrets.token_urlsafe(16), **sent}
        return self[persona].post(f"/{CITY}/events/{number}/{act}", sent)

    def page(self, persona: str, address: str) -> str:
        answer = self[persona].get(f"/{CITY}/events/{address}")
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()


@pytest.fixture
def desk(clients) -> Desk:
    return Desk(clients)


def photo(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.png", PNG, "image/png")


def task_of(database, number: str, node: str) -> str:
    with psycopg.connect(database.owner) as connection:
        row = connection.execute(
            "SELECT t.id FROM task_row t JOIN case_row c ON c.city = t.city AND c.id = t.stream"
            " WHERE c.number = %s AND t.node = %s",
            (number, node),
        ).fetchone()
    assert row is not None, node
    return row[0]


def mended(desk, database, number: str, *, shown: bool) -> None:
    handle = task_of(database, number, "handle")
    assert desk.act("officer-urban", number, "claim", task=handle).status_code == 302
    assert desk.act("officer-urban", number, "complete", task=handle).status_code == 302
    sent = {"task": task_of(database, number, "check"), "outcome": "pass"}
    sent |= {"before": photo("before"), "after": photo("after")} | ({"shown": "1"} if shown else {})
    checked = desk.act("inspector-city", number, "complete", **sent)
    assert checked.status_code == 302, checked.content.decode()[:2000]
    sent = {"task": task_of(database, number, "answer-back"), "outcome": "solved"}
    asked = desk.act("officer-hotline", number, "complete", satisfaction="satisfied", **sent)
    assert asked.status_code == 302


def test_an_event_goes_from_its_body_to_a_check_and_an_answer_back_over_pages(told, desk, database):
    number = told()
    shown = desk.page("officer-urban", f"{number}/")
    assert "门口的垃圾堆了三天" in shown and "垃圾堆积" in shown and "geo:29.361,113.112" in shown
    mended(desk, database, number, shown=True)
    shown = desk.page("officer-urban", f"{number}/")
    assert "已办结" in shown and f"/events/{number}/pictures/" in shown


def test_a_check_without_a_picture_says_so_and_keeps_the_event_open(told, desk, database):
    number = told()
    desk.act("officer-urban", number, "complete", task=task_of(database, number, "handle"))
    sent = {"task": task_of(database, number, "check"), "outcome": "pass"}
    bare = desk.act("inspector-city", number, "complete", **sent)
    assert bare.status_code == 409 and b'data-code="event.picture-missing"' in bare.content
    words = {"before": SimpleUploadedFile("a.png", b"no picture", "image/png"), "after": photo("after")}
    wrong = desk.act("inspector-city", number, "complete", **sent, **words)
    assert wrong.status_code == 409 and b'data-code="event.no-picture"' in wrong.content


def test_whoever_is_not_concerned_sees_neither_event_nor_picture(told, desk, database):
    number = told()
    mended(desk, database, number, shown=False)
    assert desk["officer-water"].get(f"/{CITY}/events/{number}/").status_code == 404
    assert number not in desk.page("officer-water", "")
    assert number in desk.page("officer-urban", "?state=closed")
    assert desk[""].get(f"/{CITY}/events/public/{number}").status_code == 404
    assert desk[""].get(f"/{CITY}/events/{number}/").status_code in (302, 403)


def test_what_was_mended_is_public_with_its_pictures_once_the_check_says_so(told, desk, database):
    number = told()
    mended(desk, database, number, shown=True)
    assert number in desk.page("", "public/")
    page = desk.page("", f"public/{number}")
    assert "门口的垃圾" not in page
    for name in ("before%231", "after%231"):
        assert name in page
        picture = desk[""].get(f"/{CITY}/events/public/{number}/{name}")
        assert picture.status_code == 200 and picture.content == PNG
    assert desk[""].get(f"/{CITY}/events/public/{number}/words").status_code == 404


def test_what_is_on_hold_is_public_with_cause_owner_and_date_and_counts_as_not_solved(
    told, desk, database, clock
):
    number = told()
    until = (clock.now + timedelta(days=20)).date().isoformat()
    asked = {"cause": "budget", "owner": "yueyanglou-urban-management", "until": until, "reason": "没有钱"}
    assert desk.act("officer-urban", number, "ask-hold", **asked).status_code == 302
    assert number not in desk.page("", "public/")
    task = task_of(database, number, "act:approval")
    assert desk.act("dispatcher-city", number, "approve", task=task, outcome="grant").status_code == 302
    page = desk.page("", f"public/{number}")
    assert "等经费" in page and "还没有解决" in page and "没有钱" not in page
    assert number in desk.page("officer-urban", "?on_hold=1")
    solved = desk.act("officer-urban", number, "complete", task=task_of(database, number, "handle"))
    assert solved.status_code == 409 and b'data-code="event.on-hold"' in solved.content
    over = {**asked, "until": "2020-01-01"}
    assert b'data-code="event.date-over"' in desk.act("officer-urban", number, "ask-hold", **over).content


def test_decisions_about_whose_it_is_are_lines_for_the_table(told, desk, database, door, clock):
    first, second = told(), told()
    for number, body in ((first, "yueyang-housing"), (second, "yueyang-water")):
        desk.act("officer-urban", number, "object", body=body, reason="不归我们管")
    granted = {"task": "act:objection", "outcome": "grant"}
    assert desk.act("dispatcher-city", first, "review", **granted).status_code == 302
    assert "yueyang-housing" in desk.page("dispatcher-city", "lines/?as=yaml")
    clock.pass_(days=2)
    with psycopg.connect(database.owner) as connection:
        stream = connection.execute("SELECT id FROM case_row WHERE number = %s", (second,)).fetchone()[0]
    done = execute(door, Ask(CITY, CASE, stream, Tick(), system("timers"), clock.now))
    assert isinstance(done, Done)
    text = desk.page("dispatcher-city", "lines/?as=yaml")
    (line,) = yaml.safe_load(text)
    assert line == {
        "matter": "event-cityscape",
        "place": PLACE,
        "lead": "yueyanglou-urban-management",
        "verified": False,
    }
    assert "时钟决定" in text and second in text and "相反 against 1" in text


def test_a_list_is_narrowed_and_goes_on_where_it_ended(told, desk, clock):
    numbers = []
    for _ in range(33):
        numbers.append(told())
        clock.pass_(minutes=1)
    told("0102")
    page = desk.page("officer-urban", "?kind=1101")
    assert all(one in page for one in numbers[3:]) and numbers[2] not in page
    address = page.split('href="?kind=1101&amp;after=')[1].split('"')[0]
    rest = desk.page("officer-urban", f"?kind=1101&after={address}")
    assert all(one in rest for one in numbers[:3]) and numbers[3] not in rest
    assert numbers[0] not in desk.page("officer-urban", "?place=430603")
    assert numbers[0] not in desk.page("officer-urban", "?late=1")
    clock.pass_(days=20)
    assert numbers[-1] in desk.page("officer-urban", "?late=1")


def test_the_rates_are_for_everybody_and_lead_those_entitled_to_their_events(told, desk, database, clock):
    for turn in range(11):
        number = told()
        if turn < 9:
            mended(desk, database, number, shown=False)
    clock.pass_(days=1)
    page = desk.page("", "figures/")
    assert "9/11" in page and "?body=" not in page
    assert "件数太少" in page  # nine were asked how content they are
    month = f"{clock.now:%Y-%m}"
    assert f"?body=yueyanglou-urban-management&amp;month={month}" in desk.page("officer-urban", "figures/")


def test_a_grid_worker_has_their_tasks_on_the_phone_nearest_first(told, desk, database):
    far, near = told(longitude="113.30", latitude="29.50"), told(longitude="113.101", latitude="29.3601")
    for number in (far, near):
        sent = {"body": "xuepo-grid", "reason": "就近处置"}
        assert desk.act("dispatcher-city", number, "dispatch", **sent).status_code == 302
    page = desk.page("grid-xuepo", "field/")
    assert far in page and near in page and "data-later" in page
    here = {"longitude": "113.1", "latitude": "29.36"}
    ordered = desk["grid-xuepo"].post(f"/{CITY}/events/field/", here).content.decode()
    assert ordered.index(near) < ordered.index(far) and "公里" in ordered
    zero = desk["grid-xuepo"].post(f"/{CITY}/events/field/", {"longitude": "0", "latitude": "0"})
    assert "公里" not in zero.content.decode()


def test_what_a_phone_sends_twice_happens_once(told, desk, database):
    number = told()
    sent = {"key": "k" * 20, "task": task_of(database, number, "handle"), "from": "field"}
    assert desk.act("officer-urban", number, "claim", **sent).status_code == 302
    assert desk.act("officer-urban", number, "claim", **sent).status_code == 302
    assert desk.page("officer-urban", f"{number}/").count("</span> 接手") == 1


def test_the_desk_moves_a_severity_and_the_page_says_from_what_to_what(told, desk):
    number = told()
    assert "改定级" in desk.page("dispatcher-city", f"{number}/")
    sent = {"severity": "urgent", "reason": "旁边是学校"}
    assert desk.act("dispatcher-city", number, "grade", **sent).status_code == 302
    shown = desk.page("dispatcher-city", f"{number}/")
    assert "改定级：一般 → 紧急" in shown and "处置时限（紧急）" in shown
    assert desk.act("officer-urban", number, "grade", **sent).status_code == 403
    assert "旁边是学校" in desk["dispatcher-city"].get(f"/{CITY}/services/cases/{number}/").content.decode()


def test_who_opens_the_words_of_an_event_is_noted_and_never_the_words(told, desk, database):
    number = told()
    desk.page("officer-urban", f"{number}/")
    with psycopg.connect(database.superuser) as connection:
        noted = connection.execute("SELECT actor, purpose, names FROM sealed_reading").fetchall()
    assert [(purpose, names) for _, purpose, names in noted] == [("handling", ["words"])]
    assert noted[0][0].endswith("@yueyanglou-urban-management-officer")
