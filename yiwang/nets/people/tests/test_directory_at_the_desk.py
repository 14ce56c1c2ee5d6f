"""One administrator proposes a directory, another applies it; what was uploaded is erased afterwards."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yiwang.kernel.people.held import Person
from yiwang.nets.people.kinds import PROPOSAL
from yiwang.nets.people.tests.conftest import MONDAY
from yiwang.people.directory.mapping import Unusable
from yiwang.people.sync import everybody
from yiwang.serve.importing import propose as propose_from_line
from yiwang.store.timers import sweep
from yiwang.web import store_door

DESK = "/yueyang/desk/directory/"
SAMPLE = Path(__file__).resolve().parents[4] / "docs" / "examples" / "people"
OFFICER = "person-yueyanglou-health-officer"


def upload(client, csv=None, mapping=None, key=None):
    csv = (SAMPLE / "staff.csv").read_bytes() if csv is None else csv
    mapping = (SAMPLE / "mapping.yaml").read_bytes() if mapping is None else mapping
    return client.post(
        f"{DESK}propose",
        {
            "key": key or secrets.token_urlsafe(16),
            "directory": SimpleUploadedFile("staff.csv", csv),
            "mapping": SimpleUploadedFile("mapping.yaml", mapping),
        },
    )


def proposed(client, **files):
    answer = upload(client, **files)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def shown(client, address):
    page = client.get(address).content.decode()
    found = re.search(r'name="shown" value="(\w{64})"', page)
    return page, found[1] if found else ""


def apply(client, address, digest, key=None):
    return client.post(f"{address}apply", {"key": key or secrets.token_urlsafe(16), "shown": digest})


def directory_people(people) -> list[Person]:
    return [one for one in everybody(people, "yueyang").values() if one.source == "directory"]


def rows_kept(database):
    with psycopg.connect(database.owner) as connection:
        return connection.execute(
            "SELECT count(*) FROM vault v JOIN proposal_row p ON p.city = v.city AND p.id = v.stream"
            " WHERE v.box IS NOT NULL"
        ).fetchone()[0]


def test_a_directory_is_proposed_shown_and_applied_by_two(people, clients, database):
    address = proposed(clients("system-admin"))
    assert directory_people(people) == []
    page, digest = shown(clients("security-admin"), address)
    assert "测演甲" in page and "登记为新人员" in page and "受理" in page
    assert rows_kept(database) == 1

    answer = apply(clients("security-admin"), address, digest)

    assert answer.status_code == 302, answer.content.decode()
    assert len(directory_people(people)) == 5
    assert rows_kept(database) == 0
    again = clients("security-admin").get(address).content.decode()
    assert "测演甲" not in again and "已应用" in again


def test_applied_twice_it_changes_nothing_more(people, clients):
    address = proposed(clients("system-admin"))
    _, digest = shown(clients("security-admin"), address)
    apply(clients("security-admin"), address, digest)
    before = everybody(people, "yueyang")
    second = apply(clients("security-admin"), address, digest)
    assert second.status_code == 409 and everybody(people, "yueyang") == before
    page, _ = shown(clients("security-admin"), proposed(clients("system-admin")))
    assert "名录与记录一致" in page


def test_who_proposes_is_not_offered_to_apply_and_may_not(people, clients):
    address = proposed(clients("system-admin"))
    _, digest = shown(clients("system-admin"), address)
    assert digest == ""
    assert apply(clients("system-admin"), address, digest).status_code == 403
    assert directory_people(people) == []


def test_what_changed_since_it_was_shown_is_shown_again_instead(people, clients):
    address = proposed(clients("system-admin"))
    _, digest = shown(clients("security-admin"), address)
    joined = {"key": secrets.token_urlsafe(16), "name_zh": "测演甲", "code": "SYN-0001"}
    clients("system-admin").post("/yueyang/desk/people/join", joined)

    answer = apply(clients("security-admin"), address, digest)
    page = answer.content.decode()

    assert answer.status_code == 409 and "directory.changed" in page
    assert directory_people(people)[0].held == () and len(directory_people(people)) == 1
    again = re.search(r'name="shown" value="(\w{64})"', page)[1]
    assert apply(clients("security-admin"), address, again).status_code == 302
    assert len(directory_people(people)) == 5


def test_a_bad_line_is_shown_with_line_column_and_how_to_mend(people, clients):
    csv = (SAMPLE / "staff.csv").read_text().replace("yueyanglou-health-officer-2", "nowhere").encode()
    page, digest = shown(clients("security-admin"), proposed(clients("system-admin"), csv=csv))
    assert "岗位编号" in page and "nowhere" in page and "读不出的 1 行" in page and digest


def test_a_mapping_that_fits_nothing_is_refused_beside_the_form(people, clients):
    answer = upload(clients("system-admin"), mapping=b"columns: {code: x}")
    assert answer.status_code == 409 and "directory.mapping" in answer.content.decode()


def test_the_same_upload_sent_twice_is_one_proposal(people, clients):
    key = secrets.token_urlsafe(16)
    client = clients("system-admin")
    assert upload(client, key=key)["Location"] == upload(client, key=key)["Location"]


def test_a_proposal_that_nobody_applies_lapses_and_its_rows_are_erased(people, clients, clock, database):
    address = proposed(clients("system-admin"))
    clock.pass_(days=8)
    assert sweep(people, "yueyang", clock.now) >= 1
    assert rows_kept(database) == 0
    page, digest = shown(clients("security-admin"), address)
    assert "已过期" in page and not digest
    assert apply(clients("security-admin"), address, "0" * 64).status_code == 409


def test_a_withdrawn_proposal_is_erased(people, clients, database):
    address = proposed(clients("system-admin"))
    answer = clients("system-admin").post(f"{address}withdraw", {"key": secrets.token_urlsafe(16)})
    assert answer.status_code == 302 and rows_kept(database) == 0


def test_a_proposal_keeps_no_name_in_the_ledger(people, clients, database):
    proposed(clients("system-admin"))
    with psycopg.connect(database.owner) as connection:
        bodies = connection.execute("SELECT body FROM event WHERE kind = %s", (PROPOSAL.name,)).fetchall()
    assert bodies
    assert not any("测演".encode() in bytes(row[0]) or b"SYN-" in bytes(row[0]) for row in bodies)


def test_the_command_line_proposes_and_the_desk_applies(people, clients, tmp_path):
    said: list[str] = []
    city = store_door.city_under("yueyang", None)
    given = (people, "yueyang", city, SAMPLE / "staff.csv", SAMPLE / "mapping.yaml", MONDAY)
    assert propose_from_line(*given, dry_run=True, say=said.append) == 0
    assert directory_people(people) == [] and not any("desk/directory" in one for one in said)

    assert propose_from_line(*given, dry_run=False, say=said.append) == 0
    address = re.search(r"/yueyang/desk/directory/\S+", said[-1])[0]
    assert not any("测演" in one for one in said)
    page, digest = shown(clients("security-admin"), address)
    assert "命令行导入" in page
    assert apply(clients("security-admin"), address, digest).status_code == 302
    assert len(directory_people(people)) == 5


def test_the_command_line_names_bad_lines_and_refuses_what_is_no_directory(people, tmp_path):
    city, said = store_door.city_under("yueyang", None), []
    bad = tmp_path / "staff.csv"
    bad.write_text((SAMPLE / "staff.csv").read_text().replace("2026-11-01,,,在职", "2026-13-01,,,在职", 1))
    given = (people, "yueyang", city, bad, SAMPLE / "mapping.yaml", MONDAY)
    assert propose_from_line(*given, dry_run=True, say=said.append) == 3
    assert said[0].startswith("staff.csv:2 [任职日期]") and "2026-13-01" in said[0]
    bad.write_text("nothing")
    with pytest.raises(Unusable):
        propose_from_line(*given, dry_run=True, say=said.append)


def test_leaving_the_directory_closes_the_account(people, clients, clock):
    address = proposed(clients("system-admin"))
    apply(clients("security-admin"), address, shown(clients("security-admin"), address)[1])
    clock.pass_(days=1)
    lines = (SAMPLE / "staff.csv").read_text().splitlines(keepends=True)
    csv = "".join(line for line in lines if not line.startswith("SYN-0003")).encode()
    address = proposed(clients("system-admin"), csv=csv)
    page, digest = shown(clients("security-admin"), address)
    assert "离开" in page and "测演丙" in page
    apply(clients("security-admin"), address, digest)
    left = [one for one in directory_people(people) if one.phase == "left"]
    assert len(left) == 1
    assert all(one.until < (MONDAY + timedelta(days=1)).date() for one in left[0].held)
