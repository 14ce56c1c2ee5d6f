"""A staff directory is read line by line, and says what it would change before anything is changed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from yiwang.kernel.people.held import Held, Person
from yiwang.pack.compile import compile_pack
from yiwang.pack.load import load
from yiwang.people.directory.mapping import Unusable, read_mapping
from yiwang.people.directory.preview import preview, upload_of
from yiwang.people.directory.reading import read_directory

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
HEADING = "工号,姓名,岗位,起,止,代理,状态"
MAPPING = """
columns: {code: 工号, name_zh: 姓名, position: 岗位, from: 起, to: 止, substitute_for: 代理, status: 状态}
values: {status: {在职: active, 离职: left}}
"""
OFFICER, EXPERT, APPROVER = (f"yueyanglou-health-{role}" for role in ("officer", "expert", "approver"))


@pytest.fixture(scope="module")
def city():
    return compile_pack(load(ROOT / "packs" / "yueyang"))


def read(city, *lines, mapping=MAPPING, encoding="utf-8"):
    data = "\r\n".join([HEADING, *lines]).encode(encoding)
    return read_directory(data, read_mapping("m.yaml", mapping.encode()), city, TODAY)


def shown(city, reading, found=(), names=None, own=frozenset(), others=()):
    upload = upload_of(reading, (f"p-new-{number}" for number in range(1000)))
    records = dict(found)
    known = {one.id: one for one in (*records.values(), *others)}
    return preview(upload, records, known, names or {}, city, NOW, own)


def somebody(id, *positions, source="directory"):
    held = tuple(Held(position=one, since=date(2024, 1, 1), body="yueyanglou-health") for one in positions)
    return Person(id, "staff", source, "pack", held=held)


def test_the_sample_directory_is_read_whole(city):
    folder = ROOT / "docs" / "examples" / "people"
    mapping = read_mapping("mapping.yaml", (folder / "mapping.yaml").read_bytes())
    reading = read_directory((folder / "staff.csv").read_bytes(), mapping, city, TODAY)
    assert reading.bad == () and reading.lines == 6
    assert shown(city, reading).totals.joins == 5


def test_a_directory_in_gb18030_says_the_same(city):
    line = f"A1,测演甲,{OFFICER},2026-11-01,,,在职"
    chinese = read(city, line, mapping=MAPPING + "encoding: gb18030\n", encoding="gb18030")
    assert chinese == read(city, line)


@pytest.mark.parametrize(
    ("line", "column", "found"),
    [
        (f",测演甲,{OFFICER},,,,", "工号", ""),
        (f"A1,,{OFFICER},,,,", "姓名", ""),
        ("A1,测演甲,nowhere,,,,", "岗位", "nowhere"),
        (f"A1,测演甲,{OFFICER},2026-02-30,,,", "起", "2026-02-30"),
        (f"A1,测演甲,{OFFICER},2026-11-01,2026-10-01,,", "止", "2026-10-01"),
        (f"A1,测演甲,{OFFICER},,,nowhere,", "代理", "nowhere"),
        (f"A1,测演甲,{OFFICER},,,,休假", "状态", "休假"),
        (f"A1,测演甲,{OFFICER},,", "", "5"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(city, line, column, found):
    reading = read(city, line, f"A2,测演乙,{EXPERT},,,,")
    assert [(bad.line, bad.column, bad.found) for bad in reading.bad] == [(2, column, found)]
    assert [row.code for row in reading.rows] == ["A2"]
    assert reading.bad[0].says["zh"] and reading.bad[0].says["en"]


def test_the_same_code_with_another_name_is_a_bad_line(city):
    reading = read(city, f"A1,测演甲,{OFFICER},,,,", f"A1,测演乙,{EXPERT},,,,")
    assert [(bad.line, bad.column, bad.who) for bad in reading.bad] == [(3, "姓名", "A1")]


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ("columns: {code: 工号}", "directory.mapping"),
        ("columns: {code: 工号, name_zh: 姓名}", "directory.mapping"),
        ("columns: {code: 工号, name_zh: 姓名, position: 岗位, shoe: 鞋}", "directory.mapping"),
        ("columns: [", "directory.mapping"),
        ("columns: {code: 编号, name_zh: 姓名, position: 岗位}", "directory.column"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(city, mapping, code):
    with pytest.raises(Unusable) as said:
        read(city, f"A1,测演甲,{OFFICER},,,,", mapping=mapping)
    assert said.value.code == code and said.value.zh and said.value.en


def test_a_file_in_another_encoding_is_refused_whole(city):
    with pytest.raises(Unusable) as said:
        read(city, f"A1,测演甲,{OFFICER},,,,", encoding="gb18030")
    assert said.value.code == "directory.encoding"


def test_who_is_not_in_the_file_leaves_but_only_if_the_directory_brought_them(city):
    gone, packs = somebody("p-1", OFFICER), somebody("p-2", EXPERT, source="pack")
    result = shown(city, read(city, f"A9,测演甲,{APPROVER},,,,"), others=(gone, packs))
    assert [(line.person, line.moves) for line in result.lines if "leave" in line.moves] == [
        ("p-1", {"leave"})
    ]


def test_nobody_leaves_whose_line_could_not_be_read(city):
    there = {"A1": somebody("p-1", OFFICER)}
    result = shown(city, read(city, "A1,测演甲,nowhere,,,,"), found=there)
    assert result.lines == ()


def test_nobody_leaves_at_all_when_a_line_could_be_anybodys(city):
    reading = read(city, f",测演甲,{OFFICER},,,,")
    result = shown(city, reading, others=(somebody("p-1", OFFICER),))
    assert result.kept and result.totals.leaves == 0


def test_who_is_written_down_as_gone_leaves_wherever_the_record_came_from(city):
    there = {"A1": somebody("p-1", OFFICER, source="pack")}
    result = shown(city, read(city, "A1,测演甲,,,,,离职"), found=there, names={"p-1": {"name_zh": "测演甲"}})
    assert [line.moves for line in result.lines] == [{"leave"}]


def test_a_mover_loses_the_old_position_and_the_preview_says_what_opens_and_closes(city):
    there = {"A1": somebody("p-1", OFFICER)}
    names = {"p-1": {"name_zh": "测演甲", "code": "A1"}}
    result = shown(city, read(city, f"A1,测演甲,{EXPERT},2026-11-23,,,"), found=there, names=names)
    (line,) = result.lines
    assert [step.change.move for step in line.steps] == ["dismiss", "appoint"]
    ((day, effect),) = line.effects
    assert day == TODAY and not effect.opens
    assert "case.accept" in {right.verb for right in effect.closes}


def test_what_begins_later_opens_on_that_day(city):
    result = shown(city, read(city, f"A1,测演甲,{OFFICER},2026-12-01,,,"))
    assert [day for day, _ in result.lines[0].effects] == [date(2026, 12, 1)]


def test_positions_that_must_be_apart_are_refused_in_the_preview(city):
    reading = read(city, f"A1,测演甲,{OFFICER},,,,", f"A1,测演甲,{APPROVER},,,,")
    result = shown(city, reading)
    assert [step.refusal.code for step in result.lines[0].steps if step.refusal] == ["people.apart"]
    assert result.totals.refused == 1 and len(result.changes) == 2


def test_who_proposes_or_applies_gets_no_position_by_it(city):
    there = {"A1": somebody("p-1")}
    names = {"p-1": {"name_zh": "测演甲", "code": "A1"}}
    reading = read(city, f"A1,测演甲,{OFFICER},,,,")
    result = shown(city, reading, found=there, names=names, own=frozenset({"p-1"}))
    assert [step.refusal.code for step in result.lines[0].steps] == ["people.own-rights"]
    assert result.changes == []


def test_a_fifth_that_leaves_is_warned_of(city):
    records = [somebody(f"p-{number}") for number in range(10)]
    found = {f"A{number}": one for number, one in enumerate(records)}
    names = {one.id: {"name_zh": "测演甲", "code": code} for code, one in found.items()}
    lines = [f"A{number},测演甲,{OFFICER},,,," for number in range(10)]

    def left_out(many):
        kept = dict(list(found.items())[many:])
        return shown(city, read(city, *lines[many:]), found=kept, names=names, others=records)

    assert not left_out(2).many_leave
    assert left_out(3).many_leave


def test_the_preview_is_known_by_what_it_does_and_by_no_name(city):
    reading, other = read(city, f"A1,测演甲,{OFFICER},,,,"), read(city, f"A1,测演乙,{OFFICER},,,,")
    assert shown(city, reading).digest == shown(city, other).digest
    assert shown(city, reading).digest != shown(city, read(city, f"A1,测演甲,{EXPERT},,,,")).digest


def test_a_substitute_of_the_file_stands_in_for_who_holds_the_position(city):
    reading = read(city, f"A1,测演甲,{OFFICER},,,,", f"A2,测演乙,{EXPERT},,,{OFFICER},")
    commands = [step.change.command for line in shown(city, reading).lines for step in line.steps]
    assert [one.acting_for for one in commands if getattr(one, "how", "") == "substitute"] == ["p-new-0"]
