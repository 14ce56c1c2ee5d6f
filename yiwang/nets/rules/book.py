"""What the pages show of one pack, worked out once: matters, processes, decisions, findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from yiwang.kernel.bpmn import sound, xml_write
from yiwang.kernel.bpmn.net import Net, Problem
from yiwang.kernel.bpmn.outcomes import OUTCOME
from yiwang.kernel.bpmn.xml_read import compile_model
from yiwang.kernel.bpmn.xml_read import read as read_bpmn
from yiwang.kernel.clock_rules import ClockRule
from yiwang.kernel.dmn import Decisions, DmnProblem, Model
from yiwang.kernel.dmn import read as read_dmn
from yiwang.kernel.dmn.cover import Domain
from yiwang.kernel.dmn.domains import domains_of
from yiwang.nets.rules.remarks import Remark, element_at, numbered, remark, remark_of_problem
from yiwang.nets.rules.way import Stop, stops
from yiwang.nets.rules.who import body_words, who
from yiwang.pack.check.decisions import examine_bytes
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.examine import examine
from yiwang.pack.compile_matter import lines_of
from yiwang.pack.decisions import domains_by_form, model_of, ready_of
from yiwang.pack.finding import Level
from yiwang.pack.matters import Matter
from yiwang.pack.model import Pack
from yiwang.pack.nodes import plain
from yiwang.web.words import Text


@dataclass(frozen=True)
class DecisionFile:
    """A DMN file.

    Attributes:
        name: the file's, without folder and ending.
        model: None when the file cannot be read; its findings say why.
        fields: the form's fields by name, plain JSON Schema; a decision's inputs are filled from them.
    """

    name: str
    file: str
    model: Model | None
    ready: Decisions | None
    domains: Mapping[str, Domain]
    fields: Mapping[str, Any]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class Sheet:
    """One matter, or one BPMN file without a pack.

    Attributes:
        xml: what bpmn-js draws: the matter's own file if it has a drawing, else ours; None without a net.
        drawn_by_us: the drawing in `xml` is made by us.
    """

    id: str
    title: Text
    code: str
    kind: str
    lead: Text | None
    starts: str
    decides: bool
    net: Net | None
    stops: tuple[Stop, ...]
    xml: bytes | None
    drawn_by_us: bool
    clocks: tuple[ClockRule, ...]
    decisions: Mapping[str, DecisionFile]
    remarks: tuple[Remark, ...]

    @property
    def grave(self) -> int:
        """How many errors and warnings there are."""
        return sum(1 for one in self.remarks if one.level is not Level.NOTE)

    def file_of(self, decision: str) -> str:
        """Return the name of the file a decision stands in, "" if there is none."""
        for name, file in self.decisions.items():
            if file.model is not None and any(one.name == decision for one in file.model.decisions):
                return name
        return ""


@dataclass(frozen=True)
class Book:
    """One pack on one day.

    Attributes:
        elsewhere: findings that are about no matter alone.
    """

    digest: str
    on: date
    title: Text
    sheets: Mapping[str, Sheet]
    elsewhere: tuple[Remark, ...]


def book_of(pack: Pack, on: date) -> Book:
    """Read a pack for the pages: one run of every check."""
    seen, findings = Examination(pack, on), examine(pack, on)
    sheets = {str(matter.id): _sheet(seen, matter, _of(matter, seen, findings)) for matter in pack.matters}
    folders = tuple(matter.folder for matter in pack.matters)
    elsewhere = numbered(remark(one) for one in findings if not one.where.file.startswith(folders or ("\0",)))
    return Book(pack.digest, on, pack.head.title.plain(), sheets, elsewhere)


def _of(matter: Matter, seen: Examination, findings: Any) -> tuple[Remark, ...]:
    net, lines = seen.nets.get(str(matter.id)), lines_of(matter)
    return numbered(
        remark(one, element_at(matter, lines, net if isinstance(net, Net) else None, one))
        for one in findings
        if one.where.file.startswith(matter.folder)
    )


def _sheet(seen: Examination, matter: Matter, remarks: tuple[Remark, ...]) -> Sheet:
    found = seen.nets.get(str(matter.id))
    net = found if isinstance(found, Net) else None
    own = matter.process.data if matter.process is not None else None
    has_drawing = own is not None and b"BPMNShape" in own
    rules = [seen.rule_of(clock) for clock in matter.clocks]
    name = matter.lead and (matter.lead.body or matter.lead.function)
    return Sheet(
        id=str(matter.id),
        title=matter.title.plain(),
        code=str(matter.code),
        kind=str(matter.kind),
        lead=body_words(seen.pack, str(name)) if name else None,
        starts=matter.process_starts,
        decides=matter.decides,
        net=net,
        stops=tuple(stops(net, lambda position: who(seen.pack, position))) if net else (),
        xml=own if has_drawing else xml_write.write(net) if net else None,
        drawn_by_us=not has_drawing,
        clocks=tuple(rule for rule in rules if isinstance(rule, ClockRule)),
        decisions={one.name: one for one in _decisions(matter, remarks)},
        remarks=remarks,
    )


def _decisions(matter: Matter, remarks: tuple[Remark, ...]) -> Iterator[DecisionFile]:
    fields = plain(matter.form.node).get("properties") if matter.form else {}
    for file in matter.decisions:
        model = model_of(file)
        readable = model if isinstance(model, Model) else None
        known = {**domains_of(readable), **domains_by_form(matter)} if readable else {}
        yield DecisionFile(
            name=PurePosixPath(file.file).stem,
            file=file.file,
            model=readable,
            ready=ready_of(matter, file) if readable else None,
            domains=known,
            fields=fields if isinstance(fields, dict) else {},
            remarks=numbered(one for one in remarks if one.file == file.file),
        )


def decision_file(name: str, data: bytes) -> DecisionFile:
    """Read a DMN file that belongs to no pack."""
    model = read_dmn(data)
    readable = None if isinstance(model, DmnProblem) else model
    return DecisionFile(
        name=PurePosixPath(name).stem,
        file=name,
        model=readable,
        ready=Decisions(readable) if readable else None,
        domains=domains_of(readable) if readable else {},
        fields={},
        remarks=numbered(remark(one) for one in examine_bytes(name, data)),
    )


def process_file(name: str, data: bytes) -> Sheet:
    """Read a BPMN file that belongs to no pack: its findings are what would not run or would go wrong."""
    model = read_bpmn(data)
    net = compile_model(model)
    lines = {key: line for process in model.processes for key, line in process.lines.items()}
    found = net if isinstance(net, tuple) else sound.examine(net, {OUTCOME})
    # Which facts there are, only a matter's form can say.
    told = (one for one in found if one.code != "process.unknown-name")
    remarks = numbered(_remark(one, name, lines) for one in told)
    ready = net if isinstance(net, Net) else None
    stem = PurePosixPath(name).stem
    return Sheet(
        id=stem,
        title=ready.title if ready and ready.title.get("zh") else {"zh": stem, "en": stem},
        code="",
        kind="",
        lead=None,
        starts="",
        decides=False,
        net=ready,
        stops=tuple(stops(ready, lambda position: who(None, position))) if ready else (),
        xml=data if b"BPMNShape" in data else xml_write.write(ready) if ready else None,
        drawn_by_us=b"BPMNShape" not in data,
        clocks=(),
        decisions={},
        remarks=remarks,
    )


def _remark(found: Problem | sound.Finding, file: str, lines: Mapping[str, int]) -> Remark:
    if isinstance(found, Problem):
        return remark_of_problem(found, file, lines.get(found.id, 1))
    problem = Problem(found.code, found.zh, found.en, found.node)
    made = remark_of_problem(problem, file, lines.get(found.node, 1))
    if found.code == "process.unreachable":
        return replace(made, level=Level.WARNING)
    return made
