"""The HTTPS adapter keeps the contract before a real server that behaves badly; another is found out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest

from yiwang.kernel.upward import Names
from yiwang.ports.fake_platform import FakePlatform, Trouble
from yiwang.ports.https_platform import HttpsPlatform
from yiwang.ports.platform import Away, Verdict
from yiwang.ports.platform_contract import BUSY, DEAD, REFUSES, TWICE, notices, platforms_keep_the_contract

KEY = b"k" * 32
NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
OTHERS = Names(
    send="/api/v2/sb", tally="/api/v2/dz", records="list", number="xh", key="mdh", kind="lx", day="rq",
    fields="nr", results="jg", state="zt", taken=("0",), reason="dm", field="zd", count="sl", digests="zy",
)  # fmt: skip


@pytest.fixture
def make() -> Iterator[Callable[..., HttpsPlatform]]:
    """`make(trouble, names)`: the adapter before a server that behaves so."""
    running: list[FakePlatform] = []

    def build(trouble: str, names: Names = Names()) -> HttpsPlatform:  # noqa: B008
        behaves = {
            REFUSES: Trouble(refuse=lambda kind, fields: ("E1", "caseNo")),
            BUSY: Trouble(busy=60),
            DEAD: Trouble(dead=True),
            TWICE: Trouble(twice=True),
        }.get(trouble, Trouble())
        running.append(FakePlatform(KEY, trouble=behaves, names=names).start())
        return HttpsPlatform(running[-1].address, KEY, names, lambda: NOW)

    yield build
    for one in running:
        one.stop()


def test_the_adapter_keeps_the_contract_in_the_shape_of_either_mapping(make):
    platforms_keep_the_contract(make)
    platforms_keep_the_contract(lambda trouble: make(trouble, OTHERS))


def test_a_request_under_another_key_is_not_taken(make):
    right = make("plain")
    wrong = HttpsPlatform(right.address, b"x" * 32, Names(), lambda: NOW)
    with pytest.raises(Away, match="rejected"):
        wrong.send(notices())
    assert right.tally(date(2026, 11, 23)).count == 0


def test_plain_http_goes_to_this_machine_alone_and_a_key_is_never_shown():
    with pytest.raises(ValueError, match="https"):
        HttpsPlatform("http://platform.example.cn", KEY, Names(), lambda: NOW)
    assert "kkkk" not in repr(HttpsPlatform("https://platform.example.cn", KEY, Names(), lambda: NOW))


def test_nothing_of_a_record_shows_where_it_is_printed():
    assert "示例" not in repr(notices())


def test_a_busy_platform_says_for_how_long(make):
    with pytest.raises(Away) as fault:
        make(BUSY).send(notices())
    assert (fault.value.reason, fault.value.wait) == ("busy", 60)


def test_an_adapter_that_says_taken_of_everything_is_found_out(make):
    class Believing(HttpsPlatform):
        def send(self, notices):
            return [Verdict(one.number, "accepted") for one in notices]

    def believing(trouble):
        return Believing(make(trouble).address, KEY, Names(), lambda: NOW)

    with pytest.raises(AssertionError, match="a record sent twice is one"):
        platforms_keep_the_contract(believing)
