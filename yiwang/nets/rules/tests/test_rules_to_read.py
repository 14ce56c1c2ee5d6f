"""What anybody may read of how a city decides, without JavaScript and without signing in."""

from __future__ import annotations

import re

import pytest

from yiwang.nets.rules import shelf
from yiwang.nets.rules.book import book_of

HYGIENE = "/yueyang/rules/public-place-hygiene/"
TREE = "/tutorial/rules/tree-adoption/"


def text(answer) -> str:
    """Return what a page says, without its markup."""
    page = re.sub(r"<(script|style|svg).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_every_matter_of_the_city_is_listed_with_its_process_and_decisions(reader):
    page = reader.get("/yueyang/rules/")
    assert page.status_code == 200
    for matter in ("public-place-hygiene", "open-restaurant", "individual-business", "insured-certificate"):
        assert f"/yueyang/rules/{matter}/" in page.content.decode()
    assert "/yueyang/rules/public-place-hygiene/decisions/examinations/" in page.content.decode()


def test_a_process_is_drawn_and_said_in_words(reader):
    page = reader.get(HYGIENE)
    assert page.content.decode().count('<svg class="process-drawing" role="img"') == 1
    said = text(page)
    assert "现场核查 人办的环节 由谁办 核查岗 期限 5 工作日 合格 → 需要哪些专门检查 不合格 → 结束" in said
    assert "问决策 需要的专门检查" in said
    assert "办理时限 20 工作日 10 工作日 受理 决定 行政许可法 第四十二条第一款" in said


def test_a_process_is_read_in_english(reader):
    said = text(reader.get(HYGIENE + "?lang=en"))
    assert "Done by Inspector Limit 5 working days Passed → Which special examinations" in said


def test_a_matter_without_steps_says_so(reader):
    assert "这个事项没有中间环节。" in text(reader.get("/yueyang/rules/individual-business/"))


def test_a_finding_stands_at_its_step_in_the_drawing_and_in_the_list(reader):
    page = reader.get(TREE)
    whole = page.content.decode()
    found = re.findall(r'<li id="finding-(\d+)" class="remark remark-(\w+)" data-element="opinion"', whole)
    assert found, text(page)
    number, level = found[0]
    assert f'<g class="mark mark-{level}">' in whole
    assert f'href="#finding-{number}"' in whole
    assert "怎么改" in text(page)


def test_a_sound_table_says_that_it_was_proved(reader):
    said = text(reader.get(HYGIENE + "decisions/examinations/"))
    assert "唯一 (UNIQUE)：任何情况至多命中一条规则。" in said
    assert "逐格核验过：没有空缺，规则之间没有抵触。" in said
    assert "空缺 " not in said


def test_gaps_overlaps_and_rules_without_use_are_marked_in_words(reader):
    said = text(reader.get(TREE + "decisions/care/"))
    assert "1 ✕ 重叠：与第 2 条同时命中 例如 trees = 3 sunny = true" in said
    assert "2 ✕ 重叠：与第 1 条同时命中" in said
    assert re.search(r"✕ 空缺 \S+ \S+ 没有规则命中这样的情况", said)
    assert "2 ! 永远不会作数" in said
    assert "2 ! 只是重复第 1 条" in said
    assert "YW202" in said and "YW203" in said


def test_contexts_functions_and_what_asks_what_are_written_out(reader):
    said = text(reader.get(TREE + "decisions/care/"))
    assert "称呼 决策 问 姓名 ( name ) 事实 浇水 决策 politely 知识模型" in said
    assert "politely(name) + 浇" in said
    assert "函数，参数 who: string &quot;尊敬的&quot; + who" in said


def test_a_decision_is_tried_and_the_rule_that_fired_is_marked(reader):
    page = reader.get(HYGIENE + "decisions/examinations/1/", {"i1": "true", "i2": "swimming", "go": "1"})
    said = text(page)
    assert page.status_code == 200
    assert "第 1 条规则命中 venue_kind 是 &quot;swimming&quot; , 符合 &quot;swimming&quot;" in said
    assert "1 ✓ 命中" in said and "2 ✓ 命中" not in said
    assert "water_test: true" in said


def test_what_cannot_be_read_is_said_at_its_field(reader):
    page = reader.get(TREE + "decisions/care/1/", {"i1": "maybe", "i2": "three", "go": "1"})
    assert page.status_code == 422
    said = text(page)
    assert "有 2 处读不懂" in said
    assert "请从列出的值中选一个。" in said and "请写一个数" in said
    assert "答案" not in said


def test_what_may_be_personal_is_asked_by_post_and_never_read_from_an_address(reader):
    address = TREE + "decisions/care/4/"
    form = reader.get(address, {"i1": "王晓", "go": "1"}).content.decode()
    assert '<form method="post" class="questions"' in form
    assert "王晓" not in re.sub(r'(href|action|value)="[^"]*"', "", form).replace("%E7", "")
    answer = reader.post(address, {"i1": "王晓", "i2": "true", "i3": "2", "go": "1"})
    assert "尊敬的王晓daily" in text(answer)


@pytest.mark.parametrize(
    "address",
    [
        "/yueyang/rules/no-such/",
        HYGIENE + "decisions/no-such/",
        HYGIENE + "decisions/examinations/9/",
        HYGIENE + "decisions/examinations/0/",
        "/yueyang/rules/individual-business/process.bpmn",
    ],
)
def test_what_is_not_there_is_not_found(reader, address):
    assert reader.get(address).status_code == 404


def test_the_process_is_given_as_bpmn_with_a_drawing_in_both_languages(reader):
    own = reader.get("/yueyang/rules/open-restaurant/process.bpmn")
    english = reader.get("/yueyang/rules/open-restaurant/process.bpmn?names=en")
    made = reader.get(HYGIENE + "process.bpmn")
    assert b"BPMNShape" in own.content and b"BPMNShape" in made.content
    assert 'name="整改复查"' in own.content.decode()
    assert 'name="Recheck after rectification"' in english.content.decode()


def test_a_page_that_has_not_changed_is_not_sent_again(reader):
    first = reader.get(HYGIENE)
    again = reader.get(HYGIENE, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "private, no-cache"
    assert reader.get(HYGIENE + "?lang=en")["ETag"] != first["ETag"]


def test_the_checks_run_once_for_a_pack_and_pages_then_ask_the_store_nothing(
    reader, empty_shelf, queries, monkeypatch
):
    checked = []
    monkeypatch.setattr(shelf, "book_of", lambda pack, on: checked.append(on) or book_of(pack, on))
    reader.get(HYGIENE)
    queries.clear()
    for address in (HYGIENE, "/yueyang/rules/", "/yueyang/rules/open-restaurant/"):
        assert reader.get(address).status_code == 200
    assert queries == []
    assert len(checked) == 1
