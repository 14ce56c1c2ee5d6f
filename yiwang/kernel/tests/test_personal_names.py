"""Names inside sentences: how many are found, and how much is taken for a name that is none; made by seed.

The word lists were mended on sentences of these forms with other given names: of other sentences expect less.
"""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

import pytest
import yaml

from yiwang.kernel.personal_text import NAME, found_in

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "reports311"
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
)
NAMES = """
国强 建华 海燕 丽娟 晓东 文静 小军 志刚 玉兰 秀云 春生 少华 振华 家豪 思雨 梦瑶 宇轩 若曦 沐阳 景行 云鹏
树林 大勇 二妮 三喜 有才 来福 招娣 铁柱 满仓 刚 燕 娟 波 凯 霞 杰 婷 琳 超 鑫 旺 彪 媛 朋 冬梅 光明 长江 美玲
"""
"""Given names that were not looked at when the method was written."""
COMMON = re.findall(r"\S+", NAMES)
TOLD = (
    "楼下{0}家的狗天天叫", "{0}把电动车停在楼道里", "我找过{0}，没有用",
    "邻居{0}说是他堆的", "{0}，电话打不通",
    "被{0}打了", "工地负责人{0}答应过", "请联系{0}处理", "昨天{0}又来摆摊", "这是{0}倒的垃圾",
    "{0}和{1}在路边吵架", "门面是{0}租的", "车主{0}不肯挪车", "村民{0}反映水管漏水", "司机{0}每天乱停",
    "{0}私自搭了棚子", "我和{0}住对门", "物业{0}一直没来", "网格员{0}来看过", "隔壁{0}养了三十只鸡",
)  # fmt: skip
NOTHING = (
    "建设路高压线掉在路边，安全没有保障", "金水桥下水管破了，水流到马路上", "文化广场的健身器材坏了",
    "白天没有人管，晚上更没有", "高新大道路灯不亮，方向盘都看不清", "任何单位都不管，请国家有关部门解决",
    "石子堆在花园门口，车子进不去", "江边栏杆断了一根，明天有暴雨", "平安小区物业不管，计划找主管部门",
    "应急车道被占，连夜施工，高音喇叭叫到天亮", "林业站旁边有棵古树要倒", "房东说管道不归他管",
    "居民和村民都反映过，温泉路口红绿灯坏了", "向阳路和平巷口的井盖没了", "单元门锁坏了，全家人进不去",
)  # fmt: skip


def sentences(seed: int, many: int) -> list[tuple[str, list[str]]]:
    """Return made-up sentences with the names in them."""
    chance = random.Random(seed)
    made = []
    for _ in range(many):
        names = [chance.choice(SURNAMES) + chance.choice(COMMON) for _ in range(2)]
        form = chance.choice(TOLD)
        made.append((form.format(*names), names[: 1 + ("{1}" in form)]))
    return made


def names(text: str) -> list[str]:
    return [text[one.start : one.end] for one in found_in(text) if one.kind == NAME]


def test_of_names_in_made_up_sentences_most_are_found_and_little_else(capsys):
    found = wanted = wrong = 0
    for text, planted in sentences(311, 2_000):
        got = names(text)
        wanted += len(planted)
        found += sum(one in got for one in planted)
        wrong += sum(one not in planted for one in got)
    false = [one for text in NOTHING for one in names(text)]
    with capsys.disabled():
        print(
            f"  names in sentences: {found} of {wanted} found ({found / wanted:.1%}), {wrong} wrong; {false}"
        )
    assert found / wanted >= 0.6 and wrong / (found + wrong) <= 0.05
    assert false == []


def test_no_word_of_the_demo_that_names_nobody_is_masked():
    demo = Path("packs/yueyang/demo")
    told = [yaml.safe_load((demo / f"{name}.yaml").read_text("utf-8")) for name in ("events", "reports")]
    said = [one["words"] for stories in told for one in stories]
    assert {text: names(text) for text in said if names(text)} == {}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not beside this checkout")
def test_in_the_shared_file_in_which_no_name_was_planted_none_is_found():
    with (SHARED / "boston311-100-with-fake-pii.csv").open(encoding="utf-8") as file:
        texts = [text for row in csv.DictReader(file) for text in row.values() if text]
    assert [one for text in texts for one in names(text)] == []
