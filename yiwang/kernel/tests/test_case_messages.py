"""Cases that call others, wait for them, tell each other things, and never hang in silence."""

import pytest
from msgspec.structs import replace

from yiwang.kernel import commands as c
from yiwang.kernel.access import Actor, system
from yiwang.kernel.acts import decide
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import context, resident, staff
from yiwang.kernel.tests.talking_city import (
    APPROVER,
    FAILED,
    OFFICER,
    WAIT,
    E,
    S,
    Town,
    at_once,
    boundary,
    call,
    catch,
    end,
    flow,
    made,
    receive,
    send,
    signal,
    user,
    ways,
)

OPINION = at_once("opinion", S, user("look", "", "yes no"), E, ways("s>look look>e"))
GIVES = 'yw:gives="area" yw:takes="noise_ok=quiet"'
ASKS = at_once(
    "asks", S, user("prepare"), call("ask", "opinion", GIVES), user("conclude"), E,
    ways("s>prepare prepare>ask ask>conclude conclude>e"),
)  # fmt: skip
MIDDLE = at_once("middle", S, call("deeper", "opinion"), E, ways("s>deeper deeper>e"))
CAREFUL = at_once(
    "careful", S, call("ask", "opinion"), boundary("late", "ask", WAIT), boundary("bad", "ask", FAILED),
    user("conclude"), user("remind"), user("again"), E, end("e2"), end("e3"),
    ways("s>ask ask>conclude conclude>e late>remind remind>e2 bad>again again>e3"),
)  # fmt: skip


def asked(town, name="asks", **facts):
    """A case that has called another: (the caller, the called)."""
    parent = town.file(name, **facts)
    if "prepare" in town.open(parent):
        town.done(parent, "prepare")
    (child,) = town.children(parent)
    return parent, child


def test_a_case_calls_another_with_facts_and_goes_on_with_what_it_answers():
    town = Town(opinion=OPINION, asks=ASKS)
    parent, child = asked(town, area=80, plot="P-7")
    assert town.open(parent) == ["ask"]
    one = town.cases[child]
    assert (one.matter, one.facts, one.applicant) == ("opinion", {"area": 80}, "r1")
    town.done(child, "look", "yes", quiet=True)
    assert town.cases[child].phase == "closed"
    assert town.open(parent) == ["conclude"]
    assert town.cases[parent].facts == {"area": 80, "plot": "P-7", "noise_ok": True}
    assert town.cases[parent].calls == ()


def test_nobody_completes_a_call_by_hand_while_the_called_case_is_under_way():
    town = Town(opinion=OPINION, asks=ASKS)
    parent, _ = asked(town)
    task = town.cases[parent].tasks[0].id
    refused = decide(town.cases[parent], c.Complete(task=task), context(OFFICER, town.now, city=town.city))
    assert refused.code == "access.not-your-task"


@pytest.mark.parametrize("how", ["withdrawn", "void", "rejected"])
def test_a_called_case_that_ends_badly_goes_back_to_a_person_who_completes_the_call(how):
    review = made("opinion", S, user("look"), E, ways("s>look look>e"))
    town = Town(opinion=review, asks=ASKS)
    parent, child = asked(town)
    end_badly(town, child, how)
    assert town.cases[child].phase == how
    (task,) = town.cases[parent].tasks
    assert (task.node, task.role, task.body) == ("ask", "officer", "east-bureau")
    town.done(parent, "ask")
    assert town.open(parent) == ["conclude"]


def end_badly(town, child, how):
    reason = {"reason": c.Sealed("0" * 64, "v1")}
    if how == "withdrawn":
        town.ask(child, resident(), c.Withdraw())
    elif how == "void":
        town.ask(child, APPROVER, c.MakeVoid(ground="错件", sealed=reason))
    else:
        town.ask(child, OFFICER, c.Refuse(ground="不属于", sealed=reason))


def test_a_called_case_comes_received_to_the_acting_body_and_to_no_window():
    review = made("opinion", S, user("look"), E, ways("s>look look>e"))
    town = Town(opinion=review, asks=ASKS)
    _, child = asked(town)
    one = town.cases[child]
    assert one.received_at == one.opened_at
    assert [(task.id, task.role, task.body) for task in one.tasks] == [
        ("act:accept", "officer", "east-bureau")
    ]


def test_an_error_that_the_process_catches_takes_its_way():
    town = Town(opinion=OPINION, careful=CAREFUL)
    parent, child = asked(town, "careful")
    town.ask(child, resident(), c.Withdraw())
    assert town.open(parent) == ["again"]
    assert town.cases[parent].timers == ()


def test_a_call_whose_time_is_up_withdraws_the_called_case_and_goes_on():
    town = Town(opinion=OPINION, careful=CAREFUL)
    parent, child = asked(town, "careful")
    town.later(days=5)
    assert town.open(parent) == ["remind"]
    assert town.cases[child].phase == "withdrawn"
    assert ("EndCall", "case.no-call") in town.refused


