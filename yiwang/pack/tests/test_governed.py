"""Products, grants, duties: read with their positions, and silent where they are sound."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import yiwang.kernel.acts as acts_of_cases
from yiwang.kernel import sources
from yiwang.kernel.acts import results
from yiwang.pack.check.examine import examine
from yiwang.pack.check.vague import open_ended
from yiwang.pack.check.wiring import AT_ONCE, COMMANDS, EVENTS
from yiwang.pack.governed import terms_of
from yiwang.pack.load import load
from yiwang.pack.tests.broken_governed import SHARED, duty
from yiwang.pack.tests.broken_lines import SOUND_LINES
from yiwang.pack.tests.city import MONDAY, Edit, tutorial

SOUND: dict[str, tuple[Edit, ...]] = {
    "a duty with owner, clause, evidence and matter": (duty(),),
    "a field filled in from another body's product under a grant": SHARED,
    **SOUND_LINES,
}


@pytest.mark.parametrize("edits", SOUND.values(), ids=SOUND)
def test_what_is_sound_is_not_spoken_of(edits: tuple[Edit, ...], tmp_path: Path) -> None:
    assert {one.code for one in examine(load(tutorial(tmp_path, *edits)), MONDAY)} == {"YW112"}


def test_a_product_and_a_grant_remember_where_they_were_written(tmp_path: Path) -> None:
    governed = load(tutorial(tmp_path, *SHARED)).governed
    product, grant = governed.products[0], governed.grants[0]

    assert product.id == "streets" and product.shareable
    assert product.fields["street_name"].concept.where == ("products/streets.yaml", 13, 14)
    assert (grant.to, grant.to.where) == ("parks", ("grants/streets-for-trees.yaml", 3, 5))
    assert (grant.since, grant.until) == ("2026-01-01", "2026-12-31")


def test_a_form_says_of_each_field_where_it_comes_from_and_how_long_it_stays(tmp_path: Path) -> None:
    matter = load(tutorial(tmp_path, *SHARED)).matters[0]
    terms = terms_of(matter)

    assert (terms["street"].product, terms["street"].product_field) == ("streets", "street_name")
    assert (terms["name"].personal, terms["name"].retention) == ("ordinary", "1 年")
    assert terms["trees"].personal == "none"


def test_the_city_has_duties_products_and_grants() -> None:
    governed = load(Path(__file__).parents[3] / "packs" / "yueyang").governed

    assert len(governed.duties) >= 6
    assert len(governed.products) >= 3
    assert len(governed.grants) >= 3
    assert len(governed.wires) >= 2
    assert len(governed.terms) >= 20


def test_the_wiring_knows_every_command_and_every_event_of_a_case() -> None:
    acts = Path(acts_of_cases.__path__[0]).rglob("*.py")
    said = re.compile(r'(?:Event\(\s*|went_on\(case, |_changed\(case, |_RECEIVED\[\w+\] = )"(case\.[a-z-]+)"')
    named = {name for file in acts for name in said.findall(file.read_text("utf-8"))}

    named |= {sources.FILLED, sources.DIFFERS}
    named |= {f"case.result-{past}" for past in results.PAST.values()}
    assert set(AT_ONCE) == COMMANDS
    assert named == EVENTS


VAGUE = (
    "其他材料", "其他有关材料", "其它证明", "相关证明", "有关材料", "身份证、户口本等", "营业执照等材料",
    "法律、法规规定的其他材料", "视情况", "视具体情况确定", "根据需要提供",
    "Other materials", "any other relevant documents", "Identity card, etc.", "as appropriate",
)  # fmt: skip
PLAIN = (
    "等级评定证书", "双方地位平等", "同等条件下", "身份证、户口本等两项", "高等学校毕业证", "不予许可的理由",
    "从其他单位取得的许可证", "Mother's certificate", "The other parent's identity card", "Relevant fee",
)  # fmt: skip


@pytest.mark.parametrize("text", VAGUE)
def test_open_ended_words_are_found(text: str) -> None:
    assert open_ended(text)


@pytest.mark.parametrize("text", PLAIN)
def test_words_that_only_look_open_ended_are_left_alone(text: str) -> None:
    assert not open_ended(text)
