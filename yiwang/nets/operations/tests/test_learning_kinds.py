"""The city learns kinds from its own closed events, and keeps nothing of anybody."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest

from yiwang.kernel.refusal import Refusal
from yiwang.nets.operations.suggesting import decode, encode, guesses, masked, pairs_of
from yiwang.nets.operations.tests.test_event_pages import desk, mended, told  # noqa: F401
from yiwang.nets.operations.training import FEWEST, Lesson, learn, lessons, model_of, train

AT = datetime(2026, 11, 24, tzinfo=UTC)
SAID = {
    ("1101", "urban"): ["门口垃圾堆了三天没人扫", "垃圾桶满了很臭", "路边一堆建筑垃圾", "垃圾没人清运"],
    ("0102", "lamps"): ["路灯不亮了走路看不见", "灯杆歪了路灯坏了", "晚上路灯全黑", "路灯一直闪"],
    ("0201", "roads"): ["路面有个大坑", "路烂了车过不去", "路面塌陷了", "坑洼积水路难走"],
}


def taught(number: int = 240) -> list[Lesson]:
    chance = Random(7)
    found = []
    for turn in range(number):
        kind, body = list(SAID)[turn % 3]
        words = chance.choice(SAID[kind, body]) + chance.choice(["请快点", "谢谢", "已经好几天了", "在桥边"])
        found.append(Lesson(f"event-{turn}", pairs_of(words), kind, body))
    return found


def test_what_the_words_sound_like_is_said_with_how_often_it_was_right():
    model = learn(taught(), AT)
    assert not isinstance(model, Refusal)
    assert model.held_out == sum(one.kept_back for one in taught()) > 20
    assert model.hits / model.held_out > 0.9 and model.hits <= model.among_three
    assert guesses(model, model.kind, "桥头的路灯又不亮")[0][0] == "0102"
    assert guesses(model, model.body, "垃圾堆着")[0][0] == "urban"
    assert guesses(model, model.kind, "xyz") == []
    assert sum(share for _, share in guesses(model, model.kind, "路灯", most=9)) == pytest.approx(1)
    assert decode(encode(model)) == model


def test_labels_that_say_nothing_are_not_guessed_well():
    """The rate is of events kept back: what cannot be learned is not reported as learned."""
    chance = Random(3)
    mixed = [
        Lesson(one.id, one.pairs, chance.choice(["1101", "0102", "0201"]), one.body) for one in taught(300)
    ]
    model = learn(mixed, AT)
    assert not isinstance(model, Refusal)
    assert model.hits / model.held_out < 0.6


@pytest.mark.parametrize(
    ("words", "gone"),
    [
        ("我叫吴演晴，路灯坏了", "吴演晴"),
        ("联系人：刘演松", "刘演松"),
        ("张先生说井盖丢了", "张先生"),
        ("电话19900000003", "19900000003"),
        ("身份证 430602190003030041", "4306021900"),
        ("车牌湘F12345挡路", "F12345"),
        ("邮箱 a.b@example.com 联系", "example"),
    ],
)
def test_what_tells_a_person_is_masked_before_anything_is_learned(words, gone):
    assert gone not in masked(words)
    assert not any(pair in gone for pair in pairs_of(words))


def test_what_was_said_in_fewer_than_three_events_is_not_in_the_model():
    lessons_ = [*taught(), Lesson("once", pairs_of("甲乙丙丁垃圾"), "1101", "urban")]
    model = learn(lessons_, AT)
    assert not isinstance(model, Refusal)
    assert "垃圾" in model.pairs and not {"甲乙", "乙丙", "丙丁"} & set(model.pairs)


def test_too_few_events_teach_nothing():
    refused = learn(taught(FEWEST - 1), AT)
    assert isinstance(refused, Refusal) and refused.code == "event.too-few-lessons"
    one_kind = [one for one in taught() if one.kind == "1101"]
    assert isinstance(learn(one_kind, AT), Refusal)


def test_only_checked_and_closed_events_of_the_city_teach(told, desk, database, door, clock):  # noqa: F811
    told()
    mended(desk, database, told(), shown=False)
    (one,) = lessons(door, "yueyang")
    assert one.kind == "1101" and "垃圾" in one.pairs
    refused = train(door, "yueyang", clock.now)
    assert isinstance(refused, Refusal) and refused.params["cases"] == 1
    with door.pool.connection() as connection:
        assert model_of(connection.cursor(), "yueyang") is None
