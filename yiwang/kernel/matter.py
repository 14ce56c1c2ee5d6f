"""What a pack says, compiled: matters, bodies, places, positions, persons, clauses.

Everything here is frozen data; `yiwang.pack.compile` makes it, the case rules read it.
`Text` is `{"zh": …, "en": …}` throughout.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import force_setattr

from yiwang.kernel.alerts.plans import Alerting, Plan
from yiwang.kernel.archive import Archive
from yiwang.kernel.bookable import Bookable, Hall
from yiwang.kernel.bpmn.net import RULE
from yiwang.kernel.bpmn.step import CompiledNet
from yiwang.kernel.calendar import Calendar
from yiwang.kernel.clocks import ClockRule
from yiwang.kernel.duty import Duty
from yiwang.kernel.event_rules import EventRules
from yiwang.kernel.feel.types import Type
from yiwang.kernel.guarding import Guarding
from yiwang.kernel.incident_rules import IncidentRules
from yiwang.kernel.items import Catalogue, Item
from yiwang.kernel.limits import Limit
from yiwang.kernel.material_ways import Follow, Promise
from yiwang.kernel.opening.sets import OpenSet
from yiwang.kernel.policy import Policy
from yiwang.kernel.products import Grant, Product
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.reporting import Reports
from yiwang.kernel.sensing.things import Sensing
from yiwang.kernel.told import Keeping, Told
from yiwang.kernel.upward import Upward
from yiwang.kernel.withheld import Looks

Text = dict[str, str]

PLACES_DEEP = 32  # a country has half a dozen levels
LEVELS = ("city", "county", "town", "village", "grid")
DEPTH = {level: depth for depth, level in enumerate(LEVELS)}


class Place(msgspec.Struct, frozen=True):
    """A node of the administrative tree (区域). `code` is text; `system` says whose code it is."""

    code: str
    title: Text
    parent: str | None
    level: str  # one of `LEVELS`
    system: str  # GB/T 2260, NBS, or the pack's own
    boundary: str | None = None


class Overlay(msgspec.Struct, frozen=True):
    """A zone, enclave or water laid over the tree, from a day, by a document."""

    id: str
    title: Text
    kind: str  # zone enclave water
    covers: tuple[str, ...]
    body: str | None
    since: date | None
    until: date | None
    precedence: int
    document: dict[str, Any]
    verified: bool


class Body(msgspec.Struct, frozen=True):
    """A responsible organisation (单位). `function` is a slug such as `market-regulation`.

    Attributes:
        replaces: ids of the bodies merged into it, which this pack does not have any more.
    """

    id: str
    title: Text
    parent: str | None
    seat: str  # place code
    function: str
    level: str
    replaces: tuple[str, ...] = ()


class Position(msgspec.Struct, frozen=True):
    """A role in a body (岗位)."""

    id: str
    body: str
    title: Text
    role: str


class Person(msgspec.Struct, frozen=True):
    """Who holds a position from when to when; `substitute_for` is a position id (B 角)."""

    id: str
    title: Text
    position: str
    since: date
    until: date | None = None
    substitute_for: str | None = None


class Clause(msgspec.Struct, frozen=True):
    """An article of a law, in the pack's own words."""

    law: str
    article: str
    version: str
    says: Text
    verified: bool
    source: str = ""


class LeadRule(msgspec.Struct, frozen=True):
    """Who leads: one body, or the body with `function` seated in the case's place (属地管理).

    Attributes:
        product, asker: names of the facts of a case that name a product and the body that asks for it: then
            the product's owner leads, and whom the rule names otherwise assists, beside the asker. Without
            a product in the case, whom the rule names leads.
    """

    body: str | None = None
    function: str | None = None
    level: str | None = None
    product: str = ""
    asker: str = ""


class Share(msgspec.Struct, frozen=True):
    """One line of the responsibility table: 主责 配合 行业主管 审管联动 for a matter in a place."""

    matter: str
    place: str
    below: bool  # True: every place below `place` too
    lead: str | None
    assisting: tuple[str, ...] = ()
    regulator: str | None = None
    supervisor: str | None = None


class Correction(msgspec.Struct, frozen=True):
    """补正: told everything once, within a limit; the answer may have a limit too."""

    within: Limit | None
    answer_within: Limit | None
    once: bool
    source: str
    deemed_accepted: bool = True


