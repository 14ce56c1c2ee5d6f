"""The relay of this net: what a level, a patrol or a closed list wants of other streams, after commit.

A level opens its cases and sends its alert; a danger found opens an event; a list that was opened begins, and
one that was closed is erased before the response hears of it. Each happens once however often a leaf is read.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from yiwang.kernel.access import system
from yiwang.kernel.commands import File
from yiwang.kernel.event_kinds import EventPlace, event_case
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.nets.alerts import alert_rules, evacuation_rules, patrol_rules, response_rules
from yiwang.nets.alerts.cap_sign import AlertSigner, OwnKey
from yiwang.nets.alerts.kinds import ALERT, EVACUATION, PATROL, RESPONSE, stream_of
from yiwang.nets.alerts.outgoing import content_of_level, message
from yiwang.nets.alerts.records import IN_FORCE, Alert, Opened
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door
from yiwang.store.relay import Leaf, Relay
from yiwang.store.vault import erase
from yiwang.store.wall import city_transaction

NAME = "alerts"
WHO = system("alerts")
OURS = "SELECT id, state FROM alert_row WHERE city = %s AND phase = %s AND source = ''"
KEPT = "SELECT id FROM vault WHERE city = %s AND stream = %s AND erased_at IS NULL"


def alerts(door: Door, signer: AlertSigner | None = None) -> Relay:
    """Return the relay; `signer`: the city's own key, if none is given."""
    signs = signer or OwnKey(door.safe.keyring)

    def handle(leaf: Leaf, now: datetime) -> list[Ask]:
        if "~shadow-" in leaf.city:
            return []
        if leaf.kind == RESPONSE.name:
            return _of_response(door, signs, leaf, now)
        if leaf.kind == EVACUATION.name and leaf.entry.type == "evacuation.closed":
            return [_closed(door, leaf, now)]
        if leaf.kind == PATROL.name and leaf.entry.type == "patrol.recorded":
            return _danger(door, leaf, now)
        return []

    def refused(leaf: Leaf, ask: Ask, refusal: Refusal) -> list[Ask]:
        if not isinstance(ask.command, File):
            return []
        told: Any = (
            patrol_rules.CouldNotOpen(code=refusal.code)
            if leaf.kind == PATROL.name
            else response_rules.CouldNotOpen(case=ask.command.case, code=refusal.code)
        )
        kind = PATROL if leaf.kind == PATROL.name else RESPONSE
        return [Ask(leaf.city, kind, leaf.stream, told, WHO, ask.now, key=f"not-opened/{ask.command.case}")]

    return Relay(NAME, handle, refused)


def _of_response(door: Door, signer: AlertSigner, leaf: Leaf, now: datetime) -> list[Ask]:
    data: Any = leaf.event().data
    if isinstance(data, response_rules.ListOpened):
        return _begun(door, leaf, data, now) if leaf.entry.type == "response.list-opened" else []
    if not isinstance(data, response_rules.LevelSet):
        return []
    city = door.cities(leaf.city, None)
    asks = [_file(leaf, opened, data, city, now) for opened in data.opens]
    told = _alert(door, signer, leaf, data, city)
    return [*asks, told] if told is not None else asks


def _file(leaf: Leaf, opened: Opened, data: response_rules.LevelSet, city: City, now: datetime) -> Ask:
    plan = city.plans.get(data.plan)
    facts = {
        "plan": plan.title["zh"] if plan is not None else data.plan,
        "level": opened.level,
        "what": opened.words["zh"],
    }
    filing = File(
        case=opened.case,
        number=opened.number,
        matter=opened.matter,
        place=opened.place,
        channel="system",
        facts=facts,
    )
    return Ask(leaf.city, CASE, UUID(opened.case), filing, WHO, now, key=f"task/{opened.case}")


