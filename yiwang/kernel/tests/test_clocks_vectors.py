"""`python -m bench.clocks FILE`: the shared vectors pass, and a wrong one is named."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bench.clocks import main

VECTORS = (
    Path(os.environ.get("YIWANG_SHARED", Path(__file__).parents[4] / "shared")) / "law/clock-examples.json"
)
VECTOR = {
    "id": "one",
    "law": "行政许可法§32(4)",
    "start_instant": "2024-09-23T14:30:00+08:00",
    "unit": "working_day",
    "amount": 5,
    "excluded": [],
    "extension": None,
    "restarts": [],
    "roll": "none",
    "direction": "forward",
    "calendar": "CN:chinesecalendar-1.11.0:2020..2026-12-31",
    "expected_due": "2024-09-29",
    "expected_kind": "date",
    "provisional": False,
}


def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], *changes: dict) -> tuple[int, dict]:
    file = tmp_path / "vectors.json"
    file.write_text(json.dumps([{**VECTOR, **change} for change in changes]), "utf-8")
    code = main([str(file), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_shared_vectors_all_pass(capsys):
    if not VECTORS.exists():
        pytest.skip(f"{VECTORS} is absent; set YIWANG_SHARED")

    assert main([str(VECTORS)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert lines[0].split() == ["passed", lines[1].split()[1]]


def test_a_wrong_date_flag_or_kind_is_a_miss_with_both_values(tmp_path, capsys):
    code, report = run(
        tmp_path,
        capsys,
        {},
        {"id": "date", "expected_due": "2024-09-30"},
        {"id": "flag", "provisional": True},
        {"id": "kind", "expected_kind": "instant", "expected_due": "2024-09-29T00:00:00+08:00"},
    )

    assert code == 1
    assert (report["passed"], report["total"]) == (1, 4)
    assert [miss["id"] for miss in report["misses"]] == ["date", "flag", "kind"]
    assert report["misses"][0]["expected"] == "date 2024-09-30 False"
    assert report["misses"][0]["got"] == "date 2024-09-29 False"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"excluded": [["2024-09-26", "2024-09-25"]]}, "before it begins"),
        ({"excluded": [["2024-09-26"]]}, "pair"),
        ({"excluded": "2024-09-26"}, "list"),
        ({"excluded": [["26 September", "2024-09-27"]]}, "not a date"),
        ({"unit": "hour", "excluded": [["2024-09-26", "2024-09-27"]]}, "offset"),
        ({"unit": "fortnight"}, "fortnight"),
        ({"start_instant": "2024-09-23T14:30:00"}, "offset"),
        ({"start_instant": None}, "instant"),
        ({"start_instant": "0001-01-01T00:00:00+08:00"}, "invalid"),
        ({"amount": "some"}, "amount"),
        ({"amount": True}, "amount"),
        ({"amount": 0.5}, "whole"),
        ({"amount": 1e300, "unit": "hour"}, "exact"),
        ({"extension": 5}, "extension"),
        ({"restarts": ["soon"]}, "soon"),
        ({"roll": None}, "roll"),
        ({"direction": "sideways"}, "sideways"),
        ({"calendar": "NL:2020..2026-12-31"}, "calendar"),
        ({"calendar": "CN:x:2020..2031-12-31"}, "reach"),
        ({"start_instant": "2019-06-03T10:00:00+08:00"}, "2020-01-01"),
        ({"expected_due": "someday"}, "someday"),
    ],
)
def test_an_invalid_vector_is_a_miss_that_says_why(tmp_path, capsys, change, words):
    code, report = run(tmp_path, capsys, change)

    assert code == 1
    assert words in report["misses"][0]["got"]


def test_things_that_are_no_vectors_are_named_by_their_place(tmp_path, capsys):
    file = tmp_path / "vectors.json"
    file.write_text('[null, {"unit": "hour"}]', "utf-8")

    assert main([str(file)]) == 1
    assert "miss #0" in capsys.readouterr().out


@pytest.mark.parametrize("text", [None, "", "not json", "{}", "[]", "\x00"])
def test_a_file_that_cannot_be_read_ends_with_one_plain_sentence(tmp_path, capsys, text):
    file = tmp_path / "vectors.json"
    if text is not None:
        file.write_text(text, "utf-8")

    assert main([str(file)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1 and str(file) in said.err


def test_the_order_of_pauses_and_restarts_does_not_matter(tmp_path, capsys):
    pauses = [["2024-10-09", "2024-10-10"], ["2024-09-24", "2024-09-24"], ["2024-10-08", "2024-10-09"]]
    restarts = ["2024-09-23T20:00:00+08:00", "2024-09-20T00:00:00Z"]
    due = {"excluded": pauses, "restarts": restarts, "amount": 6, "expected_due": "2024-10-11"}
    again = {**due, "excluded": pauses[::-1], "restarts": restarts[::-1]}

    code, report = run(tmp_path, capsys, due, again)

    assert (code, report["misses"]) == (0, [])
