"""A city holds the export of its items against the rules, and sees real faults at their cells."""

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.pack.check.command import Form
from yiwang.pack.finding import Level, Unreadable
from yiwang.pack.items.command import check_items
from yiwang.pack.items.examine import CODES, examine_items
from yiwang.pack.items.limits import Limit, Order, compare, read_limit
from yiwang.pack.items.mapping import Mapping, read_mapping
from yiwang.pack.items.table import read_table

DAY = date(2026, 3, 2)
HEADER = [
    "事项编码",
    "事项名称",
    "实施主体",
    "设定依据",
    "法定办结时限",
    "承诺办结时限",
    "是否收费",
    "收费依据",
]
HEADER += ["申请材料", "受理条件", "到办事现场次数"]
SOUND = [
    "A1",
    "临时占道",
    "城管局",
    "某法第十条",
    "20个工作日",
    "5个工作日",
    "否",
    "",
    "申请书；身份证",
    "有店面",
    "1",
]


def workbook(tmp_path, *rows, header=HEADER, title=(), merge=()):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "事项"
    for line in title:
        sheet.append(line)
    for row in (header, *rows):
        sheet.append(row)
    for area in merge:
        sheet.merge_cells(area)
    book.create_sheet("说明").sheet_state = "hidden"
    file = tmp_path / "items.xlsx"
    book.save(file)
    return file


def but(**changes):
    names = dict(zip(HEADER, SOUND, strict=True)) | changes
    return [names[name] for name in HEADER]


def found(file, mapping=None):
    findings = examine_items(file.name, read_table(file), mapping or read_mapping(None))
    return [(one.code, one.message.zh.partition(":")[0]) for one in findings]


def test_a_sound_export_has_nothing_wrong(tmp_path):
    assert found(workbook(tmp_path, SOUND, but(事项编码="A2", 事项名称="挖路"))) == []


@pytest.mark.parametrize(
    ("changes", "code", "cell"),
    [
        ({"承诺办结时限": "25个工作日"}, "YW953", "事项!F2"),
        ({"承诺办结时限": "３０（工作日）"}, "YW953", "事项!F2"),
        ({"法定办结时限": "20日", "承诺办结时限": "18个工作日"}, "YW953", "事项!F2"),
        ({"承诺办结时限": ""}, "YW954", "事项!F2"),
        ({"法定办结时限": "按规定"}, "YW954", "事项!E2"),
        ({"事项名称": ""}, "YW952", "事项!B2"),
        ({"是否收费": "是"}, "YW955", "事项!H2"),
        ({"收费依据": "某价〔2015〕1号"}, "YW955", "事项!H2"),
        ({"实施主体": "城管局、住建局"}, "YW956", "事项!C2"),
        ({"申请材料": "1.申请书；2.身份证；3.身份证"}, "YW957", "事项!I2"),
        ({"申请材料": "申请书；其他相关材料"}, "YW958", "事项!I2"),
        ({"受理条件": "符合法律、法规规定的其他条件"}, "YW958", "事项!J2"),
        ({"设定依据": "无"}, "YW959", "事项!D2"),
        ({"到办事现场次数": "若干"}, "YW960", "事项!K2"),
    ],
)
def test_each_fault_is_found_at_its_cell(tmp_path, changes, code, cell):
    assert found(workbook(tmp_path, but(**changes))) == [(code, cell)]


def test_every_code_is_tried_here():
    tried = {
        mark.args[1][index][1]
        for mark in test_each_fault_is_found_at_its_cell.pytestmark
        for index in range(14)
    }
    assert tried | {"YW951"} == set(CODES)


@pytest.mark.parametrize(
    "harmless", ["安全等级证明书", "平等协商记录", "高等学校毕业证", "等额选票", "相关人员身份证"]
)
def test_words_that_only_look_like_a_catch_all_are_left_alone(tmp_path, harmless):
    assert found(workbook(tmp_path, but(申请材料=f"申请书；{harmless}"))) == []


def test_two_bodies_for_one_item_are_found_across_rows_and_one_code_used_twice_too(tmp_path):
    file = workbook(tmp_path, SOUND, but(事项名称="临时占道(县)", 实施主体="住建局"), but(事项名称="挖路"))
    assert found(file) == [("YW956", "事项!C3"), ("YW952", "事项!A4")]


def test_titles_above_the_header_merged_cells_and_blank_rows_are_no_trouble(tmp_path):
    second = ["", "", "", "", "", "", "", "", "房产证", "", ""]
    third = ["", "", "", "", "", "", "", "", "身份证", "", ""]
    first = but(申请材料="身份证")
    file = workbook(
        tmp_path, first, second, third, [None] * 11, but(事项编码="A2", 事项名称="挖路"),
        title=(["某市事项清单"], []), merge=("A4:A6", "B4:B6", "J4:J6"),
    )  # fmt: skip
    assert found(file) == [("YW957", "事项!I6")]


