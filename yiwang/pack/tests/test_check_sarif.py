"""`yiwang check --sarif` and `--explain`: the same findings for editors, and what a code means."""

import io
import json
from datetime import date
from pathlib import Path

from yiwang.pack.check.command import check
from yiwang.pack.check.demands import demands
from yiwang.pack.explain import examples, explain

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


def test_every_code_has_an_example_with_its_change_its_finding_and_its_remedy() -> None:
    assert set(examples()) == set(demands())
    for code, example in examples().items():
        out = io.StringIO()
        explain(code, out)
        assert all(line in out.getvalue() for line in (*example.zh, *example.en))
        assert f": {code} " in example.zh[0] and f": {code} " in example.en[0]
        assert "怎么改: " in example.zh[1] and "To mend: " in example.en[1]
        assert example.change or code in ("YW111", "YW112")  # the day, or nothing, is what breaks these


def test_an_explanation_says_whether_a_machine_mends_it() -> None:
    said = {}
    for code in ("YW104", "YW205"):
        out = io.StringIO()
        assert explain(code, out) == 0
        said[code] = out.getvalue()

    assert "No machine mends it: a person decides." in said["YW104"]
    assert "A rule that only repeats another: it is removed" in said["YW205"]


def test_a_code_nobody_knows_names_those_near_it() -> None:
    for code, near in (("YW10", "YW101"), ("YW999", "YW9"), ("yw1044", "YW104"), ("", "YW001")):
        out = io.StringIO()
        assert explain(code, out) == 2
        assert len(out.getvalue().splitlines()) == 1
        assert near in out.getvalue()
