"""一件事: each bundle from its form to its package, through the pages, the door and the worker."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Collection
from uuid import UUID

import psycopg
import pytest

from yiwang.kernel import commands as c
from yiwang.kernel.access import Actor, Holding, system
from yiwang.kernel.bpmn.net import CALL
from yiwang.nets.services.tests import bundle_answers
from yiwang.nets.services.tests.conftest import MONDAY, PACK
from yiwang.nets.services.tests.test_every_service_can_be_filed import fill_in
from yiwang.nets.services.tests.walker import PNG
from yiwang.serve.seed import seed
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, execute
from yiwang.store.traffic import between_cases
from yiwang.store.wall import OPEN, opening
from yiwang.store.worker import Worker
from yiwang.web import store_door

CITY = "yueyang"
BUNDLES = bundle_answers.BUNDLES


def with_full(told, few):
    """Keep the first `few` for every run; the rest runs with --full, as all of them take minutes."""
    rest = [one if isinstance(one, tuple) else (one,) for one in list(told)[few:]]
    return [*list(told)[:few], *(pytest.param(*one, marks=pytest.mark.full) for one in rest)]


ACTS = {
    "act:receive": c.Receive(),
    "act:forward": c.Forward(),
    "act:accept": c.Accept(),
    "act:deliver": c.Deliver(how="online"),
}


class Office:
    """All bodies of the city at once: whoever holds the position of an open task does it."""

    def __init__(self, door, worker, clock) -> None:
        self.door, self.worker, self.clock = door, worker, clock
        self.city = store_door.city_under(CITY, None)

    def cases(self):
        """Every case of the city, oldest first."""
        with psycopg.connect(self.door.pool.conninfo) as connection:
            connection.execute(OPEN, opening(CITY, system("test")))
            rows = connection.execute("SELECT state FROM case_row ORDER BY id").fetchall()
        return [CASE.decode(bytes(row[0])) for row in rows]

    def case(self, matter: str):
        return next(one for one in self.cases() if one.matter == matter)

    def open(self, case) -> dict[str, str]:
        """The personal answers of a case, as they lie in the vault."""
        with self.door.pool.connection() as connection:
            return self.door.safe.open(connection, CITY, system("test"), case.sealed)

    def act(self, stream, command, who) -> None:
        answer = execute(self.door, Ask(CITY, CASE, stream, command, who, self.clock()))
        assert isinstance(answer, Done), answer

    def do(self, case, task, command) -> None:
        who = Actor("p1", "staff", (Holding(f"{task.body}-{task.role}", task.role, task.body, "430600"),))
        adverse = isinstance(command, c.Decide) and command.outcome == "deny"
        secrets = {"reason": "演练：不符合条件"} if adverse else {}
        asked = Ask(CITY, CASE, UUID(case.id), command, who, self.clock(), secrets=secrets)
        answer = execute(self.door, asked)
        assert isinstance(answer, Done), (case.matter, task.node, answer)

    def command(self, case, task, deny: Collection[str]):
        """What is done about a task: the first outcome of a step, the last where the matter is refused."""
        if task.id in ACTS:
            return ACTS[task.id]
        refused = case.matter in deny
        if task.id == "act:decide":
            basis = self.city.matters[case.matter].clocks["decision"].source
            return (
                c.Decide(outcome="deny", range="all", ground=basis) if refused else c.Decide(outcome="grant")
            )
        outcomes = self.city.matters[case.matter].net.nodes[task.node].outcomes
        return c.Complete(task=task.id, outcome=outcomes[-1 if refused else 0].id)

    def carry(self) -> None:
        """Let the worker pass on what cases ask of each other, until it has nothing more to do."""
        for _ in range(4):
            self.worker.city(CITY)

    def work(self, *deny: str, spare: str = "") -> None:
        """Work until nothing is open but what a case of `spare` waits for, and the calls."""
        for _ in range(60):
            self.carry()
            busy = False
            for case in self.cases():
                calls = {call.token for call in case.calls}
                for task in case.tasks:
                    if task.id in calls or not task.role or case.matter == spare:
                        continue
                    self.do(case, task, self.command(case, task, deny))
                    busy = True
                    break
            if not busy:
                return
        raise AssertionError([(one.matter, one.phase, one.tasks) for one in self.cases()])


@pytest.fixture
def office(door, clock) -> Office:
    return Office(door, Worker(door, clock, (between_cases(door),)), clock)


def called_by(office: Office, bundle: str) -> set[str]:
    return {node.called for node in office.city.matters[bundle].net.nodes.values() if node.kind == CALL}


def file(clients, story: str) -> str:
    """Fill in the bundle's form as a resident does, and submit it. Returns its number."""
    client = clients("resident-wu")
    bundle, answers, _ = BUNDLES[story]
    check, asked = fill_in(client, bundle, answers, "zh")
    assert {name.partition(".")[0] for name in answers} <= asked
    filed = client.post(check.replace("/check", "/submit"))
    assert filed.status_code == 302, filed.content.decode()
    return str(filed["Location"]).split("/")[-2]


