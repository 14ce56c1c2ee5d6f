"""What rules over streams say of themselves: conditions, seasons, what they see, what keeps them quiet."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from yiwang.kernel.feel import FeelError
from yiwang.kernel.sensing.conditions import NAMES, Endless, condition
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level
from yiwang.pack.sensing import Rule
from yiwang.pack.where import Word

_NAMES = ", ".join(NAMES)
_LEAST = Decimal(1)


@rule("YW227")
def a_condition_is_answered_and_ends(seen: Examination) -> Iterator[Finding]:
    """FEEL 条件只用认得的名字, 不用循环, 所以每次都算得完。

    A condition in FEEL speaks of known names and has no loops, so that it always ends.
    """
    for one in seen.pack.sensing.rules:
        if str(one.kind) != "condition":
            continue
        if one.when is None:
            yield found(
                one.where,
                (f"规则 {one.id}: 没有写 when。", f"Rule {one.id}: when is missing."),
                (f"写 FEEL 条件, 可用: {_NAMES}。", f"Write a condition in FEEL over: {_NAMES}."),
            )
            continue
        read = condition(str(one.when))
        if isinstance(read, FeelError):
            yield found(
                one.when.where,
                (f"规则 {one.id} 的条件读不懂: {read.zh}", f"The condition of {one.id}: {read.en}"),
                (f"可用的名字: {_NAMES}。", f"The names are: {_NAMES}."),
            )
        elif isinstance(read, Endless):
            yield found(
                one.when.where,
                (
                    f"规则 {one.id} 的条件用了 {read.uses}, 不能保证算得完。",
                    f"The condition of {one.id} uses {read.uses}: it may never end.",
                ),
                (
                    "只用加减乘除、比较、and、or、if 和 abs、max、min 等。",
                    "Use arithmetic, comparison, and, or, if, and abs, max, min and the like.",
                ),
            )


@rule("YW229")
def a_deviation_is_worth_a_signal(seen: Examination) -> Iterator[Finding]:
    """与季节的偏差 (season) 写 above 或 below, 至少 1 个离散度, 否则平常的值也告警。

    A deviation from season is above or below, by one spread at least: less is what values usually do.
    """
    for one in seen.pack.sensing.rules:
        if str(one.kind) != "season":
            continue
        number = _number(one.above or one.below)
        if (one.above is None) == (one.below is None) or number is None or abs(number) < _LEAST:
            told = one.above or one.below or "-"
            yield found(
                (one.above or one.below or one.id).where,
                (
                    f"规则 {one.id}: 偏差是 {told}; above 和 below 写一个, 绝对值至少 {_LEAST}。",
                    f"Rule {one.id}: the deviation is {told}; one of above and below, {_LEAST} at least.",
                ),
                ('例如 above: "6"。', 'For example above: "6".'),
            )


@rule("YW230")
def a_rule_has_something_to_look_at(seen: Examination) -> Iterator[Finding]:
    """规则看的设备里有它看的量, 否则永远不会告警。

    Of the things a rule looks at some observe its property; else it is never raised.
    """
    sensing = seen.pack.sensing
    observed = {(str(thing.id), str(one.property)) for thing in sensing.things for one in thing.streams}
    for one in sensing.rules:
        if one.property is None or str(one.kind) == "together":
            continue
        things = {str(word) for word in one.things} or {thing for thing, _ in observed}
        if not any((thing, str(one.property)) in observed for thing in things):
            yield found(
                one.where,
                (
                    f"规则 {one.id} 看 {one.property}, 但它的设备都不测这个量。",
                    f"Rule {one.id} looks at {one.property}, which none of its things observes.",
                ),
                ("改 property 或 things。", "Change its property or its things."),
                Level.WARNING,
            )


@rule("YW231")
def rules_do_not_keep_one_another_quiet(seen: Examination) -> Iterator[Finding]:
    """规则不互相抑制成环, together 只用写在它前面的规则。

    No ring of rules keeps itself quiet, and rules that are combined stand before their combination.
    """
    rules = seen.pack.sensing.rules
    quiet = {str(one.id): [str(word) for word in one.inhibited_by] for one in rules}
    before: set[str] = set()
    for one in rules:
        if str(one.id) in _reached(quiet, str(one.id)):
            yield found(
                one.where,
                (
                    f"规则 {one.id} 经 inhibited_by 绕回自己: 同时成立时谁也不告。",
                    f"Rule {one.id} is inhibited by itself through others: at once, neither is told.",
                ),
                ("去掉环上的一个 inhibited_by。", "Take one inhibited_by out of the ring."),
            )
        yield from _later(one, {str(each.id) for each in rules} - before)
        before.add(str(one.id))


def _later(one: Rule, later: set[str]) -> Iterator[Finding]:
    for word in one.of:
        if str(word) in later:
            yield found(
                word.where,
                (
                    f"规则 {one.id} 用了写在它后面的 {word}。",
                    f"Rule {one.id} combines {word}, which stands after it.",
                ),
                ("把被用的规则写在前面。", "Write the rules it combines before it."),
            )


def _reached(edges: dict[str, list[str]], start: str) -> set[str]:
    seen, waiting = set[str](), list(edges.get(start, ()))
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += edges.get(one, ())
    return seen


def _number(word: Word | None) -> Decimal | None:
    try:
        return Decimal(str(word)) if word else None
    except InvalidOperation:
        return None


@rule("YW228")
def a_rule_opens_a_kind_of_event_there_is(seen: Examination) -> Iterator[Finding]:
    """规则要立的事件是 events.yaml 里的小类, 不是大类。

    The event that a rule opens is a kind of events.yaml, not a class of kinds.
    """
    kinds = {str(kind.code) for one in seen.pack.events.classes for kind in one.kinds}
    for one in seen.pack.sensing.rules:
        if one.opens is not None and str(one.opens) not in kinds:
            yield found(
                one.opens.where,
                (
                    f"规则 {one.id} 要立的事件 {one.opens} 不是 events.yaml 里的小类。",
                    f"Rule {one.id} opens {one.opens}, which is no kind of events.yaml.",
                ),
                ("写一个小类的代码, 例如 1401。", "Write the code of a kind, such as 1401."),
            )
