"""Who holds the positions of open tasks today, for giving tasks and for telling which claims still stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest

from yiwang.kernel.access import Actor, Holding
from yiwang.kernel.case import Case, Task
from yiwang.kernel.people.resolve import replaced_by
from yiwang.kernel.roles import HANDLING
from yiwang.people.holders import holders_of
from yiwang.web import names, store_door
from yiwang.web.words import Text

Holders = Mapping[str, tuple[Holding, ...]]


def holders(request: HttpRequest, roles: Iterable[tuple[str, str]]) -> Holders | None:
    """Return who holds these (body, role) today by the records; None where there are none."""
    key = request.city.key  # type: ignore[attr-defined]
    city, wanted = store_door.city_under(key, None), set(roles)
    bodies = {body for body, _ in wanted}
    bodies |= {one.id for one in city.bodies.values() if bodies & set(replaced_by(city, one.id))}
    # The wall shows who holds what in one's own bodies: these, of a case that somebody may see, and no more.
    reader = Actor("colleagues", "staff", tuple(Holding("", "", body, "") for body in sorted(bodies)))
    with store_door.reading(request, reader) as cursor:
        return holders_of(cursor, key, city, wanted, store_door.now())


def roles_of(case: Case) -> set[tuple[str, str]]:
    """Return the (body, role) of a case's open tasks that somebody can do."""
    return {(task.body, task.role) for task in case.tasks if task.role}


def roles_in(case: Case) -> set[tuple[str, str]]:
    """Return the (body, role) of all who may meet the parties of a case: of its lead and who assists."""
    return {(body, role) for body in (case.lead, *case.assisting) for role in sorted(HANDLING)}


@dataclass
class People:
    """Who can do a case's open tasks; read once, when first asked."""

    request: HttpRequest
    case: Case
    _found: list[tuple[Holders | None, Mapping[str, Text]]] = field(default_factory=list)

    def __call__(self, task: Task) -> list[tuple[str, Text]] | None:
        """Return (person id, name) of those who hold a task's position; None where only the pack knows."""
        return self._who(lambda one: (one.body, one.role) == (task.body, task.role))

    def of_bodies(self, bodies: Sequence[str]) -> list[tuple[str, Text]] | None:
        """Return (person id, name) of those who hold any position in these bodies; None as above."""
        return self._who(lambda one: one.body in bodies)

    def _who(self, wanted: Callable[[Holding], bool]) -> list[tuple[str, Text]] | None:
        if not self._found:
            held = holders(self.request, roles_of(self.case) | roles_in(self.case))
            self._found.append((held, names.names_of(self.request, held or ())))
        held, called = self._found[0]
        if held is None:
            return None
        return [
            (person, called[person])
            for person, holdings in held.items()
            if any(wanted(one) for one in holdings)
        ]
