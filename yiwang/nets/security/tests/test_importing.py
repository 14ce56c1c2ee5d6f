"""A scan is taken: what is new, the same, open again or gone is counted exactly, in one transaction."""

from __future__ import annotations

import threading

from yiwang.kernel.refusal import Refusal
from yiwang.nets.security.scan_rules import digest_of
from yiwang.nets.security.tests.conftest import CITY, HEALTH, rows, sarif, told
from yiwang.store.verify import verify

THREE = (("sql", "a.py", 10), ("xss", "b.py", 20), ("xss", "b.py", 30))


def open_now(database):
    return {bytes(row[0]) for row in rows(database, "SELECT fingerprint FROM finding WHERE state = 'open'")}


def test_what_is_named_first_is_new_then_the_same_then_gone_then_open_again(asset, scan, clock, database):
    web = asset("web")
    first, rest = sarif(*THREE), sarif(THREE[0])

    assert told(scan(first, asset=web)) == (3, 0, 0, 0)
    clock.pass_(days=1)
    assert told(scan(rest, asset=web)) == (0, 1, 0, 2)
    clock.pass_(days=1)
    again = scan(first, asset=web)
    assert told(again) == (0, 1, 2, 0)
    assert again.source.open == 3 and again.source.digest == digest_of(open_now(database))
    assert {row[0] for row in rows(database, "SELECT reopened FROM finding")} == {0, 1}


def test_the_same_file_sent_again_writes_nothing(asset, scan, database):
    web = asset("web")
    scan(sarif(*THREE), asset=web)
    again = scan(sarif(*THREE), asset=web)

    assert told(again) == (0, 3, 0, 0) and again.repeated
    assert rows(database, "SELECT count(*) FROM event WHERE kind = 'scan'") == [(1,)]


def test_code_that_moves_within_its_file_keeps_its_findings(asset, scan):
    web = asset("web")
    scan(sarif(*THREE), asset=web)
    moved = sarif(*((rule, file, line + 7) for rule, file, line in THREE))
    assert told(scan(moved, asset=web)) == (0, 3, 0, 0)


def test_what_a_file_names_twice_in_one_line_is_one_finding(asset, scan):
    twice = scan(sarif(*THREE, THREE[0]), asset=asset("web"))
    assert told(twice) == (3, 0, 0, 0) and twice.counts.repeated == 1


def test_a_scan_of_another_scope_or_tool_closes_nothing_of_the_first(asset, scan, database):
    web = asset("web")
    scan(sarif(*THREE), asset=web, scope="nightly")
    assert told(scan(sarif(), asset=web, scope="release")) == (0, 0, 0, 0)
    assert told(scan(sarif(tool="other"), asset=web, scope="nightly")) == (0, 0, 0, 0)
    assert len(open_now(database)) == 3


def test_a_file_that_says_another_scope_is_not_taken(asset, scan, database):
    web = asset("web")
    scan(sarif(*THREE), asset=web, scope="nightly")
    other = scan(sarif(automationDetails={"id": "weekly/1"}), asset=web, scope="nightly")
    assert isinstance(other, Refusal) and other.code == "security.other-scope" and "weekly" in other.zh
    assert len(open_now(database)) == 3


def test_a_scan_that_did_not_finish_closes_nothing(asset, scan):
    web = asset("web")
    scan(sarif(*THREE), asset=web)
    half = sarif(THREE[0], invocations=[{"executionSuccessful": False}])
    assert told(scan(half, asset=web)) == (0, 1, 0, 0)


def test_two_at_once_end_as_one(asset, scan, database):
    web = asset("web")
    files = [sarif(*THREE), sarif(*THREE, ("csrf", "c.py", 1))]
    results = []
    threads = [threading.Thread(target=lambda f=f: results.append(scan(f, asset=web))) for f in files]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sum(told(one)[0] for one in results) == 4
    assert len(open_now(database)) in (3, 4)
    ((state,),) = rows(database, "SELECT convert_from(state, 'UTF8') FROM scan_row")
    assert f'"digest":"{digest_of(open_now(database))}"' in state


def test_findings_of_an_asset_nobody_registered_are_refused_and_counted(scan, database):
    from uuid import uuid4

    unknown = scan(sarif(*THREE), asset=uuid4())
    assert isinstance(unknown, Refusal) and unknown.code == "security.no-asset"
    nowhere = scan(sarif(*THREE), scope="nightly")
    assert told(nowhere) == (0, 0, 0, 0) and nowhere.counts.refused == {"asset-not-said": 3}


def test_another_bodys_asset_is_as_good_as_none(asset, scan):
    web = asset("web")
    other = scan(sarif(*THREE), asset=web, body="yueyang-transport", persona="security-transport")
    assert isinstance(other, Refusal) and other.code == "security.no-asset"
    theirs = scan(sarif(*THREE), asset=web, body=HEALTH, persona="security-transport")
    assert isinstance(theirs, Refusal)


def test_a_broken_file_changes_nothing(asset, scan, database):
    web = asset("web")
    scan(sarif(*THREE), asset=web)
    for broken in (
        b"",
        b"{",
        sarif(*THREE)[:-9],
        b'{"runs": []}',
        b'{"version": "1.0", "runs": [{}]}',
        b"\xff\xfe",
    ):
        assert isinstance(scan(broken, asset=web), Refusal), broken
    assert len(open_now(database)) == 3


def test_new_findings_open_a_case_with_a_clock_at_their_body_which_ends_when_all_are_gone(
    asset, scan, worker, clock, database
):
    web = asset("web", level=3)
    scan(sarif(*THREE), asset=web)
    for _ in range(3):
        worker.round()
    ((lead, phase, state),) = rows(
        database,
        "SELECT lead, phase, convert_from(state, 'UTF8') FROM case_row WHERE matter = 'rectification'",
    )
    assert (lead, phase) == (HEALTH, "accepted") and '"soon"' in state and "a.py" not in state

    clock.pass_(days=1)
    scan(sarif(), asset=web)
    for _ in range(3):
        worker.round()
    assert rows(database, "SELECT phase FROM case_row WHERE matter = 'rectification'") == [("closed",)]


def test_what_a_finding_says_lies_nowhere_in_clear(asset, scan, database):
    scan(sarif(*THREE), asset=asset("web"))
    for table in ("finding", "scan_row", "scan_box", "scan_file", "body_seal_row", "event"):
        text = " ".join(str(row) for row in rows(database, f"SELECT * FROM {table}"))
        assert "a.py" not in text and "sql" not in text


def test_records_refold_from_their_events(asset, scan, worker, database, door):
    web = asset("web")
    asset("shop", needs=(str(web),))
    scan(sarif(*THREE), asset=web)
    for _ in range(3):
        worker.round()
    assert verify(database.owner, door.safe.keyring, CITY).problems == []
