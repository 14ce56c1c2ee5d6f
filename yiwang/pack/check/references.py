"""Names that other parts of the pack must know."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from yiwang.kernel.acts.draft import OF_FACT
from yiwang.kernel.bpmn.net import Net
from yiwang.kernel.feel.types import Allowed
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.registry import found, rule
from yiwang.pack.check.words import ACTS
from yiwang.pack.decisions import result_types
from yiwang.pack.finding import Finding
from yiwang.pack.matters import Matter
from yiwang.pack.where import Word

PLACE = ("区域", "place", "places.csv")
BODY = ("单位", "body", "bodies.csv")
BODY_OR_FUNCTION = ("单位或职能", "body or function", "bodies.csv")
POSITION = ("岗位", "position", "positions.csv")
PERSON = ("人员", "person", "persons.csv")
MATTER = ("事项", "matter", "matters/")
CLAUSE = ("条款", "clause", "clauses/")

Kind = tuple[str, str, str]


def _unknown(
    seen: Examination, word: Word | None, known: Collection[str], kind: Kind, about: tuple[str, str]
) -> Iterator[Finding]:
    """Yield a finding if `word` is none of the `known`. Of a file that could not be read nothing is known."""
    if word is None or not word or str(word) in known or seen.unread(kind[2]):
        return
    zh, en = nearest(str(word), known)
    yield found(
        word.where,
        (
            f"{about[0]}: {kind[2]} 里没有{kind[0]} {word}。",
            f"{about[1]}: there is no {kind[1]} {word} in {kind[2]}.",
        ),
        (zh, en),
    )


@rule("YW101")
def every_reference_is_known(seen: Examination) -> Iterator[Finding]:
    """引用的区域、单位、岗位、条款、环节、文件都存在。

    Every place, body, position, clause, step and file that is named exists.
    """
    yield from _tables(seen)
    yield from _overlays_and_shares(seen)
    yield from _personas(seen)
    for matter in seen.pack.matters:
        about = (str(matter.title), matter.title.en)
        yield from _who(seen, matter, about)
        yield from _citations(seen, matter, about)
        yield from _files(seen, matter, about)
        yield from _steps(seen, matter, about)
        yield from _clocks(seen, matter, about)


def _tables(seen: Examination) -> Iterator[Finding]:
    pack = seen.pack
    root = pack.head.root
    yield from _unknown(seen, root, seen.places, PLACE, ("root", "root"))
    for place in pack.places:
        about = (str(place.title), place.title.en)
        yield from _unknown(seen, place.parent, seen.places, PLACE, about)
        if place.code and not place.parent and root and place.code != root:
            yield found(
                place.where,
                (
                    f"{about[0]} ({place.code}) 没有写上级区域。",
                    f"{about[1]} ({place.code}) names no parent.",
                ),
                (
                    f"写上 parent; 只有根区域 {root} 没有上级。",
                    f"Write its parent; only the root {root} has none.",
                ),
            )
        elif place.parent and str(root) not in seen.city.above(str(place.code)) and root in seen.places:
            if str(place.parent) in seen.places:
                yield found(
                    place.where,
                    (
                        f"{about[0]} ({place.code}) 往上到不了根区域 {root}。",
                        f"{about[1]} ({place.code}) does not lie below the root {root}.",
                    ),
                    ("改正 parent, 不要绕圈。", "Correct the parents; they must not run in a circle."),
                )
        if place.boundary and str(place.boundary) not in pack.files:
            yield found(
                place.boundary.where,
                (
                    f"{about[0]}: 没有边界文件 {place.boundary}。",
                    f"{about[1]}: there is no file {place.boundary}.",
                ),
                ("放入文件, 或把这一格留空。", "Add the file, or leave the cell empty."),
            )
    for body in pack.bodies:
        about = (str(body.title), body.title.en)
        yield from _unknown(seen, body.parent, seen.bodies, BODY, about)
        yield from _unknown(seen, body.seat, seen.places, PLACE, about)
    positions = {str(position.id) for position in pack.positions}
    for position in pack.positions:
        about = (str(position.title), position.title.en)
        yield from _unknown(seen, position.body, seen.bodies, BODY, about)
    for person in pack.persons:
        who = (str(person.id), str(person.id))
        yield from _unknown(seen, person.position, positions, POSITION, who)
        yield from _unknown(seen, person.substitute_for, positions, POSITION, who)


def _overlays_and_shares(seen: Examination) -> Iterator[Finding]:
    for overlay in seen.pack.overlays:
        about = (str(overlay.title), overlay.title.en)
        for code in overlay.covers:
            yield from _unknown(seen, code, seen.places, PLACE, about)
        yield from _unknown(seen, overlay.body, seen.bodies, BODY, about)
    for share in seen.pack.shares:
        about = ("责任表", "responsibility table")
        yield from _unknown(seen, share.matter, seen.matters, MATTER, about)
        yield from _unknown(seen, share.place, seen.places, PLACE, about)
        for body in (share.lead, *share.assisting, share.regulator, share.supervisor):
            yield from _unknown(seen, body, seen.bodies, BODY, about)
    for duty in seen.pack.town_duties:
        about = ("履行职责事项清单", "list of town duties")
        yield from _unknown(seen, duty.place, seen.places, PLACE, about)
        yield from _unknown(seen, duty.matter, seen.matters, MATTER, about)


def _personas(seen: Examination) -> Iterator[Finding]:
    positions = {str(position.id) for position in seen.pack.positions}
    persons = {str(person.id) for person in seen.pack.persons}
    for persona in seen.pack.personas:
        about = (str(persona.id), str(persona.id))
        yield from _unknown(seen, persona.position, positions, POSITION, about)
        yield from _unknown(seen, persona.person, persons, PERSON, about)
        yield from _unknown(seen, persona.place, seen.places, PLACE, about)


def _who(seen: Examination, matter: Matter, about: tuple[str, str]) -> Iterator[Finding]:
    either = {*seen.bodies, *seen.functions}
    fields = set(matter.form.fields) if matter.form else set()
    if matter.lead:
        yield from _unknown(seen, matter.lead.body, seen.bodies, BODY, about)
        yield from _unknown(
            seen, matter.lead.function, seen.functions, ("职能", "function", "bodies.csv"), about
        )
        for word in (matter.lead.product, matter.lead.asker):
            yield from _unknown(seen, word, fields, ("表单字段", "form field", "form.schema.json"), about)
    for body in matter.assisting:
        yield from _unknown(seen, body, either, BODY_OR_FUNCTION, about)
    for step in matter.steps:
        if step.position:
            known = {*either, "lead", "window", *(f"{OF_FACT}{field}" for field in fields)}
            yield from _unknown(seen, step.position.body, known, BODY_OR_FUNCTION, about)


def _citations(seen: Examination, matter: Matter, about: tuple[str, str]) -> Iterator[Finding]:
    told: set[str] = set()
    for cited in matter.citations:
        if str(cited.citation) not in told:
            told.add(str(cited.citation))
            yield from _unknown(seen, cited.citation, seen.clauses, CLAUSE, about)


def _files(seen: Examination, matter: Matter, about: tuple[str, str]) -> Iterator[Finding]:
    beside = seen.files_beside(matter)
    for word in (matter.form_file, matter.process_file, *matter.decision_files):
        yield from _unknown(seen, word, beside, ("文件", "file", matter.folder), about)


def _steps(seen: Examination, matter: Matter, about: tuple[str, str]) -> Iterator[Finding]:
    ids = {str(step.id) for step in matter.steps}
    left_out = {str(name) for clock in matter.clocks for name in clock.not_counted}
    for step in matter.steps:
        for outcome in step.outcomes:
            known = {*ids, "next", "end"}
            yield from _unknown(seen, outcome.target, known, ("环节", "step", "steps"), about)
        for name in step.outcome_titles:
            outcomes = {str(outcome.id) for outcome in step.outcomes}
            yield from _unknown(seen, name, outcomes, ("结果", "outcome", "outcomes"), about)
        for name in step.reasons:
            outcomes = {str(outcome.id) for outcome in step.outcomes}
            yield from _unknown(seen, name, outcomes, ("结果", "outcome", "outcomes"), about)
        yield from _unknown(seen, step.interval, left_out, ("不计入的期间", "interval", "not_counted"), about)


def _clocks(seen: Examination, matter: Matter, about: tuple[str, str]) -> Iterator[Finding]:
    known = {*ACTS, *task_ids(seen, matter)}
    for clock in matter.clocks:
        for word in (clock.starts, *clock.stops, *clock.restarts):
            if is_answer(seen, matter, str(word)):
                continue
            yield from _unknown(seen, word, known, ("操作或环节", "act or step", "steps"), about)


def is_answer(seen: Examination, matter: Matter, word: str) -> bool:
    """Say whether a word is an act that a business rule answers: `severity-urgent`."""
    net = seen.nets.get(str(matter.id))
    ruled = (node.result for node in net.nodes if node.rule) if isinstance(net, Net) else ()
    if any(name and word.startswith(f"{name}-") for name in ruled):
        return True
    for name, kind in result_types(matter, net).items() if isinstance(net, Net) else ():
        value = word.removeprefix(f"{name}-")
        if value != word and (not isinstance(kind, Allowed) or kind.holds(value)):
            return True
    return False


def task_ids(seen: Examination, matter: Matter) -> set[str]:
    """Return the ids and act words of a matter's steps, of its process if it is drawn."""
    net = seen.nets.get(str(matter.id))
    if net is None or isinstance(net, tuple):
        return {str(step.id) for step in matter.steps}
    return {name for task in net.tasks for name in (task.id, task.act) if name}
