"""Who may do what: objects, lists and explanations come from one table and never differ."""

from hypothesis import given
from hypothesis import strategies as st

from yiwang.kernel.access import ANONYMOUS, Actor, Holding, Principal, Target, explain, may, scope, system
from yiwang.kernel.role_parts import DATA_REQUEST, RESIDENT
from yiwang.kernel.roles import ADMINISTRATORS, HANDLING, MACHINE, ROLES, STEP_UP, apart

BODIES = ("health-a", "health-b", "market-a")
PEOPLE = ("p-1", "p-2", "company-1")
VERBS = sorted({verb for verbs in ROLES.values() for verb in verbs} | set(RESIDENT) | {"guide.read"})
holdings = st.builds(
    Holding,
    position=st.sampled_from(("post-1", "post-2")),
    role=st.sampled_from(sorted(ROLES)),
    body=st.sampled_from(BODIES),
    seat=st.sampled_from(("10", "1001", "1002")),
)
principals = st.builds(
    Principal,
    id=st.sampled_from(PEOPLE),
    mandate=st.just("m-1"),
    matters=st.frozensets(st.sampled_from(("licence", "report"))),
    representative=st.booleans(),
)
actors = st.builds(
    Actor,
    person=st.sampled_from(PEOPLE),
    kind=st.sampled_from(("anonymous", "resident", "staff", "machine", "system")),
    holdings=st.lists(holdings, max_size=3).map(tuple),
    principals=st.lists(principals, max_size=2).map(tuple),
    scopes=st.frozensets(st.sampled_from(sorted(ROLES[MACHINE]))),
    glass=st.frozensets(st.sampled_from(("case-1", "case-2"))),
)
targets = st.builds(
    Target,
    applicant=st.sampled_from(("", *PEOPLE)),
    lead=st.sampled_from(BODIES),
    bodies=st.lists(st.sampled_from(BODIES), max_size=2).map(tuple),
    window=st.sampled_from(("", *BODIES)),
    id=st.sampled_from(("case-1", "case-2", "case-3")),
    matter=st.sampled_from(("licence", "report", DATA_REQUEST)),
    seats=st.lists(st.sampled_from(("10", "1001", "1002")), max_size=2).map(tuple),
)
PURPOSE = "handling"


@given(actors, st.sampled_from(VERBS), targets)
def test_a_list_shows_just_what_its_pages_open(actor, verb, target):
    listed = any(reach.covers(target) for reach in scope(actor, verb))

    assert may(actor, verb, target, PURPOSE) == listed


@given(actors, st.sampled_from(VERBS), st.none() | targets, st.sampled_from(("", PURPOSE)))
def test_what_is_said_about_a_permission_is_what_is_done(actor, verb, target, purpose):
    why = explain(actor, verb, target, purpose)

    assert why.allowed == may(actor, verb, target, purpose)
    assert why.allowed == (why.missing == "")
    assert all(ground.covers for ground in why.grounds[:1]) or not why.allowed


@given(actors, st.sampled_from(VERBS), targets)
def test_who_may_nothing_at_all_may_nothing_to_anything(actor, verb, target):
    if not may(actor, verb, None, PURPOSE):
        assert not may(actor, verb, target, PURPOSE)


@given(targets)
def test_nobody_signed_in_reads_no_case(target):
    assert not may(ANONYMOUS, "case.read", target)


def test_a_resident_reads_their_own_case_and_nobody_elses():
    resident = Actor("p-1", "resident")

    assert may(resident, "case.read", Target(applicant="p-1"))
    assert not may(resident, "case.read", Target(applicant="p-2"))
    assert not may(resident, "case.read", Target())


def test_an_agent_acts_only_in_the_matters_of_the_mandate():
    agent = Actor("p-1", "resident", principals=(Principal("company-1", "m-1", frozenset({"licence"})),))

    assert may(agent, "case.file", Target(applicant="company-1", matter="licence"))
    assert not may(agent, "case.file", Target(applicant="company-1", matter="report"))
    assert not may(agent, "mandate.grant", Target(applicant="company-1"))


def test_a_legal_representative_gives_mandates_for_the_company():
    head = Actor("p-1", "resident", principals=(Principal("company-1", "m-1", representative=True),))

    assert may(head, "mandate.grant", Target(applicant="company-1"))
    assert explain(head, "mandate.grant", Target(applicant="company-1")).grounds[0].mandate == "m-1"


def test_a_district_administrator_opens_accounts_in_the_district_only():
    district = Actor("p-1", "staff", (Holding("post", "system-admin", "services-a", "1001"),))
    city = Actor("p-2", "staff", (Holding("post", "system-admin", "data", "10"),))

    assert may(district, "person.join", Target(seats=("10", "1001")))
    assert not may(district, "person.join", Target(seats=("10", "1002")))
    assert may(city, "person.join", Target(seats=("10", "1002")))


def test_a_break_glass_opens_reading_of_its_case_and_nothing_else():
    officer = Actor(
        "p-1", "staff", (Holding("post", "officer", "health-a", "1001"),), glass=frozenset({"case-1"})
    )
    foreign = Target(lead="market-a", bodies=("market-a",), id="case-1")

    assert may(officer, "case.read", foreign)
    assert not may(officer, "case.accept", foreign)
    assert not may(officer, "case.read", Target(lead="market-a", bodies=("market-a",), id="case-2"))


def test_a_machine_does_what_its_key_says_for_its_own_body():
    held = (Holding("client-1", MACHINE, "health-a", "1001"),)
    reader = Actor("client:1", "machine", held, scopes=frozenset({"case.read"}))

    assert may(reader, "case.read", Target(bodies=("health-a",)))
    assert not may(reader, "case.read", Target(bodies=("market-a",)))
    assert explain(reader, "inbox.read").missing == "scope"
    assert not may(reader, "case.accept", Target(lead="health-a"))


def test_no_rights_of_two_administrators_lie_in_one_role():
    changing = {
        role: {verb for verb in ROLES[role] if verb.split(".")[1] not in ("read", "explain", "export")}
        for role in ADMINISTRATORS
    }

    assert not changing["audit-admin"]
    both = changing["system-admin"] & changing["security-admin"]
    assert both == {
        "person.suspend",
        "person.end-sessions",
        "client.stop",
        "hook.stop",
    }  # what takes away may be done by both


@given(st.sampled_from(sorted(ROLES)), st.sampled_from(sorted(ROLES)), st.sampled_from(BODIES))
def test_what_must_be_apart_must_be_apart_both_ways(one, other, body):
    assert apart(one, "health-a", other, body) == apart(other, body, one, "health-a")


def test_administrators_handle_no_cases_and_are_three():
    for one in ADMINISTRATORS:
        assert all(apart(one, "x", role, "y") for role in HANDLING)
        assert all(apart(one, "x", other, "y") for other in ADMINISTRATORS - {one})
        assert not may(
            Actor("p", "staff", (Holding("post", one, "x", "10"),)), "case.read", Target(bodies=("x",))
        )


def test_every_verb_that_needs_a_fresh_confirmation_is_somebodys():
    assert set(VERBS) >= STEP_UP


def test_the_city_itself_may():
    assert may(system("timers"), "case.read", Target())
