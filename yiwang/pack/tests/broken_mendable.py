# ruff: noqa: E501
"""Packs that a machine can mend: `--fix` makes each whole again, and nothing else changes."""

from __future__ import annotations

from yiwang.pack.tests.broken_governed import GRANT, PRODUCT, TREES_OFFICE
from yiwang.pack.tests.city import Edit, added, append, edit
from yiwang.pack.tests.mutants import Mutant

MATTER = "matters/tree-adoption/matter.yaml"
FORM = "matters/tree-adoption/form.schema.json"
STREET = '"x-yw-title": {"zh": "树在哪条街", "en": "Street of the tree"},'
GLOSSARY = "- {term: {zh: 认养, en: adopt}, not: [领养, foster], except: [领养人]}\n"


def _street(more: str) -> Edit:
    return edit(FORM, STREET, f"{STREET}\n      {more},")


def _shared(old: str = "", new: str = "") -> tuple[Edit, ...]:
    """Put a product and a grant of it into the pack."""
    assert not old or PRODUCT.count(old) == 1
    return (
        *TREES_OFFICE,
        added("products/streets.yaml", PRODUCT.replace(old, new) if old else PRODUCT),
        added("grants/streets-for-trees.yaml", GRANT),
    )


_PREFILL = '"x-yw-prefill": {"product": "streets", "field": "street_name"}'

