"""Reports of another city's system, by a mapping file: each once; what is wrong is named and left out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from yiwang.nets.reports.importing.mapping import Unusable
from yiwang.nets.reports.importing.running import run
from yiwang.nets.reports.tests.conftest import CITY
from yiwang.nets.reports.tests.test_reports import rows

ROOT = Path(__file__).resolve().parents[4]
SHARED = ROOT.parent / "shared" / "data" / "reports311"
NOW = datetime(2026, 11, 28, 4, tzinfo=UTC)
MAPPING = b"""
source: old
zone: Asia/Shanghai
columns: {id: no, opened: from, ended: to, kind: what, words: says, longitude: x, latitude: y}
kinds: {lamp: "0102"}
other_place: "430602"
within: [112, 28, 115, 31]
"""
HEAD = "no,from,to,what,says,x,y\n"
GOOD = "1,2026-01-02 03:04:05,,lamp,路灯不亮 13800000000,113.1,29.3\n"


def load(door, city, lines, mapping=MAPPING):
    return run(door, CITY, city, (HEAD + lines).encode(), mapping, NOW)


def test_each_fault_of_a_line_is_named_counted_and_left_out(door, city, database):
    lines = GOOD + "".join(
        [
            "2,2026-01-02 03:04:05,,lamp,路灯,0,0\n",
            "3,2026-01-02 03:04:05,,lamp,路灯,-71.0,42.3\n",
            "4,2026-01-02 03:04:05,2026-01-01 00:00:00,lamp,路灯,113.1,29.3\n",
            "5,02.01.2026,,lamp,路灯,,\n",
            "6,2026-01-02 03:04:05,,sofa,沙发,,\n",
            ",2026-01-02 03:04:05,,lamp,路灯,,\n",
            "8,2026-01-02 03:04:05,,lamp,,,\n",
            "1,2026-01-02 03:04:05,,lamp,路灯,,\n",
            "9,2027-01-02 03:04:05,,lamp,路灯,,\n",
            "10,2026-01-02 03:04:05,2026-01-03 00:00:00,lamp,路灯,113.1,\n",
        ]
    )
    outcome = load(door, city, lines).as_json()
    assert (outcome["lines"], outcome["imported"]) == (11, 1)
    assert outcome["skipped"] == {
        "line.ends-before": 1, "line.future": 1, "line.kind": 1, "line.no-id": 1, "line.no-position": 2,
        "line.no-words": 1, "line.outside": 1, "line.time": 1, "line.twice": 1,
    }  # fmt: skip
    assert [one["line"] for one in outcome["faults"]] == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert all(one["column"] == "x" for one in outcome["faults"] if one["code"] == "line.outside")
    assert rows(database, "SELECT longitude, event_kind FROM event_row") == [(113.1, "0102")]


def test_imported_twice_it_is_there_once_and_what_ended_opens_no_case(door, city, database, worker):
    lines = GOOD + "2,2026-01-02 03:04:05,2026-01-03 00:00:00,lamp,路灯,,\n"
    first, second = load(door, city, lines), load(door, city, lines)
    assert (first.imported, first.already, first.ended) == (2, 0, 1)
    assert (second.imported, second.already, second.ended) == (0, 2, 0)
    for _ in range(2):
        worker.round()
    assert rows(database, "SELECT phase FROM event_row") == [("accepted",)]
    assert rows(database, "SELECT count(*) FROM report_row")[0][0] == 2
    at = rows(database, "SELECT at FROM told_row")
    assert all(one[0] == datetime(2026, 1, 1, 19, 4, 5, tzinfo=UTC) for one in at)


def test_a_column_that_is_missing_is_named_and_nothing_is_imported(door, city, database):
    with pytest.raises(Unusable) as fault:
        run(door, CITY, city, (HEAD.replace(",to", "") + GOOD).encode(), MAPPING, NOW)
    assert fault.value.code == "import.column-missing" and " to" in fault.value.en
    assert rows(database, "SELECT count(*) FROM told_row")[0][0] == 0


@pytest.mark.parametrize(("old", "new", "code"), [
    (b"source: old", b"source:", "import.source"), (b'"0102"', b'"9999"', "import.kind"),
    (b'"430602"', b'"1"', "import.place"), (b"Asia/Shanghai", b"Moon/Base", "import.zone"),
    (b"id: no, ", b"", "import.columns"), (b"id: no", b"id: no, colour: c", "import.columns"),
    (b"[112, 28, 115, 31]", b"[115, 28, 112, 31]", "import.within"), (b"source: old", b"{", "import.mapping"),
    (b"source: old", b"source: old\nsauce: x", "import.mapping"),
])  # fmt: skip
def test_a_mapping_that_is_wrong_is_refused_by_name(old, new, code):
    from yiwang.nets.reports.importing.mapping import mapping_of
    from yiwang.pack.compile import compile_pack
    from yiwang.pack.load import load as load_pack

    city = _city.get("city") or compile_pack(load_pack(ROOT / "packs" / "yueyang"))
    _city["city"] = city
    with pytest.raises(Unusable) as fault:
        mapping_of(MAPPING.replace(old, new), city)
    assert fault.value.code == code


_city: dict = {}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not beside this checkout")
@pytest.mark.parametrize(("file", "mapping", "sound"), [
    ("boston311-100-with-fake-pii.csv", "reports-boston311.yaml", 100),
    ("nyc311-100.csv", "reports-nyc311.yaml", None),
])  # fmt: skip
def test_the_open_data_of_two_cities_come_in_masked(door, city, database, file, mapping, sound):
    content = (SHARED / file).read_bytes()
    outcome = run(door, CITY, city, content, (ROOT / "docs" / "examples" / mapping).read_bytes(), NOW)
    skipped = sum(outcome.skipped.values())
    assert outcome.lines == 100 and outcome.imported + skipped == 100
    assert outcome.imported >= 90 and (sound is None or outcome.imported == sound)
    assert rows(database, "SELECT count(*) FROM event_row")[0][0] == outcome.imported - outcome.ended
    import json

    from django.test import Client

    listed = Client().get(f"/{CITY}/reports/open311/v2/servicerequestupdates.json")
    assert listed.status_code == 200
    asked = {"start_date": "2021-12-01T00:00:00Z", "end_date": "2022-02-01T00:00:00Z"}
    shown = json.dumps(json.loads(Client().get(f"/{CITY}/reports/open311/v2/requests.json", asked).content))
    for planted in ("212-555-1234", "987-65-4320", "378734493671000", "joeblows@aol.com", "212-123-5432"):
        assert planted not in shown
