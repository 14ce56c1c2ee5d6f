"""A catalogue of 10,000 made-up services in the index of the search, and what people type to find them."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from yiwang.kernel.items import Catalogue, Item, ItemNode, LifeEvent, Synonym
from yiwang.kernel.matter import Body, City, Guide, LeadRule, Material, Matter

ITEMS = 10_000
PACK = f"catalogue-{sha256(Path(__file__).read_bytes()).hexdigest()[:12]}"

_THINGS = """
渔船 茶园 书摊 码头 夜市 苗圃 窑口 校车 水井 戏台 粮仓 灯会 路灯 桥梁 公园 市场 酒店 餐馆 药房 诊所
学校 幼儿园 网点 工地 管线 广告牌 停车场 出租车 客船 货车 宅基地 林地 河道 水库 鱼塘 温室 牧场 冷库
车间 仓库 危房 电梯 锅炉 燃气 热力 排水 污水 垃圾 噪声 辐射 种子 农药 兽药 食品 化妆品 医疗器械
特种设备 计量器具 商标 专利 档案 文物 古建筑 图书 电影 演出 体育馆
"""
_ACTS = """
登记 备案 许可 变更 注销 延续 补领 换证 审批 核准 认定 给付 补贴 鉴定 检测 年审 公示 查询 证明 预约
"""
_WHOSE = """
个人 企业 个体户 社会组织 农户 合作社 外地人 老年人 残疾人 学生 军人家庭 新生儿 失业人员 创业者 房东 租户
"""
_ENGLISH = """
boat garden stall jetty market nursery kiln bus well stage granary fair lamp bridge park hotel restaurant
pharmacy clinic school kindergarten site pipe billboard parking taxi ferry lorry homestead forest river
reservoir pond greenhouse pasture store workshop warehouse lift boiler gas heating drain sewage refuse noise
seed pesticide food cosmetics device meter trademark patent archive relic book film show stadium orchard
"""
THINGS, ACTS, WHOSE, ENGLISH = (one.split() for one in (_THINGS, _ACTS, _WHOSE, _ENGLISH))
FUNCTIONS = [f"function-{one}" for one in range(30)]


def city() -> City:
    """Return a city of nothing but its catalogue: 10,000 services under 400 main items."""
    from msgspec.structs import replace

    from bench.six_steps import CITY as base

    drawn = Random(6)
    nodes = {f"M{one:03}": ItemNode(f"M{one:03}", _title(drawn), "licence") for one in range(400)}
    events = {f"event-{one}": LifeEvent(f"event-{one}", _title(drawn), "resident") for one in range(20)}
    synonyms = tuple(Synonym(THINGS[one], (THINGS[-one - 1] + "店", f"小{THINGS[one]}")) for one in range(20))
    bodies = {one: Body(one, {"zh": one, "en": one}, None, base.root, one, "city") for one in FUNCTIONS}
    matters = {one.id: one for one in _matters(drawn)}
    return replace(
        base, pack=PACK, matters=matters, bodies=bodies, catalogue=Catalogue(nodes, events, synonyms)
    )


def _title(drawn: Random) -> dict[str, str]:
    thing, act, whose = drawn.choice(THINGS), drawn.choice(ACTS), drawn.choice(WHOSE)
    return {"zh": f"{whose}{thing}{act}", "en": f"{drawn.choice(ENGLISH)} {drawn.choice(ENGLISH)} licence"}


def _matters(drawn: Random) -> Iterator[Matter]:
    for number in range(ITEMS):
        said = [_title(drawn) for _ in range(6)]
        yield Matter(
            id=f"matter-{number}",
            title={"zh": f"{said[0]['zh']}（{drawn.choice(THINGS)}）", "en": said[0]["en"]},
            kind="service",
            code=f"C{number:05}",
            lead=LeadRule(body=drawn.choice(FUNCTIONS)),
            channels=("online",),
            basis=(),
            guide=Guide(
                summary={"zh": f"{said[1]['zh']}的，先{said[2]['zh']}，再来办。", "en": said[1]["en"]},
                conditions=tuple(said[2:4]),
                materials=tuple(
                    Material(f"m{at}", one, "electronic", True) for at, one in enumerate(said[4:])
                ),
            ),
            form={},
            sealed_fields=frozenset(),
            clocks={},
            audience=(drawn.choice(("resident", "business")),),
            item=Item(
                f"M{drawn.randrange(400):03}", level="city", reach="city", events=(f"event-{number % 20}",)
            ),
        )


def typed(of: City, count: int, seed: int) -> list[str]:
    """Return what people type: two characters of a title, two words, a whole title, pinyin, initials,
    English, a slip of the pen, and what is not there.
    """
    from yiwang.nets.services.search.pinyin import syllables

    drawn = Random(seed)
    found: list[str] = []
    for turn in range(count):
        title = of.matters[f"matter-{drawn.randrange(ITEMS)}"].title
        zh = title["zh"].split("（")[0]
        at = drawn.randrange(len(zh) - 1)
        spoken = syllables(zh)
        match turn % 8:
            case 0:
                found.append(zh[at : at + 2])
            case 1:
                found.append(f"{drawn.choice(THINGS)} {drawn.choice(ACTS)}")
            case 2:
                found.append(zh)
            case 3:
                found.append("".join(spoken[at : at + 2]))
            case 4:
                found.append("".join(one[0] for one in spoken[at : at + 4]))
            case 5:
                found.append(title["en"].split()[0])
            case 6:
                found.append(zh[:at] + drawn.choice("麻烦错字") + zh[at + 1 :])
            case _:
                found.append(drawn.choice(("麒麟饲养", "xyzzy", "凤凰", "qqqqq")))
    return found


def indexed(connection: Any, of: City) -> None:
    """Put the catalogue into the index as the owner, once."""
    from yiwang.nets.services.search import index

    if not index.is_indexed(connection, PACK):
        connection.execute("DELETE FROM item_row")
        index.write(connection, PACK, index.rows_of(of))
        connection.execute("VACUUM (ANALYZE) item_row")