def test_units_in_a_column_of_their_own_count_for_bare_numbers(tmp_path):
    header = ["事项名称", "法定办结时限", "法定办结时限单位", "承诺办结时限", "承诺办结时限单位"]
    file = workbook(
        tmp_path, ["甲", 20, "工作日", 30, "工作日"], ["乙", 20, "工作日", 1, "月"], header=header
    )
    findings = examine_items(file.name, read_table(file), read_mapping(None))
    assert [(one.code, one.level, one.where.line) for one in findings] == [
        ("YW953", Level.ERROR, 2),
        ("YW953", Level.WARNING, 3),
    ]


def test_a_csv_in_the_encoding_of_old_software_is_read(tmp_path):
    file = tmp_path / "items.csv"
    file.write_bytes("事项名称,设定依据\n挖路,\n".encode("gb18030"))
    assert found(file) == [("YW959", "items!B2")]


def test_a_mapping_names_the_columns_of_an_unusual_export(tmp_path):
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        'columns: {name: [办理项], fee: 钱, fee_basis: [凭什么]}\ncharged: ["Y"]\nfree: ["N"]\n', "utf-8"
    )
    file = workbook(tmp_path, ["挖路", "Y", ""], ["占道", "N", ""], header=["办理项", "钱", "凭什么"])
    assert found(file, read_mapping(mapping)) == [("YW955", "事项!C2")]
    assert found(file) == [("YW951", "没有找到事项")]


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("20个工作日", Limit(20, "工作日")),
        ("法定: 15（自然日）", Limit(15, "日")),
        ("３个月", Limit(3, "月")),
        ("2小时", Limit(2, "小时")),
        ("即办件", Limit(0, "工作日")),
        ("20", None),
        ("很快", None),
    ],
)
def test_limits_are_read_as_people_write_them(text, limit):
    assert read_limit(text) == limit


@pytest.mark.parametrize(
    ("one", "other", "order"),
    [
        ("30日", "20工作日", Order.MAY_BE_LONGER),
        ("20日", "20工作日", Order.NOT_LONGER),
        ("90日", "20工作日", Order.LONGER),
        ("24小时", "1日", Order.NOT_LONGER),
        ("即办", "1日", Order.NOT_LONGER),
        ("31日", "1个月", Order.MAY_BE_LONGER),
        ("2个月", "1年", Order.NOT_LONGER),
    ],
)
def test_unlike_units_are_compared_only_as_far_as_every_calendar_bears_out(one, other, order):
    assert compare(read_limit(one), read_limit(other)) is order


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    return packed.getvalue()


def with_doctype(file):
    packed = io.BytesIO()
    with zipfile.ZipFile(file) as given, zipfile.ZipFile(packed, "w") as archive:
        for part in given.infolist():
            data = given.read(part)
            if part.filename.endswith("sheet1.xml"):
                data = b'<!DOCTYPE a [<!ENTITY b "c">]>' + data
            archive.writestr(part.filename, data)
    return packed.getvalue()


@pytest.mark.parametrize("kind", ["text", "old", "bomb", "doctype", "cut", "empty", "missing", "folder"])
def test_what_is_no_workbook_ends_with_one_sentence(tmp_path, kind):
    sound = workbook(tmp_path, SOUND)
    file = tmp_path / "odd.xlsx"
    if kind not in ("missing", "folder"):
        whole = sound.read_bytes()
        made = {
            "text": b"hello",
            "old": b"\xd0\xcf\x11\xe0rest",
            "bomb": bomb(),
            "doctype": with_doctype(sound),
        }
        file.write_bytes({**made, "cut": whole[: len(whole) // 2], "empty": b""}[kind])
    elif kind == "folder":
        file.mkdir()
    out = io.StringIO()
    assert check_items(file, None, DAY, Form(False, False, False, "zh"), out) == 2
    assert len(out.getvalue().splitlines()) == 1 and "odd.xlsx" in out.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "columns: 1",
        "columns: {nmae: [a]}",
        "colums: {}\ncolumns: {name: a}",
        "columns: {name: [1]}",
        ": :",
        "\x00",
    ],
)
def test_a_wrong_mapping_says_which_key(tmp_path, text):
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(text, "utf-8")
    with pytest.raises(Unreadable) as raised:
        read_mapping(mapping)
    assert "mapping.yaml" in raised.value.sentence.zh


@settings(derandomize=True, max_examples=40, deadline=None)
@given(at=st.floats(0, 1), junk=st.binary(min_size=1, max_size=30))
def test_a_damaged_workbook_never_crashes(tmp_path_factory, at, junk):
    folder = tmp_path_factory.mktemp("items")
    file = workbook(folder, SOUND)
    whole = file.read_bytes()
    cut = int(at * len(whole))
    file.write_bytes(whole[:cut] + junk + whole[cut + len(junk) :])
    assert check_items(file, None, DAY, Form(True, False, False, "zh"), io.StringIO()) in (0, 1, 2)


def test_the_command_prints_lines_json_and_exit_codes(tmp_path):
    file = workbook(tmp_path, but(承诺办结时限="25个工作日"))
    out = io.StringIO()
    assert check_items(file, None, DAY, Form(False, False, False, "en"), out) == 1
    assert "items.xlsx:2:6: YW953 error" in out.getvalue()
    assert isinstance(read_mapping(None), Mapping) and Path(file).exists()
