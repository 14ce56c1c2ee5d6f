"""Each rule has packs that break it. A rule that does not fire on its broken pack, fails here.

`broken.txt` holds exactly what the check prints for each of them, beyond what it prints for the whole
tutorial pack. After a wording was changed on purpose: `python -m yiwang.pack.tests.expected`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from yiwang.pack.check.examine import RULES
from yiwang.pack.codes import READING
from yiwang.pack.tests.broken_elsewhere import ELSEWHERE, Elsewhere
from yiwang.pack.tests.city import MONDAY, checked, tutorial
from yiwang.pack.tests.expected import (
    FILE,
    FILE_ELSEWHERE,
    MUTANTS,
    printed,
    read_expected,
    section,
    section_elsewhere,
)
from yiwang.pack.tests.mutants import Mutant

EXPECTED = read_expected()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.title)
def test_a_broken_pack_says_where_what_and_how_to_mend(mutant: Mutant, tmp_path: Path) -> None:
    lines, code = printed(mutant, tmp_path)

    assert lines == EXPECTED[mutant.title]
    assert code == mutant.exit
    assert any(f": {mutant.code} " in line for line in lines)


def test_the_whole_pack_breaks_no_rule(tmp_path: Path) -> None:
    code, out = checked(tutorial(tmp_path), MONDAY)

    assert code == 0
    assert [line.split()[1] for line in out.splitlines()[:-1] if not line.startswith("    ")] == ["YW112"]


def test_every_rule_has_a_pack_that_breaks_it() -> None:
    assert {mutant.code for mutant in MUTANTS} == {*RULES, *READING}


def test_every_broken_pack_has_a_name_of_its_own() -> None:
    titles = [mutant.title for mutant in MUTANTS]

    assert len(set(titles)) == len(titles)
    assert set(EXPECTED) == set(titles)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.title)
def test_every_message_is_said_in_english_too(mutant: Mutant, tmp_path: Path) -> None:
    folder = tutorial(tmp_path, *mutant.edits)
    code, out = checked(folder, mutant.day, lang="en")
    findings = [line for line in out.splitlines() if f": {mutant.code} " in line]

    assert code == mutant.exit
    assert findings
    assert all(line.split()[2] in ("error", "warning", "note") for line in findings)
    assert "    To mend: " in out


@pytest.mark.parametrize("one", ELSEWHERE, ids=lambda one: one.title)
def test_a_broken_scenario_or_export_says_what_its_page_shows(one: Elsewhere, tmp_path: Path) -> None:
    kept = FILE_ELSEWHERE.read_text("utf-8")

    assert "\n".join(section_elsewhere(one, tmp_path)) + "\n" in kept


@pytest.mark.parametrize(
    "mutant", {mutant.code: mutant for mutant in reversed(MUTANTS)}.values(), ids=lambda mutant: mutant.title
)
def test_the_first_broken_pack_of_a_code_is_kept_with_its_change(mutant: Mutant, tmp_path: Path) -> None:
    assert "\n".join(section(mutant, tmp_path)) + "\n" in FILE.read_text("utf-8")
