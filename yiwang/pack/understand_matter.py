"""From the nodes of matters/<id>/ to the model of a matter."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.pack.fields import Fields, word_of, words_of
from yiwang.pack.material_ways import with_choices
from yiwang.pack.matters import (
    Citation,
    Clock,
    Correction,
    DecisionFile,
    Extension,
    Field,
    Form,
    Lead,
    Matter,
    Outcome,
    Performer,
    Process,
    Step,
)
from yiwang.pack.nodes import Listing, Mapping, Node, Scalar
from yiwang.pack.where import Where, Word

_CITING = {
    "source": "依据",
    "basis": "依据",
    "clause": "依据",
    "ground": "依据",
    "unit_source": "单位的依据",
}


def matter_of(file: str, node: Node | None, nodes: dict[str, Node], files: dict[str, bytes]) -> Matter:
    """Read a matter.yaml with the form and the process it names."""
    fields = Fields(node, Where(file))
    folder = file.rsplit("/", 1)[0]
    result, volume = fields.under("result"), fields.under("volume")
    form_file, process_file = fields.word("form"), fields.word("process")
    form = nodes.get(f"{folder}/{form_file}") if form_file else None
    chosen = with_choices(form, fields.mapping("guide")) if isinstance(form, Mapping) else None
    process = files.get(f"{folder}/{process_file}") if process_file else None
    return Matter(
        id=Word(folder.split("/")[1], Where(file)),
        title=fields.text("title"),
        kind=fields.must("kind"),
        code=fields.must("code"),
        audience=fields.words("audience"),
        lead=_lead(fields),
        assisting=fields.words("assisting"),
        basis=fields.words("basis"),
        channels=fields.words("channels"),
        guide=fields.mapping("guide"),
        form_file=form_file,
        form=form_of(chosen) if chosen is not None else None,
        process_file=process_file,
        process=Process(f"{folder}/{process_file}", process) if process is not None else None,
        process_starts=str(fields.word("process_starts") or "accept"),
        immediate=fields.flag("immediate"),
        decides=fields.flag("decides", otherwise=True),
        steps=tuple(_step(step) for step in fields.each("steps")),
        clocks=tuple(_clocks(fields)),
        correction=_correction(fields),
        papers=fields.mapping("papers"),
        remedy=fields.mapping("remedy"),
        result=fields.mapping("result"),
        result_fields=result.words("fields") if result else (),
        citations=tuple(_citations(node)),
        where=fields.where,
        adverse=fields.words("adverse"),
        volume=volume.text("document") if volume else None,
        per_year=volume.whole("per_year") if volume else 0,
        item=fields.mapping("item"),
        archive=fields.mapping("archive"),
        decision_files=fields.words("decisions"),
        decisions=tuple(
            DecisionFile(f"{folder}/{name}", files[f"{folder}/{name}"], name)
            for name in fields.words("decisions")
            if f"{folder}/{name}" in files
        ),
    )


def _lead(fields: Fields) -> Lead | None:
    lead = fields.under("lead")
    if lead is None:
        return None
    return Lead(
        lead.word("body"),
        lead.word("function"),
        lead.word("level"),
        lead.where,
        lead.word("product"),
        lead.word("asker"),
    )


def _step(fields: Fields) -> Step:
    targets, titles = fields.under("outcomes"), fields.under("outcome_titles")
    outcomes = fields.mapping("outcomes")
    title_keys = fields.mapping("outcome_titles")
    return Step(
        id=fields.must("id"),
        title=fields.text("title"),
        position=_performer(fields.node("position")),
        limit=fields.word("limit"),
        outcomes=tuple(
            Outcome(outcomes.keys[key], targets.must(key), titles.maybe_text(key) if titles else None)
            for key in (outcomes.entries if outcomes else ())
            if outcomes and targets
        ),
        outcome_titles=tuple(title_keys.keys.values()) if title_keys else (),
        when=fields.word("when"),
        act=fields.word("act"),
        interval=fields.word("interval"),
        fields=fields.words("fields"),
        where=fields.where,
        decision=fields.word("decision"),
        rule=fields.word("rule"),
        result=fields.word("result"),
        reasons=fields.words("reasons"),
    )


def _performer(node: Node | None) -> Performer | None:
    role = word_of(node)
    if role:
        return Performer(role, None, role.where)
    if isinstance(node, Mapping):
        fields = Fields(node, node.where)
        return Performer(fields.must("role"), fields.word("body"), node.where)
    return None


def _clocks(fields: Fields) -> Iterator[Clock]:
    clocks = fields.mapping("clocks")
    for key, node in (clocks.entries if clocks else {}).items():
        if not isinstance(node, Mapping) or clocks is None:
            continue
        clock = Fields(node, node.where)
        yield Clock(
            id=clocks.keys[key],
            title=clock.maybe_text("title"),
            legal=clock.word("legal"),
            promised=clock.word("promised"),
            starts=clock.must("starts"),
            start_day=_start_day(clock.node("start_day"), fields.words("channels")),
            stops=clock.words("stops"),
            restarts=clock.words("restarts"),
            source=clock.word("source"),
            unit_source=clock.word("unit_source"),
            not_counted=clock.words("not_counted"),
            ends=clock.must("ends"),
            if_holiday=clock.must("if_holiday"),
            extend=_extension(clock),
            on_expiry=clock.word("on_expiry"),
            where=clocks.keys[key].where,
        )


def _start_day(node: Node | None, channels: tuple[Word, ...]) -> dict[str, Word]:
    word = word_of(node)
    if word:
        return {str(channel): word for channel in channels}
    if isinstance(node, Mapping):
        found = {str(key): word_of(value) for key, value in node.entries.items()}
        return {key: value for key, value in found.items() if value is not None}
    return {}


def _extension(clock: Fields) -> Extension | None:
    extend = clock.under("extend")
    if extend is None:
        return None
    return Extension(
        by=extend.must("by"),
        at_most=extend.word("at_most"),
        once=extend.flag("once", otherwise=True),
        source=extend.word("source"),
        where=extend.where,
    )


def _correction(fields: Fields) -> Correction | None:
    correction = fields.under("correction")
    if correction is None:
        return None
    return Correction(
        within=correction.word("within"),
        once=correction.flag("once", otherwise=True),
        answer_within=correction.word("answer_within"),
        deemed_accepted=correction.flag("deemed_accepted", otherwise=True),
        source=correction.word("source"),
        where=correction.where,
    )


def _citations(node: Node | None) -> Iterator[Citation]:
    """Yield every clause that a matter cites, in file order."""
    match node:
        case Mapping(entries=entries):
            for key, value in entries.items():
                if key in _CITING:
                    cited = (word_of(value),) if isinstance(value, Scalar) else words_of(value)
                    yield from (Citation(word, _CITING[key]) for word in cited if word)
                else:
                    yield from _citations(value)
        case Listing(items=items):
            for item in items:
                yield from _citations(item)


def form_of(node: Mapping) -> Form:
    """Read a form.schema.json."""
    form = Fields(node, node.where)
    properties = form.mapping("properties")
    fields = {}
    for name, value in (properties.entries if properties else {}).items():
        assert properties is not None
        field = Fields(value, value.where)
        personal = field.node("x-yw-personal")
        fields[str(name)] = Field(
            name=properties.keys[name],
            title=field.maybe_text("x-yw-title"),
            section=field.word("x-yw-section"),
            personal=isinstance(personal, Scalar) and personal.value in (True, "sensitive"),
            used_for=bool(field.each("x-yw-used-for")),
            where=properties.keys[name].where,
        )
    return Form(
        fields=fields,
        sections=tuple(section.must("id") for section in form.each("x-yw-sections")),
        required=form.words("required"),
        node=node,
        where=node.where,
    )
