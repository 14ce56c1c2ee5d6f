"""The JSON Schema 2020-12 suite: the required part in full, through the validator of forms and packs."""

import os
from pathlib import Path

import pytest

from bench.json_schema import run
from yiwang.pack.json_schema import in_python, validator

SHARED = Path(os.environ.get("YIWANG_SHARED", Path(__file__).parents[2] / "shared"))
SUITE = SHARED / "data" / "conformance" / "json-schema-test-suite"


@pytest.mark.skipif(not SUITE.is_dir(), reason=f"the JSON Schema suite is not at {SUITE.name}")
def test_every_required_test_of_the_suite_passes():
    found = run(SUITE)
    assert found["failures"] == []
    assert found["total"] >= 1299


def test_a_pattern_may_ask_for_letters_of_any_script():
    name = validator({"pattern": r"^\p{L}+$"})
    assert name.is_valid("岳阳")
    assert not name.is_valid("岳阳1")


def test_what_is_data_and_not_schema_keeps_its_text():
    schema = {"const": {"pattern": r"\p{L}"}, "properties": {"pattern": {"type": "string"}}}
    assert in_python(schema) == schema


def test_an_address_is_never_fetched():
    with pytest.raises(Exception, match=r"nowhere\.example"):
        validator({"$ref": "http://nowhere.example/schema.json"}).is_valid(1)