def test_every_matter_that_calls_others_is_tried_here(office):
    calling = {name for name in office.city.matters if office.city.matters[name].net is not None}
    assert {name for name in calling if called_by(office, name)} == {one[0] for one in BUNDLES.values()}


@pytest.mark.parametrize("story", with_full(BUNDLES, 4))
def test_all_granted_one_form_one_number_and_one_package(office, clients, story):
    number = file(clients, story)
    bundle, _, uncalled = BUNDLES[story]
    office.work()

    whole = office.case(bundle)
    parts = [one for one in office.cases() if one.caller is not None]
    assert {one.matter for one in parts} == called_by(office, bundle) - uncalled
    assert len({one.lead for one in (whole, *parts)}) >= 2, "several bodies"
    assert {(one.phase, one.outcome) for one in (whole, *parts)} == {("closed", "grant")}
    assert whole.result is not None and all(one.result is not None for one in parts)
    page = clients("resident-wu").get(f"/{CITY}/services/cases/{number}/").content.decode()
    assert all(one.number in page for one in parts)
    assert not any(f"<dd>{function}" in page for function in office.city.matters[bundle].assisting)


@pytest.mark.parametrize("bundle", sorted({one[0] for one in BUNDLES.values()}))
def test_the_guide_names_every_part_before_anybody_applies(office, clients, bundle):
    page = clients("").get(f"/{CITY}/services/{bundle}/").content.decode()
    calls = [node for node in office.city.matters[bundle].net.nodes.values() if node.kind == CALL]
    assert calls and all(node.title["zh"] in page for node in calls)


@pytest.mark.parametrize("story", with_full(BUNDLES, 1))
def test_what_was_answered_once_lies_sealed_anew_with_each_body(office, clients, story):
    file(clients, story)
    bundle = BUNDLES[story][0]
    office.work()

    whole = office.case(bundle)
    own = office.open(whole)
    for part in (one for one in office.cases() if one.caller is not None):
        form = office.city.matters[part.matter]
        assert part.sealed, "it has the applicant's name at least"
        assert not {one.vault for one in part.sealed.values()} & {
            one.vault for one in whole.sealed.values()
        }, "no entry of the vault serves two cases"
        assert set(office.open(part).values()) <= set(own.values())
        assert not form.sealed_fields & set(part.facts)


def test_a_file_that_was_sent_once_lies_whole_with_the_body_that_reads_it(office, clients):
    file(clients, "moving-house")
    office.work()

    own, theirs = office.case("moving-house"), office.case("real-estate-registration")
    content = [name for name in theirs.sealed if name.startswith("cause_document#")]
    assert len(content) == 1
    assert office.open(theirs)[content[0]] == office.open(own)[content[0]]
    assert b64decode(office.open(theirs)[content[0]]) == PNG


