"""incidents.yaml (网络安全事件报告) as values that know where they were written, and compiled."""

from __future__ import annotations

from dataclasses import dataclass, field

from yiwang.kernel.incident_rules import CLOSING, FIRST, IncidentRules, ReportRule
from yiwang.kernel.limits import DAY_UNITS, Limit, parse
from yiwang.pack.fields import Fields
from yiwang.pack.nodes import Node
from yiwang.pack.text import Text
from yiwang.pack.where import Where, Word, Words

FILE = "incidents.yaml"
FIELDS = ("known", "operator", "personal", "grade")
STEPS = ("handle", "close")


@dataclass(frozen=True, slots=True)
class Line:
    """Who tells whom, within what."""

    id: Word
    title: Text
    kind: str
    operators: Words
    grade: Word | None
    personal: bool
    by: Word
    to: Words
    within: Word
    after: Word | None
    source: Word | None
    verified: bool
    where: Where

    @property
    def limit(self) -> Limit | None:
        """Return its limit; None where it is none."""
        found = parse(str(self.within))
        return found if isinstance(found, Limit) else None

    def fits(self) -> bool:
        """Say whether the limit is one of its kind: days for a closing report, time of the clock else."""
        limit = self.limit
        if limit is None or limit.unit == "office_hour":
            return False
        return (limit.unit in DAY_UNITS) == (self.kind == CLOSING)


@dataclass(frozen=True, slots=True)
class Incidents:
    """incidents.yaml; without it a city keeps no incidents."""

    matter: Word | None = None
    steps: dict[str, Word] = field(default_factory=dict)
    fields: dict[str, Word] = field(default_factory=dict)
    grades: dict[str, Text] = field(default_factory=dict)
    operators: dict[str, Text] = field(default_factory=dict)
    parties: dict[str, Text] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    where: Where = field(default_factory=lambda: Where(FILE))


def incidents_of(nodes: dict[str, Node]) -> Incidents:
    """Read incidents.yaml."""
    top = Fields(nodes.get(FILE), Where(FILE))
    steps, named = top.under("steps"), top.under("fields")
    return Incidents(
        matter=top.word("matter"),
        steps={one: steps.must(one) for one in STEPS} if steps else {},
        fields={one: named.must(one) for one in FIELDS} if named else {},
        grades=_words(top.under("grades")),
        operators=_words(top.under("operators")),
        parties=_words(top.under("parties")),
        lines=tuple(_line(one) for one in top.each("reports")),
        where=top.where,
    )


def _words(fields: Fields | None) -> dict[str, Text]:
    return {one: fields.text(one) for one in fields.entries} if fields else {}


def _line(fields: Fields) -> Line:
    return Line(
        id=fields.must("id"),
        title=fields.text("title"),
        kind=str(fields.word("kind") or FIRST),
        operators=fields.words("operators"),
        grade=fields.word("grade"),
        personal=fields.flag("personal"),
        by=fields.must("by"),
        to=fields.words("to"),
        within=fields.must("within"),
        after=fields.word("after"),
        source=fields.word("source"),
        verified=fields.flag("verified"),
        where=fields.where,
    )


def compiled(incidents: Incidents) -> IncidentRules:
    """Return the lines for the kernel; a line whose limit cannot be counted is left out (YW441)."""
    return IncidentRules(
        matter=str(incidents.matter or ""),
        fields={name: str(one) for name, one in incidents.fields.items()},
        steps={name: str(one) for name, one in incidents.steps.items()},
        grades={name: one.plain() for name, one in incidents.grades.items()},
        operators={name: one.plain() for name, one in incidents.operators.items()},
        parties={name: one.plain() for name, one in incidents.parties.items()},
        reports=tuple(
            ReportRule(
                id=str(one.id),
                title=one.title.plain(),
                kind=one.kind,
                operators=frozenset(map(str, one.operators)),
                grade=str(one.grade or ""),
                personal=one.personal,
                by=str(one.by),
                to=tuple(map(str, one.to)),
                within=one.limit,
                after=str(one.after or ""),
                source=str(one.source or ""),
                verified=one.verified,
            )
            for one in incidents.lines
            if one.fits() and one.limit is not None
        ),
    )
