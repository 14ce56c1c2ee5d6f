"""What a pack says, as values that know where they were written.

Made by `yiwang.pack.understand` from nodes; read by the checks, compiled by `yiwang.pack.compile`.
A value that is missing or of the wrong type is empty here: the finding about it stands in `Pack.findings`,
and what else the file says is still there to be checked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from yiwang.pack.catalogue import Catalogue
from yiwang.pack.events import Events
from yiwang.pack.finding import Finding
from yiwang.pack.governed import Governed
from yiwang.pack.guarding import Guarding
from yiwang.pack.incidents import Incidents
from yiwang.pack.looks import Looks
from yiwang.pack.matters import Matter
from yiwang.pack.nodes import Node
from yiwang.pack.open_sets import OpenSet
from yiwang.pack.plans import Alerting, Plan
from yiwang.pack.policies import Policy
from yiwang.pack.read_csv import Table
from yiwang.pack.reports import Reports
from yiwang.pack.sensing import Sensing
from yiwang.pack.text import Text
from yiwang.pack.told import Keeping, Told
from yiwang.pack.upward import Upward
from yiwang.pack.where import Where, Word, Words
from yiwang.pack.windows import Windows


@dataclass(frozen=True, slots=True)
class CalendarSettings:
    """How the city counts its days."""

    weekend: Words
    office_hours: Words
    verified: bool
    where: Where


@dataclass(frozen=True, slots=True)
class Witness:
    """An office outside that co-signs the city's checkpoints; `key`: a line of its public key."""

    id: Word
    title: Text
    key: Word


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
    ratings: dict[str, tuple[Word, ...]]
    witnesses: tuple[Witness, ...] = ()
    looks: Looks = field(default_factory=Looks)


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
    replaces: Word | None
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
    """An article in clauses/<law>.yaml. `verified` only if the law's text was read too.

    `repealed` is the first day on which it is law no more, its own or that of the whole version; "" for none.
    """

    law: Word
    article: Word
    version: str
    says: Text
    verified: bool
    source: str
    where: Where
    repealed: str = ""
    replaced_by: str = ""

    @property
    def citation(self) -> str:
        """`law article`, as other files cite it."""
        return f"{self.law} {self.article}"


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
    governed: Governed = field(default_factory=Governed)
    catalogue: Catalogue = field(default_factory=Catalogue)
    windows: Windows = field(default_factory=Windows)
    sensing: Sensing = field(default_factory=Sensing)
    events: Events = field(default_factory=Events)
    incidents: Incidents = field(default_factory=Incidents)
    reports: Reports = field(default_factory=Reports)
    guarding: Guarding = field(default_factory=Guarding)
    messages: tuple[Told, ...] = ()
    keeping: Keeping = field(default_factory=Keeping)
    policies: tuple[Policy, ...] = ()
    open_sets: tuple[OpenSet, ...] = ()
    upwards: tuple[Upward, ...] = ()
    plans: tuple[Plan, ...] = ()
    alerting: Alerting = field(default_factory=Alerting)