def _alert(
    door: Door, signer: AlertSigner, leaf: Leaf, data: response_rules.LevelSet, city: City
) -> Ask | None:
    """Return what sends the alert of a level: a first message, an update, or a cancel at the end."""
    at = leaf.entry.at
    identifier = f"{leaf.city.replace('~', '.')}-{data.plan}-{leaf.stream.hex[:8]}-{leaf.seq}"
    standing = _standing(door, leaf.city, data.plan)
    if standing is not None and any(one.identifier == identifier for one in standing[1].messages):
        return None
    plan = city.plans.get(data.plan)
    level = plan.level(data.level) if plan is not None else None
    content = (
        content_of_level(city, leaf.city, plan, level, at) if plan is not None and level is not None else None
    )
    if standing is None:
        if content is None:
            return None
        stream = stream_of(leaf.city, "alert", identifier)
        sent = message(city, leaf.city, signer, content, identifier=identifier, at=at)
        issue = alert_rules.Issue(
            message=sent, body=data.body, content=content, level=data.level, plan=data.plan
        )
        return Ask(leaf.city, ALERT, stream, issue, WHO, at, key=f"alert/{identifier}")
    stream, alert = standing
    references = tuple(one.name for one in alert.messages)
    says = content if content is not None else alert.content
    type = "Update" if content is not None else "Cancel"
    sent = message(
        city, leaf.city, signer, says, identifier=identifier, at=at, type=type, references=references
    )
    command: Any = (
        alert_rules.Update(content=content, message=sent, references=references, level=data.level)
        if content is not None
        else alert_rules.Cancel(message=sent, references=references)
    )
    return Ask(leaf.city, ALERT, stream, command, WHO, at, key=f"alert/{identifier}")


def _standing(door: Door, city: str, plan: str) -> tuple[UUID, Alert] | None:
    """Return the alert of a plan that is in force."""
    with lend(door.pool) as connection, city_transaction(connection, city, WHO) as cursor:
        rows = cursor.execute(OURS, (city, IN_FORCE)).fetchall()
    found = [(row[0], ALERT.decode(bytes(row[1]))) for row in rows]
    return next(((id, one) for id, one in found if one.plan == plan), None)


def _begun(door: Door, leaf: Leaf, data: response_rules.ListOpened, now: datetime) -> list[Ask]:
    with lend(door.pool) as connection, city_transaction(connection, leaf.city, WHO) as cursor:
        row = cursor.execute(
            "SELECT plan FROM response_row WHERE city = %s AND id = %s", (leaf.city, leaf.stream)
        ).fetchone()
    plan = door.cities(leaf.city, None).plans.get(row[0]) if row is not None else None
    begins = begin_list(plan, data.place, data.run, data.number) if plan is not None else None
    if plan is None or begins is None:
        return []
    stream = list_stream(leaf.city, plan.id, data.run, data.number)
    return [Ask(leaf.city, EVACUATION, stream, begins, WHO, now, key=f"list/{stream}")]


def list_stream(city: str, plan: str, run: int, number: int) -> UUID:
    """Return the stream of a list by its number in one run."""
    return stream_of(city, "evacuation", plan, str(run), str(number))


def begin_list(plan: Any, place: str, run: int, number: int) -> evacuation_rules.Begin | None:
    """Return what begins the list of a village; None where the plan has no such village."""
    village = plan.villages.get(place)
    if village is None:
        return None
    bodies = tuple(dict.fromkeys((village.body, plan.body)))
    return evacuation_rules.Begin(bodies=bodies, number=number, place=place, plan=plan.id, run=run)


def _closed(door: Door, leaf: Leaf, now: datetime) -> Ask:
    """Erase whoever was on a closed list, with the keys, and tell the response."""
    data: Any = leaf.event().data
    with lend(door.pool) as connection:
        with city_transaction(connection, leaf.city, WHO) as cursor:
            ids = [row[0] for row in cursor.execute(KEPT, (leaf.city, leaf.stream)).fetchall()]
        erase(connection, leaf.city, ids, now)
    told = response_rules.ListClosed(number=data.number, place=data.place, run=data.run)
    response = stream_of(leaf.city, "response", data.plan)
    return Ask(leaf.city, RESPONSE, response, told, WHO, now, key=f"list-closed/{leaf.stream}")


def _danger(door: Door, leaf: Leaf, now: datetime) -> list[Ask]:
    data: Any = leaf.event().data
    city = door.cities(leaf.city, None)
    plan = city.plans.get(data.plan)
    if data.opens is None or plan is None:
        return []
    dike = plan.dikes.get(data.dike)
    filing = event_case(
        city,
        plan.danger,
        EventPlace(data.opens.place),
        case=data.opens.case,
        number=data.opens.number,
        channel="grid",
        facts={"where": f"{dike.title['zh'] if dike is not None else data.dike}: {data.opens.words['zh']}"},
    )
    if isinstance(filing, Refusal):
        told = patrol_rules.CouldNotOpen(code=filing.code)
        return [Ask(leaf.city, PATROL, leaf.stream, told, WHO, now, key="not-opened")]
    return [Ask(leaf.city, CASE, UUID(data.opens.case), filing, WHO, now, key=f"danger/{data.opens.case}")]
