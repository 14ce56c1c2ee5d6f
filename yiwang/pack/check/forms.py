"""What a form asks for is used, and what is used is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.kernel.bpmn import net as drawn
from yiwang.kernel.bpmn.net import Net
from yiwang.kernel.bpmn.outcomes import OUTCOME
from yiwang.kernel.feel import FeelError, compile_expression
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.registry import found, rule
from yiwang.pack.decisions import asked_of
from yiwang.pack.finding import Finding
from yiwang.pack.matters import Form, Matter
from yiwang.pack.nodes import Listing, Mapping, Node, Scalar
from yiwang.pack.where import Word


@rule("YW110")
def every_field_is_used_and_known(seen: Examination) -> Iterator[Finding]:
    """表单的每个字段都有用处, 用到的字段都在表单里。

    Every field of a form is used, and every field that is used exists.
    """
    for matter in seen.pack.matters:
        if matter.form is None and matter.form_file:
            continue  # it is missing or cannot be read, which another finding tells
        yield from _unknown_names(seen, matter)
        if matter.form is not None:
            yield from _unused(seen, matter, matter.form)
            yield from _sections(matter, matter.form)


def _named(seen: Examination, matter: Matter) -> Iterator[tuple[Word, str, str]]:
    """Yield each field that a step, the result, a paper or the form's own rules name."""
    for step in matter.steps:
        for word in step.fields:
            yield word, f"环节 {step.id}", f"the step {step.id}"
    for word in matter.result_fields:
        yield word, "办理结果", "the result"
    net = seen.nets.get(str(matter.id))
    if matter.process and isinstance(net, Net):
        for node in net.nodes:
            for name in (*node.fields, *_passed(node)):
                where = seen.where_in_process(matter, node.id)
                yield Word(name, where), f"环节 {node.id}", f"the step {node.id}"
    if matter.form:
        for word in matter.form.required:
            yield word, "required", "required"


def _passed(node: drawn.Node) -> Iterator[str]:
    """Yield the fields that a message or a call takes from the form, or puts into it."""
    yield from (here for _, here in node.gives if node.kind != drawn.CALL)
    yield from (here for here, _ in node.takes)
    if node.key:
        yield node.key


def _unknown_names(seen: Examination, matter: Matter) -> Iterator[Finding]:
    fields = matter.form.fields if matter.form else {}
    for word, zh, en in _named(seen, matter):
        if str(word) not in fields:
            hint = nearest(str(word), fields)
            yield found(
                word.where,
                (
                    f"{matter.title}: {zh}用到的字段 {word} 不在表单里。",
                    f"{matter.title.en}: {en} names the field {word}, which the form does not have.",
                ),
                hint,
            )
    yield from _in_steps(seen, matter)
    for fault in seen.faults.get(str(matter.id), ()) if matter.process else ():
        if fault.code == "process.unknown-name":
            yield found(
                seen.where_in_process(matter, fault.node),
                (f"{matter.title}: {fault.zh}", f"{matter.title.en}: {fault.en}"),
                (f"表单的字段: {'、'.join(fields)}。", f"Fields of the form: {', '.join(fields)}."),
            )


def _in_steps(seen: Examination, matter: Matter) -> Iterator[Finding]:
    results = {str(step.result) for step in matter.steps if step.result}
    known = {*(matter.form.fields if matter.form else ()), *results, OUTCOME}
    texts = [(step, word) for step in matter.steps for word in (step.when, step.rule)]
    for step, word in texts:
        read = compile_expression(str(word)) if word else None
        if word is None or read is None or isinstance(read, FeelError):
            continue
        for name in sorted(read.names - known):
            yield found(
                word.where,
                (
                    f"{matter.title}: 环节 {step.id} 的条件“{word}”用到的 {name} 不在表单里。",
                    f"{matter.title.en}: the condition “{word}” of the step {step.id} asks for {name}, "
                    "which the form does not have.",
                ),
                nearest(name, known - {OUTCOME}),
            )


def _unused(seen: Examination, matter: Matter, form: Form) -> Iterator[Finding]:
    used = {str(word) for word, *_ in _named(seen, matter) if word not in form.required}
    used |= {str(word) for step in matter.steps for word in step.fields} | set(map(str, matter.result_fields))
    used |= _in_conditions(seen, matter) | _in_form(form) | _given(seen, matter)
    for name, field in form.fields.items():
        if name in used or field.used_for:
            continue
        title = field.title or name
        yield found(
            field.where,
            (
                f"{matter.title}: 表单要填“{title}” ({name}), 但没有环节、条件或结果用到它。",
                f"{matter.title.en}: the form asks for “"
                f"{field.title.en if field.title else name}” ({name}), which no step, condition or "
                "result uses.",
            ),
            (
                "不用就不要问, 删去它; 经办人要看的, 用 x-yw-used-for 写明用来做什么。",
                "Do not ask for it; or, if the officer needs it, say for what in x-yw-used-for.",
            ),
        )


def _given(seen: Examination, matter: Matter) -> set[str]:
    """Return the fields that a call gives to another matter; that they exist, the rules of wiring see to."""
    net = seen.nets.get(str(matter.id))
    nodes = net.nodes if isinstance(net, Net) else ()
    return {here for node in nodes for _, here in node.gives}


def _in_conditions(seen: Examination, matter: Matter) -> set[str]:
    net = seen.nets.get(str(matter.id))
    texts = (
        [text for _, text in net.conditions]
        if isinstance(net, Net)
        else [str(word) for step in matter.steps for word in (step.when, step.rule) if word]
    )
    read = [compile_expression(text) for text in texts]
    asked = {name for one in asked_of(matter).values() for name in one.inputs}
    return asked | {name for one in read if not isinstance(one, FeelError) for name in one.names}


def _in_form(form: Form) -> set[str]:
    """Return the fields that another field is looked up by (`x-yw-source: {key}`)."""
    names: set[str] = set()
    properties = form.node.entries.get("properties")
    for field in properties.entries.values() if isinstance(properties, Mapping) else ():
        source = field.entries.get("x-yw-source") if isinstance(field, Mapping) else None
        names |= _words(source.entries.get("key")) if isinstance(source, Mapping) else set()
    return names


def _words(node: Node | None) -> set[str]:
    match node:
        case Scalar(value=str() as value):
            return {value}
        case Listing(items=items):
            return {word for item in items for word in _words(item)}
    return set()


def _sections(matter: Matter, form: Form) -> Iterator[Finding]:
    known = set(map(str, form.sections))
    for field in form.fields.values():
        if field.section and known and str(field.section) not in known:
            yield found(
                field.section.where,
                (
                    f"{matter.title}: 字段 {field.name} 所在的页 {field.section} 不在 x-yw-sections 里。",
                    f"{matter.title.en}: the field {field.name} stands on the page {field.section}, "
                    "which x-yw-sections does not list.",
                ),
                nearest(str(field.section), known),
            )
