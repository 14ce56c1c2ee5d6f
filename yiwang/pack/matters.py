"""What a matter.yaml says, with its form and its process, as values that know where they were written."""

from __future__ import annotations

from dataclasses import dataclass

from yiwang.pack.nodes import Mapping
from yiwang.pack.text import Text
from yiwang.pack.where import Where, Word, Words


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
    product: Word | None = None
    asker: Word | None = None


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
    decision: Word | None = None
    rule: Word | None = None
    result: Word | None = None
    reasons: Words = ()


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
class DecisionFile:
    """A DMN file of a matter, and where the matter names it."""

    file: str
    data: bytes
    named: Word


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
    papers: Mapping | None
    remedy: Mapping | None
    result: Mapping | None
    result_fields: Words
    citations: tuple[Citation, ...]
    where: Where
    adverse: Words = ()
    volume: Text | None = None
    per_year: int = 0
    decision_files: Words = ()
    decisions: tuple[DecisionFile, ...] = ()
    item: Mapping | None = None
    archive: Mapping | None = None

    @property
    def folder(self) -> str:
        """The matter's folder below the pack's, with a `/` at its end."""
        return f"matters/{self.id}/"

    @property
    def clocks_with_promise(self) -> tuple[Clock, ...]:
        """The clocks that state a legal and a promised limit."""
        return tuple(clock for clock in self.clocks if clock.legal and clock.promised)
