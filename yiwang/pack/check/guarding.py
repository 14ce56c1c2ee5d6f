"""Who watches over the security of networks, and which matters its cases are of (security.yaml)."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.identifiers import used_already
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding
from yiwang.pack.where import Word

SUPERVISOR, OFFICER, SYSTEM = "security-supervisor", "security-officer", "system"


@rule("YW430")
def networks_are_watched_over_by_somebody(seen: Examination) -> Iterator[Finding]:
    """监管网络安全的单位在 bodies.csv 里, 有网安监管岗。

    The body that watches over network security exists and has a security supervisor.
    """
    office = seen.pack.guarding.office
    if office is None or seen.unread("bodies.csv") or seen.unread("positions.csv"):
        return
    if str(office) not in seen.bodies:
        yield found(
            office.where,
            (f"bodies.csv 里没有单位 {office}。", f"There is no body {office} in bodies.csv."),
            nearest(str(office), seen.bodies),
        )
    elif SUPERVISOR not in seen.roles.get(str(office), ()):
        yield found(
            office.where,
            (
                f"单位 {office} 没有网安监管岗 (role: {SUPERVISOR}), 无主资产没有人管。",
                f"{office} has no security supervisor: nobody sees to what nobody owns.",
            ),
            (
                f"在 positions.csv 里给它加一个 role 为 {SUPERVISOR} 的岗位。",
                f"Give it a position with the role {SUPERVISOR} in positions.csv.",
            ),
        )


@rule("YW431")
def a_case_of_network_security_has_a_way(seen: Examination) -> Iterator[Finding]:
    """无主资产和整改的事项都有, kind 是 finding, 从 system 进来, 提交就开始办。

    The matters of assets without an owner and of findings exist, are of the kind `finding`, come by `system`
    and begin when they are filed.
    """
    if seen.unread("matters/"):
        return
    guarding = seen.pack.guarding
    for id in (guarding.unowned, guarding.rectify):
        if id is None:
            continue
        matter = seen.matters.get(str(id))
        if matter is None:
            yield found(
                id.where,
                (f"matters/ 里没有事项 {id}。", f"There is no matter {id} in matters/."),
                nearest(str(id), seen.matters),
            )
        elif (
            str(matter.kind) != "finding"
            or SYSTEM not in {str(one) for one in matter.channels}
            or str(matter.process_starts) != "file"
        ):
            yield found(
                id.where,
                (
                    f"事项 {id} 的 kind 要是 finding, channels 要有 system, process_starts 要是 file。",
                    f"The matter {id} needs `kind: finding`, `system` among its channels,"
                    " `process_starts: file`.",
                ),
                ("改这个事项, 或换一个。", "Change the matter, or name another."),
            )


@rule("YW432")
def the_order_of_mending_is_decided_in_its_matter(seen: Examination) -> Iterator[Finding]:
    """定整改次序的决策是整改事项的一个环节。

    The decision that gives a finding its priority is a step of the matter of rectification.
    """
    guarding = seen.pack.guarding
    matter = seen.matters.get(str(guarding.rectify)) if guarding.rectify is not None else None
    if matter is None or guarding.rectify is None:
        return
    asked = {str(step.decision) for step in matter.steps if step.decision}
    named: Word = guarding.priority if guarding.priority is not None else guarding.rectify
    if guarding.priority is None or str(guarding.priority) not in asked:
        yield found(
            named.where,
            (
                f"事项 {guarding.rectify} 没有环节用决策 {guarding.priority}, 问题都只会记着。",
                f"No step of {guarding.rectify} asks {guarding.priority}: findings are but noted.",
            ),
            (
                "在 security.yaml 写 priority, 与事项里一个环节的 decision 一样。",
                "Write `priority` in security.yaml, the same as the `decision` of a step of the matter.",
            ),
        )


@rule("YW433")
def a_sector_is_named_once(seen: Examination) -> Iterator[Finding]:
    """行业的代号各用一次。Ids of sectors are used once."""
    yield from used_already([one.id for one in seen.pack.guarding.sectors])
