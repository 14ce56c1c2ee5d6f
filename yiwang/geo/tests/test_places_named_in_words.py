"""Words name a place when they fit one better than every other; else the reader is told what to add."""

from __future__ import annotations

from pathlib import Path

import pytest

from yiwang.geo.naming import Names
from yiwang.kernel.refusal import Refusal
from yiwang.pack.compile import frame
from yiwang.pack.load import load

PACK = Path(__file__).parents[3] / "packs" / "yueyang"


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(frame(load(PACK)).places)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("临湘市坦渡镇万峰村三组", "430682115209"),
        ("坦渡镇万峰村", "430682115209"),
        ("万峰", "430682115209"),
        ("临湘市联合村门口的路灯坏了", "430682115"),
        ("岳阳", "430600"),
        ("岳阳县", "430621"),
        ("湖南省岳阳市云溪区", "430603"),
        ("The lamp in Yunxi District is broken", "430603"),
    ],
)
def test_the_one_place_that_fits_best_is_meant(names: Names, words: str, code: str) -> None:
    found = names.in_words(words)

    assert isinstance(found, str), found
    assert found.startswith(code)


def test_villages_of_one_name_are_told_apart_by_the_county(names: Names) -> None:
    refused = names.in_words("联合村的路灯坏了")

    assert isinstance(refused, Refusal)
    assert refused.code == "geo.several"
    assert "临湘市" in refused.zh and "湘阴县" in refused.zh


@pytest.mark.parametrize("words", ["", "路灯坏了", "x" * 5000, "市", "区县"])
def test_words_without_a_name_are_refused_and_not_repeated(names: Names, words: str) -> None:
    refused = names.in_words(words)

    assert isinstance(refused, Refusal)
    assert refused.code == "geo.not-named"
    assert not words or len(words) < 3 or words not in refused.zh
