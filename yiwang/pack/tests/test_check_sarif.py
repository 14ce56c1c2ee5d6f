"""`yiwang check --sarif` and `--explain`: the same findings for editors, and what a code means."""

import io
import json
from datetime import date
from pathlib import Path

from yiwang.pack.check.command import check
from yiwang.pack.check.demands import demands, explain

DAY = date(2026, 11, 24)
PACKS = Path(__file__).parents[3] / "packs"


def told(root: Path, **form: object) -> tuple[int, dict]:
    out = io.StringIO()
    code = check(root, DAY, out=out, **form)  # type: ignore[arg-type]
    return code, json.loads(out.getvalue())


def test_sarif_says_what_json_says_at_the_same_places() -> None:
    code, log = told(PACKS / "yueyang", sarif=True)
    same, plain = told(PACKS / "yueyang", json=True)
    assert code == same == 0
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    places = [
        (one["ruleId"], place["artifactLocation"]["uri"], place["region"]["startLine"])
        for one in run["results"]
        for place in (one["locations"][0]["physicalLocation"],)
    ]
    wanted = [
        (one["code"], one["file"].split("packs/yueyang/")[1], max(one["line"], 1))
        for one in plain["findings"]
    ]
    assert places == wanted
    assert places
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    assert all(rule["fullDescription"]["text"] for rule in rules)
    marks = [one["partialFingerprints"]["yiwang/v1"] for one in run["results"]]
    assert all(len(mark) == 64 for mark in marks)


def test_sarif_is_the_same_every_time() -> None:
    assert told(PACKS / "yueyang", sarif=True) == told(PACKS / "yueyang", sarif=True)


def test_every_code_is_explained_in_both_languages() -> None:
    for code, said in demands().items():
        out = io.StringIO()
        assert explain(code.lower(), out) == 0
        assert said.zh in out.getvalue()
        assert said.en in out.getvalue()


def test_a_code_nobody_knows_names_those_near_it() -> None:
    out = io.StringIO()
    assert explain("YW10", out) == 2
    assert "YW110" in out.getvalue()
