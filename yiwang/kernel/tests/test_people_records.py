"""Mandates, machine clients and break-glass: who gives them, who ends them, what they open."""

from datetime import timedelta
from hashlib import sha256

from yiwang.kernel.access import Actor, Holding, Principal, system
from yiwang.kernel.case import Sealed
from yiwang.kernel.people import client, glass, mandate
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import text
from yiwang.kernel.tests.test_people import (
    BODY,
    HERE,
    NOW,
    OTHER,
    RESIDENT,
    SECURITY,
    SYSTEM,
    TODAY,
    ask,
    staff,
)

CODE = sha256(b"code").hexdigest()


def offered(actor=RESIDENT, principal="p-1"):
    asked = mandate.Offer(
        mandate="m-1", principal=principal, since=TODAY, until=TODAY + timedelta(days=30), digest=CODE
    )
    return ask(mandate, None, asked, actor)


def test_a_mandate_needs_both_sides():
    given_, _ = offered()
    assert not given_.on(TODAY)

    taken, _ = ask(mandate, given_, mandate.Take(digest=CODE), Actor("p-2", "resident"))

    assert taken.on(TODAY) and taken.agent == "p-2" and taken.digest == ""
    assert not taken.on(TODAY + timedelta(days=31))


def test_a_wrong_code_takes_nothing():
    given_, _ = offered()

    same, refused = ask(
        mandate, given_, mandate.Take(digest=sha256(b"x").hexdigest()), Actor("p-2", "resident")
    )

    assert refused.code == "mandate.wrong-code" and same == given_


def test_nobody_gives_a_mandate_for_somebody_else():
    _, refused = offered(Actor("p-2", "resident"))

    assert refused.code == "access.denied"


def test_a_representative_gives_and_ends_the_companys_mandates():
    head = Actor("p-3", "resident", principals=(Principal("company", "m-0", representative=True),))
    given_, answer = offered(head, "company")
    assert not isinstance(answer, Refusal)

    ended, _ = ask(mandate, given_, mandate.Withdraw(), head)

    assert ended.phase == "withdrawn" and not ended.on(TODAY)


def test_both_sides_end_a_mandate_and_nobody_else_does():
    given_, _ = offered()
    taken, _ = ask(mandate, given_, mandate.Take(digest=CODE), Actor("p-2", "resident"))

    _, refused = ask(mandate, taken, mandate.Withdraw(), Actor("p-4", "resident"))
    assert refused.code == "access.denied"
    for actor, by in ((RESIDENT, "principal"), (Actor("p-2", "resident"), "agent")):
        ended, answer = ask(mandate, taken, mandate.Withdraw(), actor)
        assert ended.phase == "withdrawn" and answer[0].data.by == by


def test_only_the_city_itself_says_what_an_identity_states():
    asked = mandate.Record(mandate="m-2", principal="company", agent="p-2", since=TODAY, basis="identity")
    clerk = staff("p-5", "window")

    _, refused = ask(mandate, None, asked, clerk)
    made, _ = ask(mandate, None, asked, system("identity"))

    assert refused.code == "access.denied" and made.on(TODAY)


def registered():
    made, _ = ask(client, None, client.Register(client="c-1", body=BODY, title=text("接入")), SYSTEM)
    made, _ = ask(client, made, client.Allow(scopes=("case.read",)))
    return ask(client, made, client.Rotate(key="k-1", digest="d1"))[0]


def test_an_old_key_lives_on_beside_the_new_one_and_then_ends():
    rotated, _ = ask(client, registered(), client.Rotate(key="k-2", digest="d2"))

    for days, opens in ((1, True), (client.OVERLAP_DAYS, False)):
        now = NOW + timedelta(days=days)
        assert (client.actor(rotated, "k-1", "d1", now, HERE) is not None) == opens
        assert client.actor(rotated, "k-2", "d2", now, HERE).scopes == {"case.read"}
    assert client.actor(rotated, "k-2", "d2", NOW + timedelta(days=client.KEY_DAYS), HERE) is None


def test_a_leaked_key_ends_at_once():
    rotated, _ = ask(client, registered(), client.Rotate(key="k-2", digest="d2", at_once=True))

    assert client.actor(rotated, "k-1", "d1", NOW, HERE) is None


def test_a_stopped_client_opens_nothing():
    stopped, _ = ask(client, registered(), client.Stop(), SYSTEM)

    assert client.actor(stopped, "k-1", "d1", NOW, HERE) is None


def test_who_registers_a_client_gives_it_no_rights():
    made, _ = ask(client, None, client.Register(client="c-1", body=BODY, title=text("接入")), SYSTEM)

    _, refused = ask(client, made, client.Allow(scopes=("case.read",)), SYSTEM)
    _, unknown = ask(client, made, client.Allow(scopes=("case.decide",)))

    assert refused.code == "access.denied" and unknown.code == "client.no-scope"


REASON = {"reason": Sealed(mac="0" * 64, vault="v-1")}
OFFICER = staff("p-7", "officer")


def broken():
    return ask(glass, None, glass.Break(glass="g-1", case="case-1", lead=OTHER, sealed=REASON), OFFICER)


def test_a_break_glass_needs_a_reason_and_ends_by_itself():
    _, refused = ask(glass, None, glass.Break(glass="g-1", case="case-1", lead=OTHER), OFFICER)
    opened, _ = broken()

    assert refused.code == "glass.no-reason"
    assert glass.opens(opened, NOW) and not glass.opens(opened, NOW + timedelta(minutes=glass.MINUTES))
    assert opened.review_by > TODAY


def test_nobody_reviews_their_own_break_glass():
    opened, _ = broken()
    both = Actor("p-7", "staff", (Holding("sec", "security-admin", BODY, HERE.root),))

    _, own = ask(glass, opened, glass.Review(verdict="justified"), both)
    _, officer = ask(glass, opened, glass.Review(verdict="justified"), OFFICER)
    reviewed, _ = ask(glass, opened, glass.Review(verdict="unjustified"))

    assert own.code == "glass.own-review" and officer.code == "access.denied"
    assert reviewed.verdict == "unjustified" and not glass.opens(reviewed, NOW)


def test_only_who_broke_it_closes_it():
    opened, _ = broken()

    _, refused = ask(glass, opened, glass.Close(), SECURITY)
    closed, _ = ask(glass, opened, glass.Close(), OFFICER)

    assert refused.code == "access.denied" and not glass.opens(closed, NOW)
