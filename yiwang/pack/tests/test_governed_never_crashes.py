"""Whatever lies in a file that governs data, duties or words, the check answers and reads the rest."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.pack.check.examine import examine
from yiwang.pack.load import load, load_files
from yiwang.pack.tests.broken_governed import GRANT, PRODUCT, SHARED, duty
from yiwang.pack.tests.broken_lines import SECOND_OFFICE, SUPERVISED, TERM, carried
from yiwang.pack.tests.city import MONDAY, added, append, tutorial


def _files() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as root:
        folder = tutorial(
            Path(root),
            *SHARED[2:],
            duty(),
            *SECOND_OFFICE,
            added("products/streets.yaml", PRODUCT),
            added("grants/streets-for-register.yaml", GRANT.replace("to: parks", "to: trees")),
            carried("{where: street, count: trees}", "  grant: streets-for-register\n"),
            append("wiring.yaml", SUPERVISED),
            added("glossary.yaml", TERM),
        )
        return load(folder).files


FILES = _files()
GOVERNED = sorted(
    path for path in FILES if path.startswith(("duties", "products", "grants", "wiring", "gloss"))
)
PIECES = [
    "a: 1",
    "- b",
    "{}",
    "[]",
    "null",
    "1",
    "fields: {a: 1}",
    "fields: []",
    "facts: {a: [b]}",
    "when: x",
    "- {id: 1}",
]


@given(
    path=st.sampled_from(GOVERNED), cut=st.floats(0, 1), junk=st.binary(max_size=9), drop=st.integers(0, 40)
)
@settings(derandomize=True, deadline=None, max_examples=150)
def test_a_damaged_file_is_examined_to_the_end(path: str, cut: float, junk: bytes, drop: int) -> None:
    data = FILES[path]
    at = int(cut * len(data))

    findings = examine(load_files({**FILES, path: data[:at] + junk + data[at + drop :]}), MONDAY)

    assert all(finding.where.line >= 1 and finding.message.zh and finding.remedy.en for finding in findings)


@given(path=st.sampled_from(GOVERNED), words=st.lists(st.sampled_from(PIECES), max_size=4))
@settings(derandomize=True, deadline=None, max_examples=100)
def test_a_file_of_another_shape_is_examined_to_the_end(path: str, words: list[str]) -> None:
    findings = examine(load_files({**FILES, path: "\n".join(words).encode()}), MONDAY)

    assert all(finding.code.startswith("YW") for finding in findings)


@given(
    line=st.integers(0, 200),
    path=st.sampled_from(GOVERNED),
    value=st.sampled_from(["1", "[]", "{}", "x", "true"]),
)
@settings(derandomize=True, deadline=None, max_examples=150)
def test_a_value_of_another_type_is_examined_to_the_end(line: int, path: str, value: str) -> None:
    lines = FILES[path].decode().splitlines()
    at = line % len(lines)
    lines[at] = f"{lines[at].split(':')[0]}: {value}"

    findings = examine(load_files({**FILES, path: "\n".join(lines).encode()}), MONDAY)

    assert all(finding.code.startswith("YW") for finding in findings)