@pytest.mark.parametrize("how", ["withdrawn", "void"])
def test_a_caller_that_ends_withdraws_what_it_called_down_to_the_last(how):
    top = at_once("top", S, call("deep", "middle"), E, ways("s>deep deep>e"))
    town = Town(opinion=OPINION, middle=MIDDLE, top=top)
    parent = town.file("top")
    (child,) = town.children(parent)
    (grandchild,) = town.children(child)
    end_badly(town, parent, how)
    assert [town.cases[one].phase for one in (parent, child, grandchild)] == [how, "withdrawn", "withdrawn"]


def test_a_suspended_caller_takes_the_answer_and_its_people_go_on_when_it_resumes():
    town = Town(opinion=OPINION, asks=ASKS)
    parent, child = asked(town)
    town.cases[parent] = replace(town.cases[parent], phase="suspended", resume_phase="accepted")
    town.done(child, "look", "yes")
    assert (town.cases[parent].phase, town.open(parent)) == ("suspended", ["conclude"])


def test_a_call_that_cannot_begin_goes_back_to_a_person():
    town = Town(asks=ASKS)
    parent = town.file("asks")
    town.done(parent, "prepare")
    assert town.children(parent) == []
    assert ("File", "case.no-matter") in town.refused
    (task,) = town.cases[parent].tasks
    assert (task.node, task.role) == ("ask", "officer")


def test_an_answer_after_which_nothing_can_be_opened_comes_back_to_a_person_too():
    nowhere = '<b:userTask id="conclude" yw:role="officer" yw:body="no-such-function"/>'
    asks = at_once("asks", S, call("ask", "opinion"), nowhere, E, ways("s>ask ask>conclude conclude>e"))
    town = Town(opinion=OPINION, asks=asks)
    parent, child = asked(town)
    town.done(child, "look", "yes")
    (task,) = town.cases[parent].tasks
    assert (task.node, task.role, town.cases[parent].calls) == ("ask", "officer", ())


def test_calls_that_call_themselves_stop_at_the_eighth():
    town = Town(endless=at_once("endless", S, call("again", "endless"), E, ways("s>again again>e")))
    parent = town.file("endless")
    assert len(town.cases) == 9
    assert ("File", "case.calls-too-deep") in town.refused
    assert town.events(parent) == ["filed", "accepted"]
    last = next(one for one in town.cases.values() if one.caller is not None and one.caller.depth == 8)
    assert [(task.node, task.role) for task in last.tasks] == [("again", "officer")]


def test_a_called_case_that_ends_by_itself_answers_in_the_same_breath():
    stamp = at_once("stamp", S, send("tell", "m1"), E, ways("s>tell tell>e"))
    top = at_once("top", S, call("get", "stamp"), user("conclude"), E, ways("s>get get>conclude conclude>e"))
    town = Town(stamp=stamp, top=top)
    parent = town.file("top")
    assert town.open(parent) == ["conclude"]


def test_the_decision_of_the_called_case_is_the_outcome_of_the_call():
    ways_out = (
        flow("x1", "x", "good", 'outcome = "grant"'), flow("x2", "x", "bad", 'outcome = "deny"'),
        ways("good>e bad>e2"),
    )  # fmt: skip
    top = at_once(
        "top", S, call("get", "licence"), '<b:exclusiveGateway id="x"/>', user("good"),
        user("bad"), E, end("e2"), ways("s>get get>x"), *ways_out,
    )  # fmt: skip
    town = Town(licence=made("licence", S, user("look"), E, ways("s>look look>e")), top=top)
    parent = town.file("top")
    (child,) = town.children(parent)
    town.ask(child, OFFICER, c.Accept())
    town.done(child, "look")
    town.ask(
        child, APPROVER, c.Decide(outcome="deny", range="all", ground="第一条", sealed={"reason": SEALED})
    )
    assert town.open(parent) == ["get"]
    town.ask(child, OFFICER, c.Deliver(how="online"))
    assert town.open(parent) == ["bad"]


SEALED = c.Sealed("0" * 64, "v1")

# Messages and signals ----------------------------------------------------------------------------

ANSWERS = at_once(
    "answers", S, receive("question", "m1", 'yw:takes="area" yw:role="officer"'),
    send("reply", "m2", 'yw:gives="quiet"'), E, ways("s>question question>reply reply>e"),
)  # fmt: skip
HEARS = 'yw:takes="noise_ok=quiet" yw:role="officer"'
TALKS = at_once(
    "talks", S, '<b:parallelGateway id="g"/>', call("other", "answers"), user("prepare"),
    send("ask", "m1", 'yw:gives="area"'), receive("hear", "m2", HEARS), E, end("e2"),
    ways("s>g g>other g>prepare other>e prepare>ask ask>hear hear>e2"),
)  # fmt: skip


