"""docs/packs.md and docs/checks.md say what the schemas and the rules say."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from yiwang.pack.check.examine import RULES
from yiwang.pack.codes import READING
from yiwang.pack.conform import has_schema, schema
from yiwang.pack.fixes.attach import FIXERS
from yiwang.pack.kinds import KINDS, kind_of
from yiwang.pack.pages import DOCS, checks_page, code_pages, packs_page

SCHEMAS = sorted(
    file.name.removesuffix(".json")
    for file in resources.files("yiwang.pack.schema").iterdir()
    if file.name.endswith(".json")
)


def _properties(part: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each key of a schema, at any depth, with what is said of it."""
    if not isinstance(part, dict):
        return
    for holder in ("properties", "$defs"):
        for key, inner in part.get(holder, {}).items():
            yield key, inner
            yield from _properties(inner)
    for inner in (part.get("items"), part.get("additionalProperties"), *part.get("anyOf", ())):
        yield from _properties(inner)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_one_and_says_each_key_in_both_languages(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    silent = [
        key
        for key, part in _properties(schema(name))
        if not all(part.get("x-yw-says", {}).get(language) for language in ("zh", "en"))
    ]

    assert silent == []


def test_the_page_of_packs_is_written_from_the_schemas() -> None:
    assert (DOCS / "packs.md").read_text("utf-8") == packs_page(), "run: python -m yiwang.pack.pages"


def test_the_page_of_checks_is_written_from_the_rules() -> None:
    assert (DOCS / "checks.md").read_text("utf-8") == checks_page(), "run: python -m yiwang.pack.pages"


def test_every_code_has_a_page_as_generated() -> None:
    folder = DOCS / "checks"
    written = {page.stem: page.read_text("utf-8") for page in folder.glob("*.md")}

    assert written == code_pages(), "run: python -m yiwang.pack.pages"


def test_the_page_of_a_rule_shows_what_a_broken_pack_is_told() -> None:
    assert all("```text" in page for page in code_pages().values())


def test_the_page_of_a_code_says_if_a_machine_mends_it() -> None:
    for code, page in code_pages().items():
        assert ("No machine mends it: a person decides." in page) is (code not in FIXERS)
        assert (f"(checks/{code}.md)**" in checks_page()) is True


def test_the_page_of_packs_names_every_key_of_every_file() -> None:
    page = packs_page()
    missing = [
        (kind.name, key)
        for kind in KINDS
        if has_schema(kind.name)
        for key, _ in _properties(schema(kind.name))
        if f"{key}`" not in page
    ]

    assert missing == []


def test_the_page_of_checks_names_every_code() -> None:
    page = checks_page()

    assert all(f"**[{code}](checks/{code}.md)**" in page for code in (*RULES, *READING))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("pack.yaml", "pack"),
        ("matters/open-restaurant/matter.yaml", "matter"),
        ("matters/open-restaurant/process.bpmn", "process"),
        ("matters/open-restaurant/scenarios/late.yaml", "scenario"),
        ("calendar/2026.json", "calendar"),
        ("calendar/LICENSE.holiday-cn", "about"),
        ("clauses/食品安全法.yaml", "clauses"),
    ],
)
def test_a_file_is_known_by_where_it_lies(path: str, kind: str) -> None:
    found = kind_of(path)

    assert found is not None and found.name == kind


@pytest.mark.parametrize(
    "path",
    [
        "matter.yaml",
        "matters/Open/matter.yaml",
        "matters/a/b/matter.yaml",
        "calendar/26.json",
        "pack.yml",
        "places.csv~",
    ],
)
def test_a_file_that_lies_elsewhere_is_no_part_of_a_pack(path: str) -> None:
    assert kind_of(path) is None
