"""A form with every kind of question, as a pack would write it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from yiwang.web.words import Text


def question(kind: str, section: str, zh: str, en: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "string",
        "x-yw-kind": kind,
        "x-yw-section": section,
        "x-yw-title": {"zh": zh, "en": en},
    } | more


SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "x-yw-title": {"zh": "小店登记", "en": "Register a shop"},
    "x-yw-sections": [
        {"id": "owner", "title": {"zh": "经营者", "en": "Owner"}},
        {"id": "shop", "title": {"zh": "店铺", "en": "Shop"}},
        {"id": "papers", "title": {"zh": "材料", "en": "Papers"}},
    ],
    "properties": {
        "name": question(
            "text", "owner", "姓名", "Name",
            maxLength=10, **{"x-yw-personal": True, "x-yw-purpose": {"zh": "登记", "en": "registration"}},
        ),
        "id_number": question(
            "id-number", "owner", "身份证号", "Identity number",
            **{"x-yw-personal": "sensitive", "x-yw-purpose": {"zh": "核验身份", "en": "to verify identity"}},
        ),
        "phone": question("phone", "owner", "电话", "Telephone", **{"x-yw-personal": True}),
        "email": question("email", "owner", "邮箱", "E-mail"),
        "born": question("date", "owner", "出生日期", "Date of birth", format="date",
                         **{"x-yw-not-after": "today"}),
        "trade": question(
            "choice", "shop", "业态", "Trade", enum=["food", "books", "repair"],
            **{"x-yw-labels": {"food": {"zh": "餐饮", "en": "Food"}, "books": {"zh": "书店", "en": "Books"},
                               "repair": {"zh": "修理", "en": "Repair"}}},
        ),
        "area": question("number", "shop", "面积", "Area", type="number", exclusiveMinimum=0, maximum=500.5,
                         **{"x-yw-unit": {"zh": "平方米", "en": "m²"}}),
        "seats": question("number", "shop", "座位数", "Seats", type="integer", minimum=1),
        "place": question("place", "shop", "所在地", "Place"),
        "days": {"type": "array", "items": {"enum": ["mon", "tue", "wed"]}, "x-yw-section": "shop",
                 "x-yw-title": {"zh": "营业日", "en": "Open on"}},
        "code": question("credit-code", "papers", "统一社会信用代码", "Credit code"),
        "plan": question("file", "papers", "平面图", "Floor plan", **{"x-yw-accept": ["pdf", "png"]}),
        "staff": {
            "type": "array", "x-yw-section": "papers", "x-yw-title": {"zh": "从业人员", "en": "Staff"},
            "maxItems": 3,
            "items": {
                "type": "object",
                "properties": {
                    "who": question("text", "", "姓名", "Name of the worker"),
                    "cook": question("yesno", "", "是否掌勺", "Cooks", type="boolean"),
                },
                "required": ["who", "cook"],
            },
        },
        "notes": question("textarea", "papers", "补充说明", "Notes", maxLength=200),
        "true": question("yesno", "papers", "以上属实", "This is true", type="boolean", const=True),
    },
    "required": ["name", "id_number", "trade", "area", "place", "plan", "true"],
    "allOf": [{"if": {"properties": {"trade": {"const": "food"}}}, "then": {"required": ["seats"]}}],
    "additionalProperties": False,
}  # fmt: skip

TREE = {
    None: [("A", {"zh": "甲县", "en": "Jia"}), ("B", {"zh": "乙区", "en": "Yi"})],
    "A": [("A1", {"zh": "东镇", "en": "Dong"}), ("A2", {"zh": "西镇", "en": "Xi"})],
    "B": [("B1", {"zh": "南街道", "en": "Nan"})],
}


class FakePlaces:
    def children(self, code: str | None) -> Sequence[tuple[str, Text]]:
        return TREE.get(code, [])

    def path(self, code: str) -> Sequence[str]:
        return [code[0], code] if len(code) > 1 else [code]

    def title(self, code: str) -> Text:
        return {one: title for level in TREE.values() for one, title in level}[code]


# Made numbers with right check digits; they belong to nobody.
IDENTITY = "110101199003070038"
CREDIT = "91110000600037341L"
PDF = b"%PDF-1.7\n%%EOF\n"
