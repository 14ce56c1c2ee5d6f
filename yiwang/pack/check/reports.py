"""Residents' reports and the hotline (reports.yaml)."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.identifiers import used_already
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level
from yiwang.pack.reports import day

REPORT = "report"


@rule("YW420")
def reports_are_taken_in_by_somebody(seen: Examination) -> Iterator[Finding]:
    """收件的单位在 bodies.csv 里, 有经办岗。The body that takes reports in exists and has an officer."""
    intake = seen.pack.reports.intake
    if intake is None or seen.unread("bodies.csv") or seen.unread("positions.csv"):
        return
    if str(intake) not in seen.bodies:
        yield found(
            intake.where,
            (f"bodies.csv 里没有单位 {intake}。", f"There is no body {intake} in bodies.csv."),
            nearest(str(intake), seen.bodies),
        )
    elif "officer" not in seen.roles.get(str(intake), ()):
        yield found(
            intake.where,
            (
                f"单位 {intake} 没有经办岗 (role: officer), 反映没有人看。",
                f"{intake} has no officer: nobody reads reports.",
            ),
            ("在 positions.csv 里给它加一个经办岗。", "Give it an officer's position in positions.csv."),
        )


@rule("YW421")
def a_report_about_a_body_has_a_way(seen: Examination) -> Iterator[Finding]:
    """举报用的事项都有, 从“反映”进来 (channels: report), 提交就开始办。

    A matter for reports about a body exists, comes by `report`, and begins when it is filed.
    """
    for id in seen.pack.reports.whistle:
        if seen.unread("matters/"):
            return
        matter = seen.matters.get(str(id))
        if matter is None:
            yield found(
                id.where,
                (f"matters/ 里没有事项 {id}。", f"There is no matter {id} in matters/."),
                nearest(str(id), seen.matters),
            )
        elif REPORT not in {str(one) for one in matter.channels} or str(matter.process_starts) != "file":
            yield found(
                id.where,
                (
                    f"事项 {id} 的 channels 要有 report, process_starts 要是 file。",
                    f"The matter {id} needs `report` among its channels, and `process_starts: file`.",
                ),
                ("改这个事项, 或换一个。", "Change the matter, or name another."),
            )


@rule("YW422")
def who_told_is_made_known_by_a_clause(seen: Examination) -> Iterator[Finding]:
    """揭示反映人身份所依据的条款、知识库的依据都在 clauses/ 里。

    The clauses by which who told is made known, and those that answers stand on, are in clauses/.
    """
    if seen.unread("clauses/"):
        return
    sources = [one.source for one in seen.pack.reports.articles if one.source]
    for clause in (*seen.pack.reports.reveal, *sources):
        if str(clause) not in seen.clauses:
            yield found(
                clause.where,
                (f"clauses/ 里没有条款 {clause}。", f"There is no clause {clause} in clauses/."),
                nearest(str(clause), seen.clauses),
            )


@rule("YW423")
def an_answer_of_the_hotline_is_one_and_has_its_days(seen: Examination) -> Iterator[Finding]:
    """知识库的代号和紧急电话各用一次; 每条有起始日, 截止日不早于起始日。

    Ids of answers and emergency numbers are used once; an answer has a first day, and ends no earlier.
    """
    reports = seen.pack.reports
    yield from used_already([one.id for one in reports.articles])
    yield from used_already([one.number for one in reports.emergency])
    for one in reports.articles:
        since, until = day(one.since), day(one.until)
        if since is None or (one.until and until is None):
            wrong = one.since if since is None else one.until
            yield found(
                (wrong or one.id).where,
                (f"“{wrong}”不是日期。", f"{wrong} is no date."),
                ("写成 2026-01-31 这样。", "Write it as 2026-01-31."),
            )
        elif until is not None and until < since:
            yield found(
                (one.until or one.id).where,
                (
                    f"{one.title}: 截止 {until} 早于起始 {since}。",
                    f"{one.title.en}: it ends {until}, before it begins {since}.",
                ),
                ("改其中一个日期。", "Change one of the two."),
            )


@rule("YW424")
def an_answer_of_the_hotline_is_in_force(seen: Examination) -> Iterator[Finding]:
    """知识库里没有过期的答复, 过期的写明过期。An answer whose last day is past is shown as expired."""
    for one in seen.pack.reports.articles:
        until = day(one.until)
        if until is not None and until < seen.on:
            yield found(
                (one.until or one.id).where,
                (f"{one.title}: {until} 已过期。", f"{one.title.en}: it expired on {until}."),
                ("核对后改截止日, 或删掉这一条。", "Check it and change its last day, or take it out."),
                Level.WARNING,
            )
