"""A desk covers parts of a resident's picture, looks, and lets everybody see it; or takes it back."""

from __future__ import annotations

import io
import re

from PIL import Image

from yiwang.kernel.access import Actor, Holding
from yiwang.kernel.commands import Complete
from yiwang.nets.reports.masking import boxes_of, covered
from yiwang.nets.reports.tests.conftest import BASE, CITY, photo
from yiwang.nets.reports.tests.test_reports import case_number, rows
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, execute
from yiwang.store.verify import verify


def open311(client, number):
    return client.get(f"{BASE}open311/v2/requests/{number}.json").json()[0]["media_url"]


def test_a_picture_is_for_everybody_once_it_was_covered_and_looked_at_and_not_after_it_was_taken_back(
    clients, tell, as_officer, database, door
):
    tell(clients(""), pictures=[photo((400, 300))])
    number = case_number(database)
    told = rows(database, "SELECT id FROM told_row")[0][0]
    page, public = f"{BASE}cases/{number}/{told}/1/release", f"{BASE}pictures/{told}/1"
    officer, nobody = as_officer(number), clients("")
    assert open311(nobody, number) is None and nobody.get(public).status_code == 404

    assert officer.get(page, {"boxes": "0, 0, 50, 100"}).status_code == 200
    unseen = officer.post(page, {"act": "release", "boxes": "0, 0, 50, 100"})
    assert unseen.status_code == 409 and b"report.not-reviewed" in unseen.content
    assert b"report.no-boxes" in officer.get(page, {"boxes": "60, 0, 50, 100"}).content
    sent = {"act": "release", "boxes": "0, 0, 50, 100", "reviewed": "1"}
    assert officer.post(page, sent).status_code == 302

    assert open311(nobody, number).endswith(public)
    image = Image.open(io.BytesIO(nobody.get(public).content))
    assert max(image.getpixel((20, 150))) < 12 < min(image.getpixel((380, 150)))
    assert nobody.post(page, sent).status_code == 302 and "sign-in" in nobody.post(page, sent)["Location"]

    assert officer.post(page, {"act": "withdraw"}).status_code == 302
    assert open311(nobody, number) is None and nobody.get(public).status_code == 404
    assert verify(database.owner, door.safe.keyring).problems == []


def test_a_residents_picture_counts_as_before_where_a_check_needs_one(clients, tell, door, database, clock):
    tell(clients(""), pictures=[photo((400, 300))])
    (row,) = rows(database, "SELECT id, state FROM case_row WHERE number = %s", case_number(database))
    case = CASE.decode(bytes(row[1]))
    for outcome, seen in (("", {}), ("pass", {"after#1": "eA=="})):
        task = case.tasks[0]
        who = Actor("p-1", "staff", (Holding("p", task.role, task.body, "430602"),))
        command = Complete(task=task.id, outcome=outcome)
        done = execute(door, Ask(CITY, CASE, row[0], command, who, clock.now, key=task.id, secrets=seen))
        assert isinstance(done, Done), done
        case = done.state
    assert case.desk.checked == "pass"


def test_parts_are_read_as_they_are_written_and_nothing_of_them_is_left():
    assert boxes_of("10, 20, 30, 15\n\n0，0，100，100") == ((10, 20, 30, 15), (0, 0, 100, 100))
    assert boxes_of("10, 20, 95, 15") is None and boxes_of("a") is None and boxes_of("0,0,0,5") is None
    black = Image.open(io.BytesIO(covered(photo((64, 48)).read(), ((0, 0, 100, 100),))))
    assert black.getextrema() == ((0, 0), (0, 0), (0, 0))
    assert re.search(rb"TELEPHONE-MAKER", covered(photo((64, 48)).read(), ())) is None
