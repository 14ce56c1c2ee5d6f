"""A case, its rating and its certificate go up: each thing once, numbered, in order, in the platform's words."""

from __future__ import annotations

from yiwang.nets.rating.tests.conftest import act, ended, rate  # noqa: F401
from yiwang.nets.upward.tests.conftest import rows


def test_a_case_goes_up_step_by_step_in_the_words_of_the_platform(ended, settle, above, database, clients):  # noqa: F811
    number = ended("granted")
    rate(clients("resident-wu"), number, 5)
    settle()

    kept = [above.kept[one] for one in sorted(above.kept)]
    assert sorted(above.kept) == list(range(1, len(kept) + 1))
    assert [one.kind for one in kept] == ["SQ", "SL", "BJ", "ZZ", "PJ"]
    assert {phase for _, _, phase in rows(database)} == {"accepted"}
