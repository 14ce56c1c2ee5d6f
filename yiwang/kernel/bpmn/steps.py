"""`steps:` of a matter: an ordered list, compiled to the same net as a drawn process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from yiwang.kernel.bpmn.net import (
    DONE,
    END,
    EXCLUSIVE,
    RULE,
    START,
    USER,
    Flow,
    Net,
    Node,
    Outcome,
    Position,
    Problem,
    Text,
)
from yiwang.kernel.bpmn.outcomes import condition_for
from yiwang.kernel.bpmn.structure import MOST, is_id, problems, too_large
from yiwang.kernel.feel import FeelError, compile_expression

NEXT, FINISH = "next", "end"
START_ID, END_ID = "start", "end"

_START_TITLE = {"zh": "开始", "en": "Start"}
_END_TITLE = {"zh": "结束", "en": "End"}


class Way(msgspec.Struct, frozen=True):
    """Where an outcome leads: `next`, `end`, or the id of a step (also an earlier one)."""

    outcome: str
    to: str
    title: Text = {}


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step, as `matter.yaml` has it.

    Attributes:
        ways: in order; () means one outcome, `done`, that leads to the next step.
        when: FEEL over facts. The step is skipped only if this is false: an unknown fact never skips.
        decision, rule, result: of a step nobody does: the decision (DMN) or the FEEL expression that is
            asked, and the fact its answer becomes.
    """

    id: str
    title: Text
    position: Position | None = None
    ways: tuple[Way, ...] = ()
    when: str = ""
    act: str = ""
    interval: str = ""
    limit: str = ""
    fields: tuple[str, ...] = ()
    decision: str = ""
    rule: str = ""
    result: str = ""

    @property
    def asks(self) -> bool:
        """Say whether a rule answers this step, and no person."""
        return bool(self.decision or self.rule)


def read_step(entry: Mapping[str, Any]) -> Step:
    """Return the step that a mapping in the form of `matter.yaml` describes.

    Keys: id, title, position (`role` or {role, body}), outcomes {outcome: to}, outcome_titles,
    when, decision or rule with result, act, interval, limit, fields. The schema has been checked before.
    """
    position = entry.get("position")
    if isinstance(position, str):
        place: Position | None = Position(str(position))
    elif isinstance(position, Mapping):
        place = Position(str(position.get("role", "")), str(position.get("body", "")))
    else:
        place = None
    titles = entry.get("outcome_titles") or {}
    ways = tuple(
        Way(str(outcome), str(to), _text(titles.get(outcome)))
        for outcome, to in (entry.get("outcomes") or {}).items()
    )
    return Step(
        id=str(entry["id"]),
        title=_text(entry.get("title")),
        position=place,
        ways=ways,
        when=str(entry.get("when") or ""),
        act=str(entry.get("act") or ""),
        interval=str(entry.get("interval") or ""),
        limit=str(entry.get("limit") or ""),
        fields=tuple(str(field) for field in entry.get("fields") or ()),
        decision=str(entry.get("decision") or ""),
        rule=str(entry.get("rule") or ""),
        result=str(entry.get("result") or ""),
    )


def _text(given: Any) -> Text:
    return (
        {str(language): str(words) for language, words in given.items()} if isinstance(given, Mapping) else {}
    )


def compile_steps(
    steps: Sequence[Step | Mapping[str, Any]], net_id: str = "matter-steps", title: Text | None = None
) -> Net | tuple[Problem, ...]:
    """Compile an ordered list of steps to a net, or say everything that prevents it.

    An outcome that leads on goes through an exclusive gateway `after-<step>`; a step with `when`
    stands behind a gateway `before-<step>` whose default way is to do it.
    """
    if len(steps) > MOST // 3:
        return (too_large(3 * len(steps)),)
    listed = [step if isinstance(step, Step) else read_step(step) for step in steps]
    wrong = tuple(_wrong(listed))
    if wrong:
        return wrong
    nodes = [Node(id=START_ID, kind=START, title=_START_TITLE)]
    flows: list[Flow] = []
    entries = [_entry(step) for step in listed] + [END_ID]
    flows.append(_flow(START_ID, entries[0]))
    for index, step in enumerate(listed):
        following = entries[index + 1]
        if step.when:
            nodes.append(_gate(step))
            flows.append(_flow(entries[index], step.id))
            flows.append(_flow(entries[index], following, _skip(step.when), suffix="skip"))
        nodes.append(_task(step))
        targets = {one.id: entries[number] for number, one in enumerate(listed)}
        _ways_out(step, {NEXT: following, FINISH: END_ID, **targets}, nodes, flows)
    nodes.append(Node(id=END_ID, kind=END, title=_END_TITLE))
    net = Net(net_id, tuple(nodes), tuple(flows), title or {})
    found = problems(net)
    return found or net


