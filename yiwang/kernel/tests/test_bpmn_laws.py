"""What holds of every process, whatever its shape and whoever does which task first."""

import json
import random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from yiwang.kernel.bpmn.net import Net
from yiwang.kernel.bpmn.sound import examine
from yiwang.kernel.bpmn.step import CompiledNet, Move, begin, complete, node_of, open_tasks
from yiwang.kernel.bpmn.steps import compile_steps
from yiwang.kernel.tests.bpmn_drawn import drawn_nets, facts, step_lists


def moved(answer):
    assert isinstance(answer, Move), answer
    return answer


def walk(net, known, choose, limit=60):
    """Complete tasks as `choose` says until the end or the limit; yield every move."""
    move = moved(begin(net, known))
    yield move
    for _ in range(limit):
        if move.ended:
            return
        opened = choose(open_tasks(net, move.tokens))
        outcome = choose(net.nodes[opened.node].outcomes)
        move = moved(complete(net, move.tokens, opened.token, outcome.id, known))
        yield move


def is_safe(move):
    places = [node_of(token) for token in move.tokens]
    return len(places) == len(set(places)) and move.tokens == tuple(sorted(move.tokens))


@settings(derandomize=True, max_examples=150, deadline=None)
@given(step_lists(), facts, st.randoms(use_true_random=False))
def test_any_sound_step_list_stays_safe_and_every_open_task_can_be_done(steps, known, chance):
    net = compile_steps(steps)
    assume(isinstance(net, Net) and not examine(net))
    ready = CompiledNet(net)
    seen = set()
    for move in walk(ready, known, chance.choice):
        assert is_safe(move)
        assert json.loads(json.dumps(move.tokens)) == list(move.tokens)
        assert len(move.tokens) <= 1
        assert not seen & {one.token for one in move.opened}
        seen |= {one.token for one in move.opened}
        for opened in open_tasks(ready, move.tokens):
            for outcome in ready.nodes[opened.node].outcomes:
                assert isinstance(complete(ready, move.tokens, opened.token, outcome.id, known), Move)


def distance_to_end(ready, tokens, known, bound=400):
    """Return how many completions the nearest end is away, None if there is none within the bound."""
    shapes, queue = {tokens}, [(tokens, 0)]
    while queue and len(shapes) < bound:
        here, away = queue.pop(0)
        if not here:
            return away
        for opened in open_tasks(ready, here):
            for outcome in ready.nodes[opened.node].outcomes:
                there = moved(complete(ready, here, opened.token, outcome.id, known)).tokens
                if there not in shapes:
                    shapes.add(there)
                    queue.append((there, away + 1))
    return None


@settings(derandomize=True, max_examples=60, deadline=None)
@given(step_lists(), st.randoms(use_true_random=False))
def test_from_wherever_a_sound_step_list_has_come_it_can_still_end(steps, chance):
    net = compile_steps([{**step, "when": ""} for step in steps])
    assume(isinstance(net, Net) and not examine(net))
    ready = CompiledNet(net)
    *_, last = walk(ready, {}, chance.choice, limit=chance.randint(0, 12))
    assert distance_to_end(ready, last.tokens, {}) is not None


@settings(derandomize=True, max_examples=80, deadline=None)
@given(drawn_nets(), facts, st.randoms(use_true_random=False))
def test_parallel_branches_commute(net, known, chance):
    ready = CompiledNet(net)
    for move in walk(ready, known, chance.choice, limit=25):
        opened = open_tasks(ready, move.tokens)
        for one in opened:
            for other in opened:
                if one.token < other.token:
                    assert_commute(ready, move.tokens, one, other, known)


def assert_commute(ready, tokens, one, other, known):
    first, second = (ready.nodes[opened.node].outcomes[-1].id for opened in (one, other))
    a = moved(complete(ready, tokens, one.token, first, known))
    ab = moved(complete(ready, a.tokens, other.token, second, known))
    b = moved(complete(ready, tokens, other.token, second, known))
    ba = moved(complete(ready, b.tokens, one.token, first, known))
    assert ab.tokens == ba.tokens
    assert {*a.opened, *ab.opened} == {*b.opened, *ba.opened}


@settings(derandomize=True, max_examples=80, deadline=None)
@given(drawn_nets(), facts, st.randoms(use_true_random=False))
def test_a_drawn_process_stays_safe_and_no_token_ever_comes_back(net, known, chance):
    ready, seen = CompiledNet(net), set()
    for move in walk(ready, known, chance.choice):
        assert is_safe(move)
        fresh = {one.token for one in move.opened}
        assert not fresh & seen
        seen |= fresh


@settings(derandomize=True, max_examples=80, deadline=None)
@given(st.one_of(drawn_nets(), step_lists().map(compile_steps)), st.lists(facts, min_size=2, max_size=5))
def test_what_was_remembered_of_one_case_is_never_wrong_for_another(net, cases):
    assume(not examine(net))
    shared = CompiledNet(net)
    for known in cases:
        runs = [list(walk(ready, known, random.Random(7).choice, 12)) for ready in (shared, CompiledNet(net))]
        assert runs[0] == runs[1]


@settings(derandomize=True, max_examples=60, deadline=None)
@given(drawn_nets(), facts, st.integers(0, 10_000))
def test_stepping_is_deterministic_with_and_without_memory(net, known, seed):
    warm = CompiledNet(net)
    runs = [list(walk(ready, known, random.Random(seed).choice)) for ready in (warm, warm, CompiledNet(net))]
    assert runs[0] == runs[1] == runs[2]
