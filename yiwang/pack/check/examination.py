"""What the checks of one pack share: its index, its city as far as it can be compiled, who leads where."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from yiwang.kernel.bpmn import sound
from yiwang.kernel.bpmn.net import Net, Problem
from yiwang.kernel.bpmn.outcomes import OUTCOME
from yiwang.kernel.calendar import CalendarError
from yiwang.kernel.clocks import ClockRule
from yiwang.kernel.matter import DEPTH, City, LeadRule, Responsibility
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.responsibility import responsible_everywhere
from yiwang.pack.boundaries import Boundaries, read_boundaries
from yiwang.pack.compile import calendar_of, frame
from yiwang.pack.compile_matter import clock_rule, lines_of, process_of
from yiwang.pack.kinds import KINDS, kind_of
from yiwang.pack.matters import Clock, Matter
from yiwang.pack.model import Body, Clause, Pack, Place
from yiwang.pack.where import Where

Answer = Responsibility | Refusal


class Leads(dict[str, Answer]):
    """Who answers in each place, by its code."""

    @cached_property
    def bodies(self) -> tuple[str, ...]:
        """Every body that leads somewhere, in order of first place."""
        return tuple(dict.fromkeys(one.lead for one in self.values() if isinstance(one, Responsibility)))

    @cached_property
    def led(self) -> tuple[str, ...]:
        """The places where somebody leads."""
        return tuple(code for code, one in self.items() if isinstance(one, Responsibility))

    @cached_property
    def refused(self) -> dict[str, Refusal]:
        """The places where nobody leads, or two do."""
        return {code: one for code, one in self.items() if isinstance(one, Refusal)}


class Examination:
    """One pack on one day. What is worked out here is worked out once.

    Attributes:
        on: the day the pack is examined for; the checks never read a clock.
    """

    def __init__(self, pack: Pack, on: date) -> None:
        self.pack = pack
        self.on = on
        self._lines: dict[str, dict[str, int]] = {}

    @cached_property
    def city(self) -> City:
        """The places, bodies and lead rules, compiled; matters without process and clocks."""
        return frame(self.pack)

    def unread(self, prefix: str) -> bool:
        """Say whether a file that begins so could not be read: what it would tell is unknown, not wrong."""
        return any(file.startswith(prefix) for file in self._unread)

    @cached_property
    def _unread(self) -> set[str]:
        kinds = {file: kind_of(file) for file in self.pack.files}
        wanted = {file for file, kind in kinds.items() if kind and kind.form in ("yaml", "json", "csv")}
        wanted |= {kind.shape for kind in KINDS if kind.needed}
        return wanted - set(self.pack.nodes) - set(self.pack.tables)

    def files_beside(self, matter: Matter) -> list[str]:
        """Return the files of a matter's folder, by their paths below it."""
        return self._by_folder.get(matter.folder, [])

    @cached_property
    def _by_folder(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.pack.files:
            parts = path.split("/", 2)
            if len(parts) == 3:
                found.setdefault(f"{parts[0]}/{parts[1]}/", []).append(parts[2])
        return found

    @cached_property
    def calendar_fault(self) -> CalendarError | None:
        """Why the calendar cannot be built."""
        try:
            calendar_of(self.pack)
        except CalendarError as fault:
            return fault
        return None

    @cached_property
    def places(self) -> dict[str, Place]:
        return {str(place.code): place for place in self.pack.places}

    @cached_property
    def bodies(self) -> dict[str, Body]:
        return {str(body.id): body for body in self.pack.bodies}

    @cached_property
    def functions(self) -> set[str]:
        return {str(body.function) for body in self.pack.bodies}

    @cached_property
    def roles(self) -> dict[str, set[str]]:
        """The roles in each body."""
        found: dict[str, set[str]] = {}
        for position in self.pack.positions:
            found.setdefault(str(position.body), set()).add(str(position.role))
        return found

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        return {clause.citation: clause for clause in self.pack.clauses}

    @cached_property
    def matters(self) -> dict[str, Matter]:
        return {str(matter.id): matter for matter in self.pack.matters}

    # Who leads

    @cached_property
    def leads(self) -> dict[str, Leads]:
        """Who answers for each matter in each place, as the city would say at run time.

        Matters under one rule and without lines of their own in the table share their answers; a refusal
        among them names the first such matter.
        """
        by_rule: dict[tuple[LeadRule, tuple[str, ...]], Leads] = {}
        found = {}
        for name, matter in self.city.matters.items():
            rule = (matter.lead, matter.assisting)
            own = name in self.city.shares
            known = None if own else by_rule.get(rule)
            if known is None:
                known = Leads(responsible_everywhere(self.city, matter))
                if not own:
                    by_rule[rule] = known
            found[name] = known
        return found

    def leads_of(self, matter: Matter) -> Leads:
        """Return who answers for a matter in each place."""
        return self.leads.get(str(matter.id)) or Leads()

    def lead_bodies(self, matter: Matter) -> list[str]:
        """Return every body that leads the matter somewhere, in order of first place."""
        # An unknown one is named by YW101.
        return [lead for lead in self.leads_of(matter).bodies if lead in self.bodies]

    def is_led(self, matter: Matter, place: Place) -> bool:
        """Say whether cases of the matter may arise here: not above the level that leads it."""
        level = matter.lead.level if matter.lead else None
        return level is None or DEPTH.get(str(place.level), 9) >= DEPTH.get(str(level), 0)

    def below(self, code: str) -> int:
        """Return how many places lie below one, at any depth."""
        return self._below.get(code, 0)

    @cached_property
    def _below(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for code in self.city.places:
            for above in self.city.above(code)[1:]:
                counts[above] = counts.get(above, 0) + 1
        return counts

    @cached_property
    def boundaries(self) -> dict[str, Boundaries]:
        """What the boundary files hold, by file."""
        files = self.pack.files.items()
        return {file: read_boundaries(file, data) for file, data in files if file.endswith(".geojson")}

    def title_of_place(self, code: str, language: str = "zh") -> str:
        """Return a place's name, its code when it is unknown."""
        place = self.places.get(code)
        return place.title.in_language(language) if place else code

    # Processes and clocks

    @cached_property
    def nets(self) -> dict[str, Net | tuple[Problem, ...] | None]:
        """The process of each matter, or what prevents it."""
        return {name: process_of(matter) for name, matter in self.matters.items()}

    @cached_property
    def faults(self) -> dict[str, tuple[sound.Finding, ...]]:
        """What exploring the process of each matter found."""
        found = {}
        for name, net in self.nets.items():
            if isinstance(net, Net):
                form = self.matters[name].form
                names = {*form.fields, OUTCOME} if form else {OUTCOME}
                found[name] = sound.examine(net, names)
        return found

    def where_in_process(self, matter: Matter, node: str) -> Where:
        """Return where a node of the matter's process was written: a step, or a line of the BPMN file."""
        if matter.process is not None:
            if str(matter.id) not in self._lines:
                self._lines[str(matter.id)] = lines_of(matter)
            return Where(matter.process.file, self._lines[str(matter.id)].get(node, 1))
        plain = node.split("--", maxsplit=1)[0].removeprefix("before-").removeprefix("after-")
        return next((step.where for step in matter.steps if step.id == plain), matter.where)

    def rule_of(self, clock: Clock) -> ClockRule | tuple[Refusal, ...]:
        """Return the clock's rule, or why it cannot be counted."""
        return clock_rule(clock, self.clauses)

    @cached_property
    def clock_rules(self) -> list[tuple[Matter, Clock, ClockRule]]:
        """Every clock that can be counted, with its matter."""
        found = []
        for matter in self.pack.matters:
            for clock in matter.clocks:
                made = self.rule_of(clock)
                if isinstance(made, ClockRule):
                    found.append((matter, clock, made))
        return found


def nearest(word: str, known: Iterable[str]) -> tuple[str, str]:
    """Say in words (zh, en) which known word the author may have meant; else list some that are known."""
    choices = sorted(set(known))
    near = difflib.get_close_matches(word, choices, n=1)
    if near:
        return f"是不是 {near[0]}?", f"Do you mean {near[0]}?"
    if not choices:
        return "先写上它。", "Write it first."
    few, more = choices[:8], len(choices) > 8
    return (
        f"可用: {'、'.join(few)}{' 等' if more else ''}。",
        f"Known: {', '.join(few)}{' and more' if more else ''}.",
    )