def _wrong(steps: list[Step]) -> Iterator[Problem]:
    if not steps:
        yield Problem("process.no-steps", "没有步骤。", "There are no steps.")
    ids = [step.id for step in steps]
    for step in steps:
        if step.id in (START_ID, END_ID, NEXT) or ids.count(step.id) > 1 or not is_id(step.id):
            yield Problem(
                "process.bad-step-id",
                f"步骤编号“{step.id}”应以字母开头, 只含字母、数字、横线, 不重复, 也不是 start、end、next。",
                f'The step id "{step.id}" must begin with a letter, have letters, digits and - only, be used '
                "once, and not be start, end or next.",
                step.id,
                step.title,
            )
        for way in step.ways:
            if way.to not in (NEXT, FINISH, *ids):
                yield Problem(
                    "process.no-such-step",
                    f"{step.title.get('zh', step.id)}: 结果“{way.outcome}”指向不存在的步骤“{way.to}”; "
                    f"可写 next、end 或: {'、'.join(ids)}。",
                    f'{step.title.get("en", step.id)}: outcome "{way.outcome}" leads to "{way.to}", which is '
                    f"no step; write next, end or one of {', '.join(ids)}.",
                    step.id,
                    step.title,
                )
        read = compile_expression(step.when) if step.when else None
        if isinstance(read, FeelError):
            yield Problem(
                "process.bad-condition",
                f"{step.title.get('zh', step.id)}: when“{step.when}”{read.zh}",
                f'{step.title.get("en", step.id)}: when "{step.when}": {read.en}',
                step.id,
                step.title,
            )


def _entry(step: Step) -> str:
    return f"before-{step.id}" if step.when else step.id


def _gate(step: Step) -> Node:
    zh, en = step.title.get("zh", step.id), step.title.get("en", step.id)
    title = {"zh": f"需要{zh}吗", "en": f"{en}?"}
    return Node(id=_entry(step), kind=EXCLUSIVE, title=title, default=_flow_id(_entry(step), step.id))


def _skip(when: str) -> str:
    """Return the condition that is true only if `when` is false; a comment must not eat the bracket."""
    return f"not({when}\n)" if "//" in when else f"not({when})"


def _task(step: Step) -> Node:
    if step.asks:
        return Node(
            id=step.id,
            kind=RULE,
            title=step.title,
            decision=step.decision,
            rule=step.rule,
            result=step.result,
        )
    return Node(
        id=step.id,
        kind=USER,
        title=step.title,
        position=step.position,
        outcomes=tuple(Outcome(way.outcome, way.title) for way in step.ways) or (DONE,),
        act=step.act,
        interval=step.interval,
        limit=step.limit,
        fields=step.fields,
    )


def _ways_out(step: Step, targets: dict[str, str], nodes: list[Node], flows: list[Flow]) -> None:
    reached = Counter(targets[way.to] for way in step.ways)
    if len(reached) < 2:
        flows.append(_flow(step.id, next(iter(reached), targets[NEXT])))
        return
    gateway = f"after-{step.id}"
    nodes.append(Node(id=gateway, kind=EXCLUSIVE))
    flows.append(_flow(step.id, gateway))
    for way in step.ways:
        flows.append(_flow(gateway, targets[way.to], condition_for(way.outcome), way.title, way.outcome))


def _flow_id(source: str, target: str, suffix: str = "") -> str:
    return f"{source}--{target}" + (f"--{suffix}" if suffix else "")


def _flow(source: str, target: str, condition: str = "", title: Text | None = None, suffix: str = "") -> Flow:
    return Flow(_flow_id(source, target, suffix), source, target, condition, title or {})
