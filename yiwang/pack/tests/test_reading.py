"""Files are read to values that know where they stand, and to nothing else."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.pack.nodes import Listing, Mapping, Node, Scalar, at, plain
from yiwang.pack.read_csv import read_csv
from yiwang.pack.read_json import read_json
from yiwang.pack.read_yaml import core_value, read_yaml


def _yaml(text: str) -> Any:
    node, findings = read_yaml("x.yaml", text.encode())
    assert not findings
    return plain(node)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("off", "off"),
        ("12:30", "12:30"),
        ("2026-01-01", "2026-01-01"),
        ("1_000", "1_000"),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("-3", -3),
        ("1.50", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1e999", "1e999"),
        (".inf", ".inf"),
        (".", "."),
        ("-", "-"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("9" * 60, "9" * 60),
    ],
)
def test_a_bare_word_means_what_yaml_1_2_says(written: str, value: object) -> None:
    found = core_value(written)

    assert found == value
    assert type(found) is type(value)


def test_quotes_make_a_text_of_a_number() -> None:
    assert _yaml("a: '1'\nb: \"true\"\nc: 1\n") == {"a": "1", "b": "true", "c": 1}


def test_a_value_stands_at_its_line_and_column_in_characters() -> None:
    node, _ = read_yaml("x.yaml", "标题: {zh: 树, en: Tree}\n列:\n  - 一\n  - 二\n".encode())
    assert node is not None

    assert at(node, ["标题", "en"]).where == ("x.yaml", 1, 17)
    assert at(node, ["列", 1]).where == ("x.yaml", 4, 5)
    assert isinstance(node, Mapping)
    assert node.keys["列"].where == ("x.yaml", 2, 1)


def test_a_byte_order_mark_is_no_text() -> None:
    node, findings = read_yaml("x.yaml", b"\xef\xbb\xbfa: 1\n")
    table, more = read_csv("x.csv", b"\xef\xbb\xbfcode,zh\n1,a\n")

    assert not findings and not more
    assert plain(node) == {"a": 1}
    assert table is not None and table.header == ("code", "zh")


def test_what_was_read_before_a_refused_word_is_kept() -> None:
    node, findings = read_yaml("x.yaml", b"a: &x 1\nb: *x\nc: 3\n")

    assert [finding.code for finding in findings] == ["YW003", "YW003"]
    assert plain(node) == {"a": 1, "b": None, "c": 3}


_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def _is_plain_text(text: str) -> bool:
    return all(ord(char) >= 0x20 and ord(char) not in (0x7F, 0xFFFE, 0xFFFF) for char in text)


@given(value=_values, indent=st.sampled_from([None, 1, 4]), ascii_only=st.booleans())
@settings(derandomize=True, deadline=None)
def test_json_is_read_as_python_reads_it(value: object, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    if not _is_plain_text(text.replace("\n", "")):
        return
    node, findings = read_json("x.json", text.encode())

    assert not findings
    assert plain(node) == json.loads(text)


@given(value=_values)
@settings(derandomize=True, deadline=None)
def test_every_json_value_stands_where_its_text_begins(value: object) -> None:
    text = json.dumps(value, indent=2)
    node, _ = read_json("x.json", text.encode())
    lines = text.split("\n")

    def look(node: Node) -> None:
        begins = lines[node.where.line - 1][node.where.column - 1]
        if isinstance(node, Mapping):
            assert begins == "{"
            for inner in node.entries.values():
                look(inner)
        elif isinstance(node, Listing):
            assert begins == "["
            for inner in node.items:
                look(inner)
        else:
            assert isinstance(node, Scalar)
            assert begins == ('"' if isinstance(node.value, str) else node.raw[0])

    assert node is not None
    look(node)


def test_a_pair_of_surrogates_is_one_character() -> None:
    node, findings = read_json("x.json", b'"\\uD83D\\uDE00"')

    assert not findings
    assert plain(node) == "😀"


@pytest.mark.parametrize(
    "text", ["", "{", "[1,]", "{'a': 1}", "01", "+1", "NaN", "1 2", '"a', '"\\x"', "nul", "[1 2]", '{"a" 1}']
)
def test_what_is_not_json_is_said_to_be_none(text: str) -> None:
    node, findings = read_json("x.json", text.encode())

    assert node is None
    assert [finding.code for finding in findings] == ["YW002"]


_cells = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "Zs", "S"), include_characters='\n,"')
)


@given(rows=st.lists(st.lists(_cells, min_size=3, max_size=3), max_size=6))
@settings(derandomize=True, deadline=None)
def test_csv_is_read_as_python_reads_it(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows([["a", "b", "c"], *rows])
    table, findings = read_csv("x.csv", out.getvalue().encode())
    wanted = [{key: cell for key, cell in zip("abc", row, strict=True) if cell} for row in rows]

    assert not findings
    assert table is not None
    assert [dict(row.cells) for row in table.rows] == [row for row in wanted if row]


def test_a_cell_stands_at_its_line_even_after_a_broken_line() -> None:
    table, _ = read_csv("x.csv", 'a,b\n"one\ntwo",x\n三,"四"\n'.encode())
    assert table is not None
    first, second = table.rows

    assert first.cells["b"].where == ("x.csv", 3, 6)
    assert second.cells["b"].where == ("x.csv", 4, 3)


def test_blanks_around_a_bare_cell_do_not_count() -> None:
    table, _ = read_csv("x.csv", b"a,b\n 1 , \n\n , \n")
    assert table is not None

    assert [dict(row.cells) for row in table.rows] == [{"a": "1"}]
