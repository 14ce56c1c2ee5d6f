"""The cases under way of a city, by matter, read without a way to write."""

from __future__ import annotations

from yiwang.kernel import commands as c
from yiwang.kernel.tests.small_city import resident
from yiwang.store.running import running_cases
from yiwang.store.tests.small_store import CITY, Store, new_stream


def test_cases_that_have_not_ended_are_found_by_matter(store: Store) -> None:
    streams = [new_stream() for _ in range(3)]
    for stream in streams:
        store.file(stream)
    store.must(streams[0], c.Withdraw(), resident())

    found = running_cases(store.database.app, CITY, {"licence", "report"})

    assert set(found) == {"licence"}
    assert len(found["licence"]) == 2
    assert running_cases(store.database.app, "elsewhere", {"licence"}) == {}
    assert running_cases(store.database.app, CITY, set()) == {}