def test_a_caller_and_the_called_send_each_other_messages_with_facts():
    town = Town(answers=ANSWERS, talks=TALKS)
    parent = town.file("talks", area=7)
    (child,) = town.children(parent)
    assert [wait.name for wait in town.cases[child].waits] == ["m1"]
    town.done(parent, "prepare")
    assert town.cases[child].facts == {"area": 7}
    assert "message-received" in town.events(parent)
    assert town.cases[parent].phase == "closed"


def test_a_message_that_came_by_another_way_is_recorded_by_the_owner_of_the_wait():
    town = Town(answers=ANSWERS)
    case = town.file("answers")
    (answer,) = town.done(case, "question", area=9)[:1]
    assert (answer.type, answer.data.about["by_hand"]) == ("case.message-received", True)
    assert town.cases[case].facts == {"area": 9}


def test_only_the_owner_of_a_wait_or_the_city_itself_passes_a_message_on():
    town = Town(answers=ANSWERS)
    case = town.file("answers")
    command = c.Inform(event="message", name="m1", facts={"area": 3})
    for actor, code in (
        (staff("inspector"), "access.denied"),
        (staff("officer", "west-bureau"), "access.denied"),
        (resident(), "access.denied"),
        (Actor("x"), "access.denied"),
    ):
        assert decide(town.cases[case], command, context(actor, town.now, city=town.city)).code == code
    (event, *_) = town.ask(case, OFFICER, command)
    assert event.data.facts == {"area": 3}


def test_what_nobody_waits_for_is_refused_with_what_is():
    town = Town(answers=ANSWERS)
    case = town.file("answers")
    refused = town.ask(case, system("calls"), c.Inform(event="message", name="m2"), may_refuse=True)
    assert isinstance(refused, Refusal)
    assert (refused.code, "m1" in refused.en) == ("process.nobody-waits", True)


def test_a_message_with_a_key_finds_the_one_case_that_waits_for_that_key():
    waits = at_once(
        "waits", S, receive("hear", "m1", 'yw:key="plot" yw:role="officer"'), E, ways("s>hear hear>e")
    )
    tells = at_once("tells", S, send("tell", "m1", 'yw:key="plot"'), E, ways("s>tell tell>e"))
    town = Town(waits=waits, tells=tells)
    first, second = town.file("waits", plot="P-1"), town.file("waits", plot="P-2")
    town.file("tells", plot="P-2")
    assert [town.cases[one].phase for one in (first, second)] == ["accepted", "closed"]


def test_a_signal_reaches_every_case_that_waits_for_it():
    thrown = f'<b:intermediateThrowEvent id="t">{signal("s1")}</b:intermediateThrowEvent>'
    storm = at_once("storm", S, thrown, E, ways("s>t t>e"))
    works = at_once("works", S, user("dig"), boundary("stop", "dig", signal("s1"), "false"), user("cover"), E,
                    end("e2"), ways("s>dig dig>e stop>cover cover>e2"))  # fmt: skip
    town = Town(storm=storm, works=works)
    sites = [town.file("works"), town.file("works")]
    town.file("storm")
    assert [town.open(site) for site in sites] == [["cover", "dig"]] * 2
    assert all(town.cases[site].waits == () for site in sites)


def test_whichever_comes_first_after_an_event_gateway_ends_the_other_wait():
    either = at_once(
        "either", S, '<b:eventBasedGateway id="g"/>', receive("hear", "m1"), catch("time", WAIT),
        user("chase"), E, end("e2"), ways("s>g g>hear g>time hear>e time>chase chase>e2"),
    )  # fmt: skip
    town = Town(either=either)
    first, second = town.file("either"), town.file("either")
    town.ask(first, system("calls"), c.Inform(event="message", name="m1"))
    town.later(days=5)
    assert town.cases[first].phase == "closed"
    assert (town.open(second), town.cases[second].waits) == (["chase"], ())


def test_a_task_that_cannot_be_done_takes_the_way_of_its_error():
    inside = (
        f'<b:subProcess id="sub"><b:startEvent id="s2"/>{user("fetch")}<b:endEvent id="e9"/>'
        f"{ways('s2>fetch fetch>e9')}</b:subProcess>"
    )
    tries = at_once("tries", S, inside, boundary("bad", "sub", FAILED), user("other"), E, end("e2"),
                    ways("s>sub sub>e bad>other other>e2"))  # fmt: skip
    town = Town(tries=tries)
    case = town.file("tries")
    task = town.cases[case].tasks[0].id
    refused = town.ask(case, staff("expert"), c.Fail(task=task, error="lost"), may_refuse=True)
    assert refused.code == "access.not-your-task"
    town.ask(case, OFFICER, c.Fail(task=task, error="lost"))
    assert (town.open(case), town.events(case)[-1]) == (["other"], "task-failed")