@pytest.mark.parametrize("story", with_full(BUNDLES, 1))
def test_no_event_holds_a_personal_answer_in_the_clear(office, clients, story):
    file(clients, story)
    bundle = BUNDLES[story][0]
    office.work()

    secret = {value for value in office.open(office.case(bundle)).values() if len(value) > 5}
    assert secret
    with psycopg.connect(office.door.pool.conninfo) as connection:
        connection.execute(OPEN, opening(CITY, system("test")))
        bodies = [bytes(row[0]).decode() for row in connection.execute("SELECT body FROM event").fetchall()]
    assert not [value for value in secret if any(json.dumps(value)[1:-1] in body for body in bodies)]


@pytest.mark.parametrize(("story", "first"), with_full(bundle_answers.FIRST_REFUSED, 1))
def test_what_the_rest_rests_on_is_refused_and_the_rest_does_not_begin(office, clients, story, first):
    file(clients, story)
    bundle = BUNDLES[story][0]
    office.work(first, bundle)

    assert {one.matter for one in office.cases() if one.caller is not None} == {first}
    assert (office.case(first).outcome, office.case(bundle).outcome) == ("deny", "deny")
    assert office.case(bundle).result is None


@pytest.mark.parametrize(("story", "one"), with_full(bundle_answers.ONE_REFUSED, 1))
def test_one_of_several_is_refused_and_the_others_are_granted(office, clients, story, one):
    number = file(clients, story)
    bundle = BUNDLES[story][0]
    office.work(one)

    parts = {case.matter: case.outcome for case in office.cases() if case.caller is not None}
    page = clients("resident-wu").get(f"/{CITY}/services/cases/{number}/").content.decode()
    assert {
        refused: f"“{office.city.matters[refused].title['zh']}”没有准予" in page for refused in parts
    } == {refused: refused == one for refused in parts}
    assert parts.pop(one) == "deny"
    assert parts and set(parts.values()) == {"grant"}
    assert (office.case(bundle).phase, office.case(bundle).outcome) == ("closed", "grant")


@pytest.mark.parametrize("story", with_full(BUNDLES, 1))
def test_the_joint_clock_runs_from_acceptance_and_stops_with_the_decision(office, clients, story):
    file(clients, story)
    bundle = BUNDLES[story][0]
    office.work(spare=bundle)
    assert "decision" not in office.case(bundle).clocks
    office.work()

    clock = office.case(bundle).clocks["decision"]
    assert clock.stopped_at is not None
    parts = [one.clocks["decision"] for one in office.cases() if one.caller is not None]
    assert all(part.stopped_at <= clock.stopped_at for part in parts)


@pytest.mark.parametrize("story", with_full(BUNDLES, 1))
def test_withdrawn_by_the_applicant_what_is_undecided_is_withdrawn_too(office, clients, story):
    file(clients, story)
    bundle = BUNDLES[story][0]
    for _ in range(3):
        whole = office.case(bundle)
        office.do(whole, whole.tasks[0], office.command(whole, whole.tasks[0], ()))
    office.carry()
    parts = [one for one in office.cases() if one.caller is not None]
    assert parts and all(one.phase == "filed" for one in parts)

    whole = office.case(bundle)
    applicant = Actor(whole.applicant, "resident")
    answer = execute(office.door, Ask(CITY, CASE, UUID(whole.id), c.Withdraw(), applicant, office.clock()))
    assert isinstance(answer, Done), answer
    office.carry()
    assert {one.phase for one in office.cases()} == {"withdrawn"}


def test_the_demo_tells_every_story_and_the_bodies_find_their_parts(office, clients):
    told = seed(office.door, CITY, office.city, PACK, MONDAY)
    assert told.refused == ()
    office.carry()

    waiting = {one.matter for one in office.cases() if one.caller is not None}
    assert waiting >= {"birth-registration", "real-estate-registration", "disability-nursing-allowance"}
    assert waiting >= {"pension-claim", "retired-medical-insurance", "senior-card", "food-licence-closing"}
    for officer in ("officer-police", "officer-estate", "officer-civil"):
        assert clients(officer).get(f"/{CITY}/services/cases/").status_code == 200