class Material(msgspec.Struct, frozen=True):
    """One thing a resident brings, or need not bring."""

    id: str
    title: Text
    form: str  # original copy electronic
    required: bool
    basis: str = ""
    exempt_if: Text | None = None
    source: str = ""  # applicant government other
    copies: int = 0  # 0: not said
    sample: Text | None = None
    sample_file: str = ""
    blank_file: str = ""
    note: Text | None = None
    follow: Follow | None = None
    promise: Promise | None = None
    ordinary: Text | None = None  # how it goes without a promise, where nothing is handed in
    covered_by: str = ""  # grant under which a result of the city stands in for it


class Guide(msgspec.Struct, frozen=True):
    """What a resident reads first (办事指南)."""

    summary: Text
    conditions: tuple[Text, ...] = ()
    materials: tuple[Material, ...] = ()
    fee: dict[str, Any] = {}
    visits: int = 0
    consult: Text = {}
    complain: Text = {}


class Matter(msgspec.Struct, frozen=True):
    """A kind of thing that must be done (事项).

    Attributes:
        net: the matter's own steps, or None when there are none.
        process_starts: `accept` or `file`: the act that puts the first token.
        immediate: 即办件: may be decided at once, from `filed`.
        decides: False: the case closes when its process ends, without a decision.
        form: JSON Schema 2020-12 with `x-yw-` annotations.
        sealed_fields: names of the form's personal fields; their values live in the vault.
        clocks: by id, in the pack's order.
    """

    id: str
    title: Text
    kind: str
    code: str
    lead: LeadRule
    channels: tuple[str, ...]
    basis: tuple[str, ...]
    guide: Guide
    form: dict[str, Any]
    sealed_fields: frozenset[str]
    clocks: dict[str, ClockRule]
    net: CompiledNet | None = None
    process_starts: str = "accept"
    immediate: bool = False
    decides: bool = True
    assisting: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    correction: Correction | None = None
    papers: dict[str, Text] = {}
    remedy: dict[str, Any] = {}
    result: dict[str, Any] = {}
    clock_acts: frozenset[str] = frozenset()  # acts that move any clock; worked out here
    clock_intervals: frozenset[str] = frozenset()  # intervals that any clock does not count
    number_fields: frozenset[str] = frozenset()  # form fields that conditions read as numbers
    item: Item = Item()
    archive: Archive | None = None
    rule_types: dict[str, Type] = {}  # what business rules find, by name, with the type they declare
    reasons: frozenset[str] = frozenset()  # "step/outcome" that is not chosen without a reason in words

    def __post_init__(self) -> None:
        rules = self.clocks.values()
        acts = {act for rule in rules for act in (rule.starts, *rule.stops, *rule.restarts)}
        names = {name for rule in rules for name in rule.not_counted}
        force_setattr(self, "clock_acts", frozenset(acts))
        force_setattr(self, "clock_intervals", frozenset(names))
        fields = self.form.get("properties", {})
        numbers = {name for name, field in fields.items() if field.get("type") in ("number", "integer")}
        nodes = self.net.net.nodes if self.net is not None else ()
        numbers |= {node.result for node in nodes if node.kind == RULE and node.rule}
        force_setattr(self, "number_fields", frozenset(numbers))


class Wire(msgspec.Struct, frozen=True):
    """An entry of wiring.yaml (接线): when `event` happens to a case of `matter`, ask `command` of `asked`.

    Attributes:
        condition: FEEL over the case's facts and `outcome`; "" for always.
        facts: (field of the case that begins, field of this one).
        position: who confirms it; "" for nobody. clock: what must have passed, too; "" for nothing.
    """

    id: str
    title: Text
    matter: str
    event: str
    asked: str
    command: str
    condition: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    position: str = ""
    clock: str = ""


class EventKind(msgspec.Struct, frozen=True):
    """A class of events (大类: no `parent`, no `matter`) or a kind of one (小类).

    Attributes:
        group: `component` (部件, a thing of the city that broke) or `event` (事件, something that happened).
        words: how residents call it. icon: a letter or two for the map.
    """

    code: str
    title: Text
    group: str
    parent: str = ""
    matter: str = ""
    words: tuple[str, ...] = ()
    icon: str = ""


class Witness(msgspec.Struct, frozen=True):
    """An office outside the city that co-signs its checkpoints. `key`: a line of its public key."""

    id: str
    title: Text
    key: str


