"""A resident books, moves, cancels; the hall gives numbers; two people never get one place."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
from django.db import connections
from django.test import Client

from yiwang.kernel.access import system
from yiwang.kernel.people import client as client_record
from yiwang.nets.booking import queries
from yiwang.nets.booking.tests.conftest import BASE, CITY, WINDOW, book, booked, shown
from yiwang.nets.services.tests.test_handling_acts import act, licence  # noqa: F401
from yiwang.people.ids import client_stream
from yiwang.people.kinds import CLIENT
from yiwang.store.execute import Ask, Done, execute
from yiwang.web.machine import new_key

HALL = "yueyanglou-hall"


def test_anybody_sees_the_halls_their_hours_and_what_can_be_booked(clients):
    assert "岳阳楼区政务服务大厅" in shown(clients(""), "")
    hall = shown(clients(""), f"halls/{HALL}/")
    assert "09:00-12:00, 13:30-17:00" in hall and "开业消防咨询" in hall and "还有 0 人在等" in hall


def test_a_resident_books_and_finds_it_again(clients, clock):
    wu = clients("resident-wu")
    assert "岳阳楼区政务服务大厅" in shown(wu, "new/?matter=insured-certificate")
    number = booked(wu, "2026-11-24 09:00")
    page = shown(wu, f"appointments/{number}/")
    assert (
        number in page
        and "11月24日" in page.replace(" ", "")
        and "09:00" in page
        and "社会保险参保证明" in page
    )
    assert number not in shown(wu, "new/") and "社会保险参保证明" in shown(wu, "")
    assert clients("resident-liu").get(f"{BASE}appointments/{number}/").status_code == 404
    assert clients("window-city").get(f"{BASE}appointments/{number}/").status_code == 404


def test_the_calendar_file_says_when_and_where_and_nobodys_name(clients):
    wu = clients("resident-wu")
    number = booked(wu, "2026-11-24 09:00")
    file = wu.get(f"{BASE}appointments/{number}/calendar.ics")
    text = file.content.decode().replace("\r\n ", "")
    assert file["Content-Type"].startswith("text/calendar")
    assert "DTSTART:20261124T010000Z" in text and "DTEND:20261124T013000Z" in text
    assert "示例路" in text and number in text and "吴演晴" not in text


def test_the_same_page_sent_twice_books_once(clients):
    wu = clients("resident-wu")
    assert booked(wu, "2026-11-24 09:00") == booked(wu, "2026-11-24 09:00")
    again = book(wu, "2026-11-24 10:00")
    assert again.status_code == 409 and b"booking.already" in again.content


def test_who_has_not_signed_in_is_led_to_sign_in_and_back(clients):
    answer = book(clients(""), "2026-11-24 09:00")
    assert answer.status_code == 302 and "sign-in" in answer["Location"] and WINDOW in answer["Location"]


def test_two_at_the_same_moment_never_share_the_last_place(clients):
    booked(clients("resident-liu"), "2026-11-24 13:30", "yueyanglou-general")
    people = [clients(one) for one in ("resident-wu", "resident-tao", "owner-luo", "owner-zheng")]

    def go(client: Client) -> int:
        try:
            return int(book(client, "2026-11-24 13:30").status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(go, people))
    assert answers == [302, 409, 409, 409]


def test_moved_to_another_day_the_first_place_is_free_again(clients, worker):
    wu = clients("resident-wu")
    first = booked(wu, "2026-11-24 09:00")
    same_day = booked(wu, "2026-11-24 10:00", move=first, key="k-move-to-ten")
    assert same_day == first and "10:00" in shown(wu, f"appointments/{first}/")
    second = booked(wu, "2026-11-25 09:30", move=first, key="k-move-another-day")
    assert second != first
    worker.round()
    worker.round()
    old = shown(wu, f"appointments/{first}/")
    assert "已取消" in old and second in old
    assert "已预约" in shown(wu, f"appointments/{second}/")


def test_nobody_moves_or_cancels_anothers(clients):
    number = booked(clients("resident-wu"), "2026-11-24 09:00")
    liu = clients("resident-liu")
    assert liu.post(f"{BASE}appointments/{number}/cancel").status_code == 404
    book(liu, "2026-11-24 10:00", move=number)
    assert "09:00" in shown(clients("resident-wu"), f"appointments/{number}/")


def test_a_cancelled_place_goes_to_the_next(clients):
    wu, liu = clients("resident-wu"), clients("resident-liu")
    number = booked(wu, "2026-11-24 13:30", "yueyanglou-fire", matter="fire-check")
    assert book(liu, "2026-11-24 13:30", "yueyanglou-fire", matter="fire-check").status_code == 409
    assert wu.post(f"{BASE}appointments/{number}/cancel").status_code == 302
    assert booked(liu, "2026-11-24 13:30", "yueyanglou-fire", matter="fire-check", key="again")


def test_five_ahead_are_enough_for_one_person(clients):
    wu = clients("resident-wu")
    for day in range(24, 28):
        booked(wu, f"2026-11-{day} 09:00")
    booked(wu, "2026-11-30 09:00")
    answer = book(wu, "2026-12-01 09:00")
    assert answer.status_code == 409 and b"booking.too-many" in answer.content


def test_the_hall_gives_numbers_calls_them_and_sees_who_came(clients, clock, worker):
    number = booked(clients("resident-wu"), "2026-11-24 09:00")
    clock.pass_(days=1, minutes=-35)  # Tuesday, 08:55
    clerk = clients("window-yueyanglou")
    closed = clerk.post(f"{BASE}desk/{HALL}/take", {"window": WINDOW, "key": "a"})
    assert closed.status_code == 409 and b"queue.closed" in closed.content
    clock.pass_(minutes=10)
    for key in "bc":
        assert clerk.post(f"{BASE}desk/{HALL}/take", {"window": WINDOW, "key": key}).status_code == 302
    assert clerk.post(f"{BASE}desk/{HALL}/take", {"booked": number, "key": "d"}).status_code == 302
    assert "还有 3 人在等" in shown(clients(""), f"halls/{HALL}/queue/")
    called = {"window": WINDOW, "desk": "3"}
    assert clerk.post(f"{BASE}desk/{HALL}/call", {**called, "key": "e"}).status_code == 302
    assert "003 号请到 3 号窗口" in shown(clients(""), f"halls/{HALL}/queue/")  # the appointment first
    assert clerk.post(f"{BASE}desk/{HALL}/call", {**called, "key": "f"}).status_code == 302
    assert "001 号请到 3 号窗口" in shown(clients(""), f"halls/{HALL}/queue/")
    worker.round()
    worker.round()
    assert "已到" in shown(clerk, f"appointments/{number}/")
    assert clients("window-city").post(f"{BASE}desk/{HALL}/call", called).status_code == 403
    assert clients("officer-health").get(f"{BASE}desk/{HALL}/").status_code == 403


def test_a_machine_of_the_hall_gives_numbers_and_one_of_another_body_does_not(clients, clock, door):
    clock.pass_(minutes=15)

    def machine(body: str, id: str) -> Client:
        stream = client_stream(CITY, id)
        key = new_key(stream)
        for command in (
            client_record.Register(client=id, body=body, title={"zh": "取号机", "en": "machine"}),
            client_record.Allow(scopes=("queue.take", "queue.call")),
            client_record.Rotate(key=key.id, digest=key.digest),
        ):
            assert isinstance(
                execute(door, Ask(CITY, CLIENT, stream, command, system("test"), clock.now)), Done
            )
        return Client(headers={"Authorization": f"Bearer {key.text}"})

    own = machine("yueyanglou-government-services", "0123456789abcdef")
    other = machine("yunxi-government-services", "fedcba9876543210")

    def ask(client: Client, where: str, key: str, **body: str):
        return client.post(
            f"/{CITY}/api/v1/halls/{HALL}/{where}",
            body,
            content_type="application/json",
            headers={"Idempotency-Key": key},
        )

    first = ask(own, "numbers", "a" * 16, window=WINDOW)
    assert (first.status_code, first.json()["number"], first.json()["ahead"]) == (201, "001", 0)
    assert ask(own, "numbers", "a" * 16, window=WINDOW).json()["number"] == "001"  # sent again
    assert ask(own, "numbers", "b" * 16, window=WINDOW).json()["ahead"] == 1
    assert ask(own, "calls", "c" * 16, window=WINDOW, desk="7").json() == {"number": "001", "desk": "7"}
    assert ask(other, "numbers", "d" * 16, window=WINDOW).status_code == 404
    assert ask(own, "numbers", "short", window=WINDOW).status_code == 422
    assert ask(Client(), "numbers", "e" * 16, window=WINDOW).status_code == 401
    said = Client().get(f"/{CITY}/api/v1/halls/{HALL}/queue").json()["windows"][0]
    assert said == {"window": WINDOW, "waiting": 1, "called": [{"number": "001", "desk": "7"}]}


def test_no_name_stands_in_any_entry_and_rows_are_what_the_ledger_says(clients, clock, database):
    booked(clients("resident-wu"), "2026-11-24 09:00")
    clock.pass_(minutes=15)
    clients("window-yueyanglou").post(f"{BASE}desk/{HALL}/take", {"window": WINDOW, "key": "a"})
    with psycopg.connect(database.superuser) as connection:
        kept = connection.execute("SELECT string_agg(convert_from(body, 'UTF8'), ' ') FROM event").fetchone()[
            0
        ]
        kinds = connection.execute(
            "SELECT DISTINCT kind FROM event WHERE kind IN ('booking', 'queue')"
        ).fetchall()
    assert len(kinds) == 2 and "吴演晴" not in kept


def test_a_closed_day_is_not_offered_and_a_clerk_books_for_whoever_calls(clients):
    page = shown(clients("resident-wu"), f"windows/{WINDOW}/?matter=insured-certificate")
    assert "11月29日" not in page.replace(" ", "").split("不开或已约满")[0]  # a Sunday
    clerk = clients("window-yueyanglou")
    number = booked(clerk, "2026-11-24 09:00")
    assert number in shown(clerk, f"desk/{HALL}/?day=2026-11-24")
    assert clients("resident-wu").get(f"{BASE}appointments/{number}/").status_code == 404


def test_a_visit_arranged_in_a_case_stands_beside_ones_appointments(clients, licence):  # noqa: F811
    owner = clients("owner-luo")
    assert "办件里约定的" not in shown(owner, "")
    two = ["person-yueyanglou-health-inspector", "person-yueyanglou-health-officer"]
    window = {"since": "2026-11-24T09:00", "until": "2026-11-24T10:30", "note": "请打开机房"}
    assert act(clients("officer-health"), licence, "arrange-visit", visitors=two, **window).status_code == 302

    page = shown(owner, "")
    assert "办件里约定的" in page and "现场核查" in page and "10:30" in page
    assert "办件里约定的" not in shown(clients("resident-wu"), "")


def test_two_days_booked_at_the_same_moment_do_not_make_six_ahead(clients, monkeypatch):
    wu = clients("resident-wu")
    days = ["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"]
    for day in days:
        booked(wu, f"{day} 09:00")
    before = queries.mine
    old: list[object] = []

    def as_it_was(request, since):  # each of two tabs looks before the other has booked
        if not old:
            old.extend(before(request, since))
        return list(old)

    monkeypatch.setattr(queries, "mine", as_it_was)
    assert book(wu, "2026-11-30 09:00").status_code == 302
    again = book(wu, "2026-12-01 09:00")
    assert again.status_code == 409 and b"booking.too-many" in again.content
