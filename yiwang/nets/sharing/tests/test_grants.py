"""A grant is held, lifted, ended and disposed of by whom the law names, and nothing is given past that."""

from __future__ import annotations

import pytest

from yiwang.granted.reading import read
from yiwang.granted.standing import BY, standing
from yiwang.kernel.access import Actor
from yiwang.kernel.granted import Wanted
from yiwang.kernel.refusal import Refusal
from yiwang.nets.sharing.tests.asked import (
    ASKER,
    ASKERS_HEAD,
    AUTHORITY,
    PROVIDER,
    PROVIDERS_HEAD,
    act,
    agreed,
    ask,
    code,
    do,
    grant_of,
    on_grant,
    refused,
    shown,
)
from yiwang.store.wall import city_transaction
from yiwang.web import cities

HYGIENE = "register-for-hygiene"


@pytest.fixture
def stands(door, clock):
    """`stands(grant)`: its state by the one function that other rooms ask."""

    def of(grant: str, actor=BY) -> str | None:
        city = cities.get("yueyang").city
        today = clock.now.date()
        with door.pool.connection() as connection, city_transaction(connection, "yueyang", actor) as cursor:
            found = standing(cursor, "yueyang", city, grant, today)
        return found.state if found is not None else None

    return of


def test_a_grant_goes_from_pending_to_disposed_of(who, rounds, clock, stands):
    grant = grant_of(who(ASKER), agreed(who, rounds))
    assert stands(grant) == "pending"
    clock.pass_(days=10)
    assert stands(grant) == "active"

    assert code(on_grant(who(PROVIDERS_HEAD), grant, "suspend")) == "grant.no-reason"
    assert on_grant(who(PROVIDERS_HEAD), grant, "suspend", reason="取用超出用途").status_code == 302
    assert stands(grant) == "suspended" and "取用超出用途" in shown(who(ASKER), f"grants/{grant}/")
    assert on_grant(who(ASKER), grant, "resume", reason="已整改").status_code == 409
    assert on_grant(who(AUTHORITY), grant, "resume", reason="整改属实").status_code == 302
    assert stands(grant) == "active"

    assert code(on_grant(who(ASKER), grant, "dispose", erased="全部")) == "grant.wrong-state"
    assert on_grant(who(ASKER), grant, "terminate", reason="改用别的办法").status_code == 302
    assert stands(grant) == "terminated"
    assert code(on_grant(who(PROVIDER), grant, "dispose", erased="全部")) == "grant.holder-disposes"
    assert code(on_grant(who(ASKER), grant, "dispose")) == "grant.nothing-said"
    kept = {"erased": "缓存", "kept": "核对台账"}
    assert code(on_grant(who(ASKER), grant, "dispose", **kept)) == "grant.kept-without-law"
    kept |= {"where": "档案室", "kept_basis": "政务数据共享条例 第二十九条"}
    assert on_grant(who(ASKER), grant, "dispose", **kept).status_code == 302
    page = shown(who(PROVIDER), f"grants/{grant}/")
    assert stands(grant) == "disposed" and "核对台账" in page and "第二十九条" in page


def test_without_the_statement_there_is_no_new_grant_of_that_class(who, rounds, clock, stands):
    first = grant_of(who(ASKER), agreed(who, rounds, until="2026-12-31"))
    later = ask(who(ASKER))  # while the first still stands
    clock.pass_(days=60)
    assert stands(first) == "expired"
    assert "请提交处置说明" in shown(who(ASKER), "grants/")
    soon = {"since": "2027-02-01", "until": "2027-05-31"}
    assert refused(who(ASKER), **soon) == "grant.not-disposed"

    do(who(ASKERS_HEAD), later, "agree")
    do(who(PROVIDER), later, "complete")
    assert code(do(who(PROVIDERS_HEAD), later, "agree")) == "grant.not-disposed"
    assert on_grant(who(ASKER), first, "dispose", erased="查询缓存，全部").status_code == 302
    assert do(who(PROVIDERS_HEAD), later, "agree").status_code == 302
    rounds()
    assert stands(grant_of(who(ASKER), later)) == "active"
    assert ask(who(ASKER), **soon)


def test_what_was_agreed_to_while_an_older_grant_ended_is_granted_when_that_is_disposed_of(
    who, rounds, clock, stands
):
    first = grant_of(who(ASKER), agreed(who, rounds))
    later = ask(who(ASKER))
    do(who(ASKERS_HEAD), later, "agree")
    do(who(PROVIDER), later, "complete")
    do(who(PROVIDERS_HEAD), later, "agree")
    on_grant(who(PROVIDER), first, "terminate", reason="换一项授权")
    rounds()  # the worker comes too late: the first has ended and nobody said what became of the data
    assert "生成授权" in shown(who(PROVIDER), f"requests/{later}/")
    assert code(act(who(PROVIDER), later, "give")) == "grant.not-disposed"
    on_grant(who(ASKER), first, "dispose", erased="全部")
    assert act(who(PROVIDER), later, "give").status_code == 302
    assert stands(grant_of(who(ASKER), later)) == "pending"


def test_a_product_withdrawn_meanwhile_is_not_granted(who, rounds, monkeypatch):
    number = ask(who(ASKER))
    do(who(ASKERS_HEAD), number, "agree")
    do(who(PROVIDER), number, "complete")
    city = cities.get("yueyang").city
    monkeypatch.delitem(city.products, "population-basic")
    assert code(do(who(PROVIDERS_HEAD), number, "agree")) == "grant.product-gone"
    assert refused(who(ASKER)) == "request.no-product"


def test_a_grant_of_the_pack_is_suspended_and_then_nothing_is_read_under_it(who, door, clock, stands):
    assert stands(HYGIENE) == "active" and stands("no-such-grant") is None
    resident = cities.get("yueyang").actor("owner-zheng")
    wanted = Wanted(
        grant=HYGIENE, subject=resident.person, matter="public-place-hygiene", why="draft", about="d1"
    )
    assert not isinstance(read(door, "yueyang", wanted, resident, clock.now), Refusal)

    head = who("cdo-market")
    assert on_grant(who(PROVIDERS_HEAD), HYGIENE, "suspend", reason="不是我的").status_code == 404
    assert on_grant(head, HYGIENE, "suspend", reason="字段要核").status_code == 302
    assert stands(HYGIENE) == "suspended"
    answer = read(door, "yueyang", wanted, resident, clock.now)
    assert isinstance(answer, Refusal) and answer.code == "granted.suspended"
    assert on_grant(head, HYGIENE, "terminate", reason="不再需要").status_code == 302
    answer = read(door, "yueyang", wanted, resident, clock.now)
    assert isinstance(answer, Refusal) and answer.code == "granted.over"


def test_how_a_grant_stands_is_not_read_under_another_s_wall(stands):
    with pytest.raises(ValueError, match="city itself"):
        stands(HYGIENE, Actor("somebody", "staff"))


def test_bodies_that_have_no_part_in_a_grant_do_not_see_it(who, rounds):
    grant = grant_of(who(ASKER), agreed(who, rounds))
    assert who("cdo-market").get(f"/yueyang/sharing/grants/{grant}/").status_code == 404
    assert grant not in who("cdo-market").get("/yueyang/sharing/grants/").content.decode()
    assert who("resident-wu").get(f"/yueyang/sharing/grants/{grant}/").status_code == 403
