"""From a matter of the pack to the kernel's matter: its process, its clocks, its form, its guide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from yiwang.kernel import matter as kernel
from yiwang.kernel.archive import Archive, Retention
from yiwang.kernel.bpmn.net import Net, Position, Problem
from yiwang.kernel.bpmn.step import CompiledNet, prepared
from yiwang.kernel.bpmn.steps import Step as NetStep
from yiwang.kernel.bpmn.steps import Way, compile_steps
from yiwang.kernel.bpmn.xml_read import compile_model, read
from yiwang.kernel.clocks import ClockRule, ExtendRule, faults, parse
from yiwang.kernel.feel.types import Type
from yiwang.kernel.items import Item
from yiwang.kernel.limits import Limit
from yiwang.kernel.matter import Text
from yiwang.kernel.refusal import Refusal
from yiwang.pack.compile_ways import clocks_of_materials, follow_of, promise_of
from yiwang.pack.decisions import result_types, rules_of
from yiwang.pack.matters import Clock, Correction, Matter, Step
from yiwang.pack.model import Clause
from yiwang.pack.nodes import plain
from yiwang.pack.where import Word

Clauses = Mapping[str, Clause]


def process_of(matter: Matter) -> Net | tuple[Problem, ...] | None:
    """Return the net of a matter's steps or of its BPMN file, what prevents it, or None without either."""
    if matter.process is not None:
        return compile_model(read(matter.process.data))
    if matter.steps:
        return compile_steps([_net_step(step) for step in matter.steps], str(matter.id), matter.title.plain())
    return None


def lines_of(matter: Matter) -> dict[str, int]:
    """Return at which line of the BPMN file each element stands."""
    if matter.process is None:
        return {}
    drawn = read(matter.process.data).processes
    return {name: line for process in drawn for name, line in process.lines.items()}


def _net_step(step: Step) -> NetStep:
    position = step.position
    return NetStep(
        id=str(step.id),
        title=step.title.plain(),
        position=Position(str(position.role), str(position.body or "")) if position else None,
        ways=tuple(
            Way(str(way.id), str(way.target), way.title.plain() if way.title else {}) for way in step.outcomes
        ),
        when=str(step.when or ""),
        act=str(step.act or ""),
        interval=str(step.interval or ""),
        limit=str(step.limit or ""),
        fields=tuple(map(str, step.fields)),
        decision=str(step.decision or ""),
        rule=str(step.rule or ""),
        result=str(step.result or ""),
    )


def _limit(word: Word | None) -> Limit | Refusal | None:
    return None if word is None else parse(str(word))


def clock_rule(clock: Clock, clauses: Clauses) -> ClockRule | tuple[Refusal, ...]:
    """Return the rule of one clock, or why it cannot be counted.

    A clock without a legal limit (优化营商环境条例 第三十六条第二款) runs on its promise alone.
    """
    legal, promised = _limit(clock.legal), _limit(clock.promised)
    extend = _limit(clock.extend.at_most) if clock.extend else None
    refusals = tuple(one for one in (legal, promised, extend) if isinstance(one, Refusal))
    if refusals:
        return refusals
    sources = [clauses.get(str(word)) for word in (clock.source, clock.unit_source) if word]
    rule = ClockRule(
        id=str(clock.id),
        title=clock.title.plain() if clock.title else {"zh": str(clock.id), "en": str(clock.id)},
        legal=cast(Limit | None, legal),
        promised=cast(Limit | None, promised),
        starts=str(clock.starts),
        start_day=cast(Any, {channel: str(day) for channel, day in clock.start_day.items()}),
        stops=tuple(map(str, clock.stops)),
        restarts=tuple(map(str, clock.restarts)),
        not_counted=tuple(map(str, clock.not_counted)),
        ends=cast(Any, str(clock.ends) or "day-end"),
        if_holiday=cast(Any, str(clock.if_holiday) or "as-is"),
        extend=_extension(clock, extend),
        on_expiry=str(clock.on_expiry) if clock.on_expiry and clock.on_expiry != "none" else None,
        source=str(clock.source or ""),
        unit_source=str(clock.unit_source or ""),
        verified=bool(sources) and all(clause is not None and clause.verified for clause in sources),
    )
    return faults(rule) or rule


def _extension(clock: Clock, at_most: Limit | Refusal | None) -> ExtendRule | None:
    if clock.extend is None or not isinstance(at_most, Limit):
        return None
    return ExtendRule(
        by=str(clock.extend.by),
        at_most=at_most,
        once=clock.extend.once,
        source=str(clock.extend.source or clock.source or ""),
    )


def _correction(correction: Correction | None) -> kernel.Correction | None:
    if correction is None:
        return None
    within, answer = _limit(correction.within), _limit(correction.answer_within)
    return kernel.Correction(
        within=within if isinstance(within, Limit) else None,
        answer_within=answer if isinstance(answer, Limit) else None,
        once=correction.once,
        source=str(correction.source or ""),
        deemed_accepted=correction.deemed_accepted,
    )


def lead_rule(matter: Matter) -> kernel.LeadRule:
    """Return who leads by the matter's own word."""
    lead = matter.lead
    if lead is None:
        return kernel.LeadRule()
    return kernel.LeadRule(
        body=str(lead.body) if lead.body else None,
        function=str(lead.function) if lead.function else None,
        level=str(lead.level) if lead.level else None,
        product=str(lead.product or ""),
        asker=str(lead.asker or ""),
    )


def _text(said: Any) -> Text:
    """Return a text whose missing language is filled from the other."""
    if not isinstance(said, dict):
        return {}
    other = said.get("zh") or said.get("en") or ""
    return {"zh": said.get("zh") or other, "en": said.get("en") or other}


