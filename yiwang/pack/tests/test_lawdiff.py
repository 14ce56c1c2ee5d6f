"""A law changes: the city sees which articles, and what of its own rests on them."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.pack.lawdiff.articles import article_of, number, read_law
from yiwang.pack.lawdiff.command import diff
from yiwang.pack.lawdiff.diff import compare

PACKS = Path(__file__).parents[3] / "packs"

OLD = """# 中华人民共和国某许可法

2003年1月1日 通过

## 第一章 总则

第一条 为了规范许可，制定本法。

第二条 机关应当自受理申请之日起二十日内作出决定。

二十日内不能作出决定的，经负责人批准可以延长十日。

第三条 收费应当公开，不得超过成本，收取的费用全部上缴财政。

第四条 本法自公布之日起施行。
"""
NEW = (
    OLD.replace("二十日内作出", "十五日内作出")
    .replace("第四条 本法", "第五条 本法")
    .replace("第三条 收费", "第四条 收费")
    .replace("第四条 收费", "第三条 申请人可以委托他人办理，机关应当提供网上办理的渠道。\n\n第四条 收费")
)


def law(tmp_path, name, text):
    file = tmp_path / name
    file.write_text(text, "utf-8")
    return file


def both(tmp_path, old=OLD, new=NEW):
    return law(tmp_path, "某许可法(2003-01-01).md", old), law(tmp_path, "某许可法(2026-01-01).md", new)


def test_changed_moved_and_new_articles_are_told_apart(tmp_path):
    old, new = map(read_law, both(tmp_path))
    assert (old.name, old.version, new.version) == ("某许可法", "2003-01-01", "2026-01-01")
    assert [(one.kind, one.old, one.new) for one in compare(old, new)] == [
        ("changed", "第二条", "第二条"),
        ("added", "", "第三条"),
        ("moved", "第三条", "第四条"),
        ("moved", "第四条", "第五条"),
    ]
    assert compare(old, new)[0].words == (("二十", "十五"),)


def test_an_article_taken_out_is_named(tmp_path):
    old, new = map(read_law, both(tmp_path, new=OLD.replace("第一条 为了规范许可，制定本法。", "")))
    assert [(one.kind, one.old) for one in compare(old, new)] == [("removed", "第一条")]


def test_the_places_of_a_city_that_rest_on_a_changed_article_are_named(tmp_path):
    clauses = PACKS / "yueyang" / "clauses" / "administrative-licensing.yaml"
    changed = law(tmp_path, "new.yaml", clauses.read_text("utf-8"))
    old = read_law(clauses)
    article = "第四十二条第一款"
    assert article in old.articles
    text = old.articles[article]
    changed.write_text(clauses.read_text("utf-8").replace(text, text + "法律另有规定的除外。"), "utf-8")
    out = io.StringIO()
    assert diff(clauses, changed, PACKS / "yueyang", json=True, out=out) == 1
    (change,) = json.loads(out.getvalue())["changes"]
    assert change["old"] == article
    assert {one["what"] for one in change["touched"]} >= {"clause", "matter"}
    assert all("第四十二条" in one["citation"] and one["line"] >= 1 for one in change["touched"])


def test_the_command_prints_words_and_places_in_both_languages(tmp_path):
    old, new = both(tmp_path)
    zh, en = io.StringIO(), io.StringIO()
    assert diff(old, new, None, out=zh) == 1 and diff(old, new, None, lang="en", out=en) == 1
    assert "修改 第二条\n    -二十 +十五" in zh.getvalue() and "4 articles differ." in en.getvalue()
    assert diff(old, old, None, out=io.StringIO()) == 0


@pytest.mark.parametrize(
    ("word", "value"),
    [("一", 1), ("十", 10), ("十五", 15), ("二十", 20), ("一百零三", 103), ("一百一十", 110)],
)
def test_numerals_are_read(word, value):
    assert number(word) == value


def test_a_citation_says_its_law_and_article():
    assert article_of("行政许可法 第三十二条第一款第四项") == ("行政许可法", "第三十二条")
    assert article_of("某法 第五条之一") == ("某法", "第五条之一")


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"no articles", b"clauses: [", b"clauses: {a: 1}\nlaw: x"]
)
@pytest.mark.parametrize("name", ["odd.md", "odd.yaml"])
def test_what_is_no_law_ends_with_one_sentence(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    out = io.StringIO()
    assert diff(tmp_path / name, tmp_path / name, None, out=out) == 2
    assert name in out.getvalue() and len(out.getvalue().splitlines()) == 1


@settings(derandomize=True, max_examples=100, deadline=None)
@given(
    st.lists(st.text("甲乙丙丁机关决定", min_size=1, max_size=12), max_size=6),
    st.randoms(use_true_random=False),
)
def test_every_article_is_accounted_for_once(tmp_path_factory, texts, chance):
    numerals = ["一", "二", "三", "四", "五", "六", "七"]
    one = dict(zip(numerals, texts, strict=False))
    other = dict(zip(numerals, [*chance.sample(texts, len(texts)), "新机关"], strict=False))
    folder = tmp_path_factory.mktemp("law")
    written = [
        "\n".join(f"第{key}条 {text}" for key, text in law.items()) for law in (one or {"一": "甲"}, other)
    ]
    old, new = (read_law(law(folder, f"{at}.md", text)) for at, text in enumerate(written))
    changes = compare(old, new)
    left = [change.old for change in changes if change.old]
    come = [change.new for change in changes if change.new]
    assert len(left) == len(set(left)) and len(come) == len(set(come))
    same = set(old.articles) - set(left)
    assert set(new.articles) - set(come) == same
    assert all(old.articles[article] == new.articles[article] for article in same)


def test_the_cases_under_way_of_the_matters_it_touches_are_named(tmp_path):
    old = law(
        tmp_path,
        "示例市树木认养办法(2026-01-01).md",
        "第三条 十个工作日内答复。\n\n第四条 五个工作日内一次告知。\n",
    )
    new = law(
        tmp_path,
        "示例市树木认养办法(2027-01-01).md",
        "第三条 八个工作日内答复。\n\n第四条 五个工作日内一次告知。\n",
    )
    asked = []

    def running(city, matters):
        asked.append((city, sorted(matters)))
        return {"tree-adoption": [f"2603-{one:04}" for one in range(22)]}

    out = io.StringIO()
    assert diff(old, new, PACKS / "tutorial", running=running, out=out) == 1
    assert asked[0][0] == "tutorial"
    assert "tree-adoption" in asked[0][1]
    assert "时限 tree-adoption/decision" in out.getvalue()
    assert "表单 tree-adoption/form.schema.json" in out.getvalue()
    assert "正在办的 tree-adoption: 22 件: 2603-0000、" in out.getvalue()
    assert "2603-0019 等 22 件" in out.getvalue() and "2603-0020" not in out.getvalue()
    assert out.getvalue().endswith("涉及正在办的件 22 件。\n")

    out = io.StringIO()
    diff(old, new, PACKS / "tutorial", running=running, json=True, out=out)
    assert len(json.loads(out.getvalue())["running"]["tree-adoption"]) == 22
