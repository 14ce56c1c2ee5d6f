"""What a pack says, as values that know where they were written.

Made by `yiwang.pack.understand` from nodes; read by the checks, compiled by `yiwang.pack.compile`.
A value that is missing or of the wrong type is empty here: the finding about it stands in `Pack.findings`,
and what else the file says is still there to be checked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from yiwang.pack.finding import Finding
from yiwang.pack.nodes import Mapping, Node
from yiwang.pack.read_csv import Table
from yiwang.pack.where import Where, Word

Words = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in the pack's languages; a language that is not written is absent."""

    words: dict[str, Word]
    where: Where

    def __str__(self) -> str:
        return self.in_language("zh")

    def in_language(self, language: str) -> str:
        """Return the text in `language`, or in the other one when it is not written."""
        return self.words.get(language) or next(
            (word for word in self.words.values() if word), Word("", self.where)
        )

    @property
    def en(self) -> str:
        """The English text, the Chinese where there is none."""
        return self.in_language("en")

    def plain(self) -> dict[str, str]:
        """Return `{"zh", "en"}`, each filled from the other where it is not written."""
        return {language: str(self.in_language(language)) for language in ("zh", "en")}


@dataclass(frozen=True, slots=True)
class CalendarSettings:
    """How the city counts its days."""

    weekend: Words
    office_hours: Words
    verified: bool
    where: Where


@dataclass(frozen=True, slots=True)
class Head:
    """pack.yaml."""

    id: Word
    title: Text
    synthetic: Text | None
    languages: tuple[str, ...]
    zone: Word
    root: Word
    calendar: CalendarSettings
    where: Where


@dataclass(frozen=True, slots=True)
class Place:
    """A line of places.csv."""

    code: Word
    system: Word
    title: Text
    parent: Word | None
    level: Word
    boundary: Word | None
    where: Where


@dataclass(frozen=True, slots=True)
class Overlay:
    """An entry of overlays.yaml."""

    id: Word
    title: Text
    kind: Word
    covers: Words
    body: Word | None
    since: Word | None
    until: Word | None
    precedence: int
    document: dict[str, Any]
    verified: bool
    where: Where


@dataclass(frozen=True, slots=True)
class Body:
    """A line of bodies.csv."""

    id: Word
    title: Text
    parent: Word | None
    seat: Word
    function: Word
    level: Word
    credit_code: Word | None
    where: Where


@dataclass(frozen=True, slots=True)
class Position:
    """A line of positions.csv."""

    id: Word
    body: Word
    title: Text
    role: Word
    where: Where


@dataclass(frozen=True, slots=True)
class Person:
    """A line of persons.csv."""

    id: Word
    title: Text
    position: Word
    since: Word
    until: Word | None
    substitute_for: Word | None
    where: Where


@dataclass(frozen=True, slots=True)
class Share:
    """An entry of responsibility.yaml."""

    matter: Word
    place: Word
    below: bool
    lead: Word | None
    assisting: Words
    regulator: Word | None
    supervisor: Word | None
    basis: Word | None
    verified: bool
    where: Where


@dataclass(frozen=True, slots=True)
class TownDuty:
    """A line of town-duties.csv."""

    place: Word
    matter: Word
    document: Word
    verified: bool
    where: Where


@dataclass(frozen=True, slots=True)
class Clause:
    """An article in clauses/<law>.yaml. `verified` only if the law's text was read too."""

    law: Word
    article: Word
    version: str
    says: Text
    verified: bool
    source: str
    where: Where

    @property
    def citation(self) -> str:
        """`law article`, as other files cite it."""
        return f"{self.law} {self.article}"


@dataclass(frozen=True, slots=True)
class Citation:
    """A clause named somewhere, and for what."""

    citation: Word
    for_what: str


@dataclass(frozen=True, slots=True)
class Lead:
    """Who leads a matter: one body, or the body with a function seated in the place."""

    body: Word | None
    function: Word | None
    level: Word | None
    where: Where