MENDABLE: tuple[Mutant, ...] = (
    Mutant("YW001", "a control character", (edit(MATTER, "浇水。", "浇水\x07。"),)),
    Mutant("YW002", "a comma too many in a form", (edit(FORM, '"maximum": 20\n', '"maximum": 20,\n'),)),
    Mutant("YW002", "a comma too many in a list", (edit(FORM, '"trees", "name"]', '"trees", "name", ]'),)),
    Mutant(
        "YW003",
        "an anchor that nothing refers to",
        (edit(MATTER, "audience: [resident]", "audience: &all [resident]"),),
    ),
    Mutant("YW003", "a tag of what it is", (edit(MATTER, "code: TREE-01", "code: !!str TREE-01"),)),
    Mutant(
        "YW003",
        "a tag that makes a number a text",
        (edit("pack.yaml", 'root: "900100"', "root: !!str 900100"),),
    ),
    Mutant(
        "YW004",
        "a key twice with one value",
        (edit(MATTER, "code: TREE-01", "code: TREE-01\ncode: TREE-01"),),
    ),
    Mutant(
        "YW004",
        "a key twice within braces",
        (edit(MATTER, "{healthy: next, sick: end}", "{healthy: next, sick: end, healthy: next}"),),
    ),
    Mutant(
        "YW004", "a key twice in JSON", (edit(FORM, '"minimum": 1,', '"minimum": 1,\n      "minimum": 1,'),)
    ),
    Mutant("YW008", "a column in capitals", (edit("bodies.csv", "id,zh,en,parent", "id,zh,en,Parent"),)),
    Mutant(
        "YW008",
        "a column with a letter too many",
        (edit("positions.csv", "id,body,zh,en,role", "id,body,zh,en,rolle"),),
    ),
    Mutant("YW011", "a key misspelt", (edit(MATTER, "    promised: 5", "    promissed: 5"),)),
    Mutant("YW011", "an annotation misspelt", (edit(FORM, "x-yw-personal", "x-yw-persnal"),)),
    Mutant("YW011", "a key in capitals", (edit(MATTER, "kind: service", "Kind: service"),)),
    Mutant(
        "YW011",
        "a sentence cut at its commas",
        (
            edit(
                MATTER,
                "en: Adopt a street tree and water it.}",
                "en: Adopt a tree, water it, and look after it.}",
            ),
        ),
    ),
    Mutant(
        "YW011",
        "a Chinese sentence cut at a comma",
        (edit(MATTER, "{zh: 树在示例市内。,", "{zh: 树在示例市内, 没有病害。,"),),
    ),
    Mutant("YW012", "a code without quotes", (edit("pack.yaml", 'root: "900100"', "root: 900100"),)),
    Mutant("YW012", "a number in quotes", (edit(MATTER, "  visits: 0", "  visits: '0'"),)),
    Mutant(
        "YW012",
        "one value where a list belongs",
        (edit(MATTER, "audience: [resident]", "audience: resident"),),
    ),
    Mutant("YW013", "a kind misspelt", (edit(MATTER, "kind: service", "kind: servce"),)),
    Mutant("YW013", "a level in capitals", (edit("bodies.csv", "parks,city", "parks,City"),)),
    Mutant("YW014", "a limit in Chinese numerals", (edit(MATTER, "legal: 10 工作日", "legal: 十个工作日"),)),
    Mutant(
        "YW014", "a limit in full-width digits", (edit(MATTER, "legal: 10 工作日", "legal: １０ 工作日"),)
    ),
    Mutant(
        "YW014",
        "a day with strokes",
        (edit("persons.csv", "parks-officer,2026-01-01", "parks-officer,2026/1/1"),),
    ),
    Mutant(
        "YW014",
        "a citation without blank",
        (edit(MATTER, "unit_source: 示例市树木认养办法 第五条", "unit_source: 《示例市树木认养办法》第5条"),),
    ),
    Mutant("YW015", "a required field twice", (edit(FORM, '"trees", "name"]', '"trees", "name", "trees"]'),)),
    Mutant(
        "YW015",
        "a language twice, line by line",
        (edit("pack.yaml", "languages: [zh, en]", "languages:\n  - zh\n  - en\n  - zh"),),
    ),
    Mutant(
        "YW101",
        "an article in digits",
        (edit(MATTER, "unit_source: 示例市树木认养办法 第五条", "unit_source: 示例市树木认养办法 第5条"),),
    ),
    Mutant("YW114", "an item code in small letters", (edit(MATTER, "code: TREE-01", "code: tree-01"),)),
    Mutant(
        "YW114",
        "a town in a standard that ends at counties",
        (append("places.csv", "900101001,GB/T 2260,示例镇（虚构）,Sample Town (made up),900101,town,\n"),),
    ),
    Mutant(
        "YW117",
        "a line twice",
        (append("positions.csv", "parks-officer,sample-parks,经办岗,Case officer,officer\n"),),
    ),
    Mutant(
        "YW402",
        "a question that one product answers under a grant",
        (_street('"x-yw-concept": "street-name"'), *_shared()),
    ),
    Mutant(
        "YW502",
        "important data that is called general",
        (
            _street(f'"x-yw-concept": "street-name", "x-yw-class": "general", {_PREFILL}'),
            *_shared(
                "    concept: street-name\n    type: string\n    class: general",
                "    concept: street-name\n    type: string\n    class: important",
            ),
        ),
    ),
    Mutant(
        "YW502",
        "personal information that is called something else",
        (
            _street(
                f'"x-yw-concept": "street-name", "x-yw-class": "general", "x-yw-retention": "1 年", "x-yw-purpose": {{"zh": "找到树", "en": "To find it"}}, {_PREFILL}'
            ),
            *_shared(
                "    concept: street-name\n    type: string\n    class: general\n    personal: none",
                "    concept: street-name\n    type: string\n    class: general\n    personal: sensitive",
            ),
        ),
    ),
    Mutant(
        "YW701",
        "a thing called by another word, twice, beside one that is right",
        (
            added("glossary.yaml", GLOSSARY),
            edit(
                MATTER, "{zh: 认养一棵街边的树，给它浇水。", "{zh: 领养一棵街边的树，领养人给领养的树浇水。"
            ),
        ),
    ),
    Mutant(
        "YW701",
        "a sentence that begins with another word",
        (
            added("glossary.yaml", GLOSSARY),
            edit(MATTER, "en: Adopt a street tree and water it.", "en: Foster a street tree and water it."),
        ),
    ),
)