class City(msgspec.Struct, frozen=True):
    """A whole pack, compiled.

    Attributes:
        pack: SHA-256 of the pack, hex; every case is pinned to one.
        zone: IANA name (`Asia/Shanghai`).
        shares: responsibility lines by matter id.
        ratings: `bad` (好差评) and `nothing` (办不成事) → matters that such a word opens a case of, the
            first whose lead body is outside the body complained of (`kernel.outside`).
        messages: what people are told of their cases, and by which channels. keeping: for how long.
        policies: what is offered without being asked for (免申即享), by id.
        open_sets: open data sets (开放数据集), by id.
        upward: platforms above, by id, and what goes up to each.
        plans: emergency plans (应急预案), by id. alerting: how the city sends alerts, and whose it takes.
        event_kinds: classes and kinds of events, by code. event_rules: how they are dispatched.
        incident_rules: who is told of a cyber incident by when.
        witnesses: offices outside that co-sign its checkpoints.
        reports: who takes residents' reports, and what the hotline knows.
        looks: what is told of looks at people's data, and when. duties: by id.
        guarding: who watches over the security of networks, and what its cases are.
    """

    id: str
    title: Text
    pack: str
    zone: str
    root: str
    calendar: Calendar
    places: dict[str, Place]
    bodies: dict[str, Body]
    positions: dict[str, Position]
    persons: dict[str, Person]
    matters: dict[str, Matter]
    clauses: dict[str, Clause]  # by "law article"
    seats: dict[tuple[str, str], tuple[str, ...]]  # body ids by (place code, function): `seats_of`
    windows: dict[str, str] = {}  # place code → the body there with a window position
    shares: dict[str, tuple[Share, ...]] = {}
    overlays: tuple[Overlay, ...] = ()
    personas: tuple[dict[str, Any], ...] = ()
    synthetic: Text = {}
    languages: tuple[str, ...] = ("zh", "en")
    ratings: dict[str, tuple[str, ...]] = {}
    halls: dict[str, Hall] = {}
    halls_note: Text = {}
    bookables: dict[str, Bookable] = {}
    wires: tuple[Wire, ...] = ()
    products: dict[str, Product] = {}
    grants: dict[str, Grant] = {}
    catalogue: Catalogue = Catalogue()
    messages: tuple[Told, ...] = ()
    keeping: Keeping = Keeping()
    policies: dict[str, Policy] = {}
    open_sets: dict[str, OpenSet] = {}
    sensing: Sensing = Sensing()
    upward: dict[str, Upward] = {}
    plans: dict[str, Plan] = {}
    alerting: Alerting = Alerting()
    event_kinds: dict[str, EventKind] = {}
    witnesses: tuple[Witness, ...] = ()
    event_rules: EventRules = EventRules()
    incident_rules: IncidentRules = IncidentRules()
    reports: Reports = Reports()
    looks: Looks = Looks()
    duties: dict[str, Duty] = {}
    guarding: Guarding = Guarding()
    answers: dict[tuple[str, str], Responsibility | Refusal] = {}  # kept by `responsible_here`
    served: dict[str, str] = {}  # place code → the window that serves it, kept by `intake.window_of`

    def __post_init__(self) -> None:
        # Also for `structs.replace`: a changed city must not answer from what the one before found.
        force_setattr(self, "answers", {})
        force_setattr(self, "served", {})

    @property
    def issuers(self) -> tuple[str, ...]:
        """The bodies that issue alerts: the one that alerts.yaml names, and who commands a plan."""
        return tuple(dict.fromkeys((self.alerting.body, *(one.body for one in self.plans.values()))))

    def above(self, code: str) -> list[str]:
        """Return `code` and every place above it, nearest first, as `path_up` does."""
        return path_up(self.places, code)


def path_up(places: Mapping[str, Place], code: str) -> list[str]:
    """Return `code` and every place above it, nearest first; a chain longer than `PLACES_DEEP` is cut."""
    path: list[str] = []
    place = places.get(code)
    while place is not None and place.code not in path and len(path) < PLACES_DEEP:
        path.append(place.code)
        place = places.get(place.parent) if place.parent else None
    return path


def seats_of(bodies: dict[str, Body]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Index bodies by seat and function, so that a lead body is found in one step."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for body in bodies.values():
        grouped.setdefault((body.seat, body.function), []).append(body.id)
    return {key: tuple(ids) for key, ids in grouped.items()}


class Responsibility(msgspec.Struct, frozen=True):
    """Who answers for a matter in a place."""

    lead: str
    assisting: tuple[str, ...] = ()
    regulator: str | None = None
    supervisor: str | None = None