@dataclass(frozen=True, slots=True)
class Performer:
    """Who does a step: a role in the lead body, or in another body (id or function)."""

    role: Word
    body: Word | None
    where: Where


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step can end, and where that leads: a step, `next` or `end`."""

    id: Word
    target: Word
    title: Text | None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a matter (环节)."""

    id: Word
    title: Text
    position: Performer | None
    limit: Word | None
    outcomes: tuple[Outcome, ...]
    outcome_titles: Words
    when: Word | None
    act: Word | None
    interval: Word | None
    fields: Words
    where: Where


@dataclass(frozen=True, slots=True)
class Extension:
    """By whom and how far a clock may be extended."""

    by: Word
    at_most: Word | None
    once: bool
    source: Word | None
    where: Where


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit (时限)."""

    id: Word
    title: Text | None
    legal: Word | None
    promised: Word | None
    starts: Word
    start_day: dict[str, Word]
    stops: Words
    restarts: Words
    source: Word | None
    unit_source: Word | None
    not_counted: Words
    ends: Word
    if_holiday: Word
    extend: Extension | None
    on_expiry: Word | None
    where: Where


@dataclass(frozen=True, slots=True)
class Correction:
    """How the applicant is told to complete an application (补正)."""

    within: Word | None
    once: bool
    answer_within: Word | None
    deemed_accepted: bool
    source: Word | None
    where: Where


@dataclass(frozen=True, slots=True)
class Together:
    """Another matter that is handled with this one (一件事)."""

    matter: Word
    body: Word | None
    where: Where


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form."""

    name: Word
    title: Text | None
    section: Word | None
    personal: bool
    used_for: bool
    where: Where


@dataclass(frozen=True, slots=True)
class Form:
    """A form.schema.json."""

    fields: dict[str, Field]
    sections: Words
    required: Words
    node: Mapping
    where: Where


@dataclass(frozen=True, slots=True)
class Process:
    """A BPMN file of a matter."""

    file: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter.yaml with the form and the process it names."""

    id: Word
    title: Text
    kind: Word
    code: Word
    audience: Words
    lead: Lead | None
    assisting: Words
    basis: Words
    channels: Words
    guide: Mapping | None
    form_file: Word | None
    form: Form | None
    process_file: Word | None
    process: Process | None
    process_starts: str
    immediate: bool
    decides: bool
    steps: tuple[Step, ...]
    clocks: tuple[Clock, ...]
    correction: Correction | None
    together: tuple[Together, ...]
    papers: Mapping | None
    remedy: Mapping | None
    result: Mapping | None
    result_fields: Words
    citations: tuple[Citation, ...]
    where: Where

    @property
    def folder(self) -> str:
        """The matter's folder below the pack's, with a `/` at its end."""
        return f"matters/{self.id}/"

    @property
    def clocks_with_promise(self) -> tuple[Clock, ...]:
        """The clocks that state a legal and a promised limit."""
        return tuple(clock for clock in self.clocks if clock.legal and clock.promised)


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to sign in as, in the demo."""

    id: Word
    kind: Word
    title: Text
    position: Word | None
    person: Word | None
    place: Word | None
    where: Where


@dataclass(frozen=True)
class Pack:
    """A whole pack as it was read.

    Attributes:
        files: the bytes of every file that is part of it, by path.
        digest: their SHA-256, hex.
        findings: what reading found.
        nodes: the YAML and JSON files, by path; tables: the CSV files.
    """

    files: dict[str, bytes]
    digest: str
    strangers: tuple[str, ...]
    findings: tuple[Finding, ...]
    nodes: dict[str, Node]
    tables: dict[str, Table]
    head: Head
    places: tuple[Place, ...] = ()
    overlays: tuple[Overlay, ...] = ()
    bodies: tuple[Body, ...] = ()
    positions: tuple[Position, ...] = ()
    persons: tuple[Person, ...] = ()
    shares: tuple[Share, ...] = ()
    town_duties: tuple[TownDuty, ...] = ()
    clauses: tuple[Clause, ...] = ()
    matters: tuple[Matter, ...] = ()
    personas: tuple[Persona, ...] = ()
    holidays: tuple[Node, ...] = ()
    texts: dict[str, Text] = field(default_factory=dict)