def _guide(matter: Matter) -> kernel.Guide:
    said: dict[str, Any] = plain(matter.guide) or {}
    return kernel.Guide(
        summary=_text(said.get("summary")),
        conditions=tuple(_text(one) for one in said.get("conditions", ())),
        materials=tuple(
            kernel.Material(
                id=one.get("id", ""),
                title=_text(one.get("title")),
                form=one.get("form", ""),
                required=bool(one.get("required")),
                basis=one.get("basis", ""),
                exempt_if=_text(one["exempt_if"]) if one.get("exempt_if") else None,
                source=one.get("from", ""),
                copies=one.get("copies", 0),
                sample=_text(one["sample"]) if one.get("sample") else None,
                sample_file=one.get("sample_file", ""),
                blank_file=one.get("blank_file", ""),
                note=_text(one["note"]) if one.get("note") else None,
                follow=follow_of(one.get("may_follow")),
                promise=promise_of(one.get("promise")),
                ordinary=_text(one["ordinary"]) if one.get("ordinary") else None,
                covered_by=one.get("covered_by", ""),
            )
            for one in said.get("materials", ())
            if isinstance(one, dict)
        ),
        fee=_fee(said.get("fee") or {}),
        visits=said.get("visits", 0),
        consult=_text(said.get("consult")),
        complain=_text(said.get("complain")),
    )


def _fee(said: dict[str, Any]) -> dict[str, Any]:
    texts = {key: _text(said[key]) for key in ("note", "set_by") if said.get(key)}
    return {**said, **texts}


def _item(matter: Matter) -> Item:
    said: dict[str, Any] = plain(matter.item) or {}
    return Item(
        under=said.get("under", ""),
        implementing_code=said.get("implementing_code", ""),
        level=said.get("level", ""),
        reach=said.get("reach", ""),
        events=tuple(said.get("events", ())),
        keywords=tuple(said.get("keywords", ())),
        verified=bool(said.get("verified")),
        note=_text(said.get("note")),
    )


def _archive(matter: Matter) -> Archive | None:
    said: dict[str, Any] = plain(matter.archive) or {}
    if not said:
        return None
    outcomes: dict[str, Any] = said.get("outcomes") or {}
    return Archive(_retention(said), {name: _retention(said | one) for name, one in outcomes.items()})


def _retention(said: dict[str, Any]) -> Retention:
    def limit(key: str) -> Limit | None:
        read = parse(str(said[key])) if said.get(key) else None
        return read if isinstance(read, Limit) else None

    return Retention(
        nomination=said.get("nomination", ""),
        period=limit("period"),
        way=said.get("from", "ended"),
        field=said.get("field", ""),
        term=limit("term"),
        clause=said.get("clause", ""),
        verified=bool(said.get("verified")),
    )


def frame_of(matter: Matter) -> kernel.Matter:
    """Return a matter with what decides who leads it, and neither process nor clocks nor form."""
    return _compiled(matter, {}, None, framed=True)


def compile_matter(matter: Matter, clauses: Clauses) -> kernel.Matter | tuple[Problem | Refusal, ...]:
    """Return the kernel's matter, or everything that prevents it."""
    net = process_of(matter)
    rules = {str(clock.id): clock_rule(clock, clauses) for clock in matter.clocks}
    wrong: list[Problem | Refusal] = list(net) if isinstance(net, tuple) else []
    asked, missing = rules_of(matter, net) if isinstance(net, Net) else ({}, ())
    wrong += missing
    wrong += [fault for rule in rules.values() if isinstance(rule, tuple) for fault in rule]
    if wrong:
        return tuple(wrong)
    clocks = {name: rule for name, rule in rules.items() if isinstance(rule, ClockRule)}
    clocks |= clocks_of_materials(matter, clauses)
    if not isinstance(net, Net):
        return _compiled(matter, clocks, None)
    return _compiled(matter, clocks, prepared(net, asked), types=result_types(matter, net))


def _compiled(
    matter: Matter,
    clocks: dict[str, ClockRule],
    net: CompiledNet | None,
    framed: bool = False,
    types: dict[str, Type] | None = None,
) -> kernel.Matter:
    form = None if framed else matter.form
    result: dict[str, Any] = {} if framed else plain(matter.result) or {}
    for key in ("title", "sample"):
        if key in result:
            result[key] = _text(result[key])
    papers: dict[str, Any] = {} if framed else plain(matter.papers) or {}
    return kernel.Matter(
        id=str(matter.id),
        title=matter.title.plain(),
        kind=str(matter.kind),
        code=str(matter.code),
        lead=lead_rule(matter),
        channels=tuple(map(str, matter.channels)),
        basis=tuple(map(str, matter.basis)),
        guide=kernel.Guide(summary={}) if framed else _guide(matter),
        form=plain(form.node) if form else {},
        sealed_fields=frozenset(field.name for field in form.fields.values() if field.personal)
        if form
        else frozenset(),
        clocks=clocks,
        net=net,
        process_starts=matter.process_starts,
        immediate=matter.immediate,
        decides=matter.decides,
        assisting=tuple(map(str, matter.assisting)),
        audience=tuple(map(str, matter.audience)),
        correction=_correction(matter.correction),
        papers={name: _text(said) for name, said in papers.items()},
        remedy=plain(matter.remedy) or {},
        result=result,
        item=Item() if framed else _item(matter),
        archive=None if framed else _archive(matter),
        rule_types=types or {},
        reasons=frozenset(f"{step.id}/{outcome}" for step in matter.steps for outcome in step.reasons),
    )
