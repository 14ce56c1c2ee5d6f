"""Why a step of a process is refused, in words."""

from __future__ import annotations

from yiwang.kernel.bpmn.naming import name_of
from yiwang.kernel.bpmn.net import Node
from yiwang.kernel.refusal import Refusal


def no_such(node: Node | None, token: str, code: str, zh: str, en: str) -> Refusal:
    """The task or timer is not open."""
    named_zh, named_en = (name_of(node), name_of(node, "en")) if node else (token, token)
    return Refusal(
        code=code,
        zh=f"{zh}“{named_zh}”现在没有打开, 可能已经办过。",
        en=f'The {en} "{named_en}" is not open now; it may be done already.',
        params={"token": token},
    )


def no_such_outcome(node: Node, outcome: str) -> Refusal:
    """The task cannot come out that way; says how it can."""
    known = [one.id for one in node.outcomes]
    return Refusal(
        code="process.no-such-outcome",
        zh=f"{name_of(node)}没有“{outcome}”这个结果, 可选: {'、'.join(known)}。",
        en=f'{name_of(node, "en")} has no outcome "{outcome}"; choose one of {", ".join(known)}.',
        params={"node": node.id, "outcome": outcome, "outcomes": known},
    )


def no_way(node: Node, conditions: list[str]) -> Refusal:
    """No condition of a gateway holds, and it has no default."""
    return Refusal(
        code="process.no-way",
        zh=f"{name_of(node)}: 没有一个条件成立, 也没有默认去向 ({'; '.join(conditions)})。",
        en=f"{name_of(node, 'en')}: no condition holds and there is no default ({'; '.join(conditions)}).",
        params={"node": node.id, "conditions": conditions},
    )


def two_tokens(node: Node) -> Refusal:
    """A second token would lie where one lies already."""
    return Refusal(
        code="process.two-tokens",
        zh=f"{name_of(node)}已经打开, 流程又一次到达这里; 流程图需要改。",
        en=f"{name_of(node, 'en')} is open already and was reached again; the process needs mending.",
        params={"node": node.id},
    )


def endless(node: Node) -> Refusal:
    """Gateways lead in a circle."""
    return Refusal(
        code="process.endless",
        zh=f"{name_of(node)}之后流程绕圈不停, 中间没有办理步骤; 流程图需要改。",
        en=f"After {name_of(node, 'en')} the process runs in a circle without a task; it needs mending.",
        params={"node": node.id},
    )


def bad_count(node: Node, text: str, most: int) -> Refusal:
    """The number of times an activity is to be done is none."""
    return Refusal(
        code="process.bad-count",
        zh=f"{name_of(node)}要办的次数“{text}”算出来不是 0 到 {most} 的整数, 也不是清单。",
        en=f'{name_of(node, "en")}: how often it is done, "{text}", is no whole number from 0 to {most} '
        "and no list.",
        params={"node": node.id, "count": text},
    )


def not_caught(node: Node, code: str) -> Refusal:
    """No boundary event waits for this error."""
    return Refusal(
        code="process.error-not-caught",
        zh=f"{name_of(node)}没有接收错误“{code}”的边界事件。",
        en=f'No boundary event of {name_of(node, "en")} catches the error "{code}".',
        params={"node": node.id, "error": code},
    )


def nobody_waits(event: str, ref: str, waiting: tuple[tuple[str, str], ...]) -> Refusal:
    """Nothing in the process waits for this message or signal now."""
    known = ", ".join(name for kind, name in waiting if kind == event)
    return Refusal(
        code="process.nobody-waits",
        zh=f"现在没有步骤等待“{ref}”; 在等的: {known or '无'}。",
        en=f'Nothing waits for "{ref}" now; waited for: {known or "nothing"}.',
        params={"event": event, "ref": ref},
    )
