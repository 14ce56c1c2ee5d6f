"""What one case's event asks of other cases: pure, so that a relay, a test and a simulation say the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from yiwang.kernel.bpmn.net import MESSAGE
from yiwang.kernel.commands import Command, EndCall, File, Inform, Withdraw
from yiwang.kernel.material_ways import upload_field
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import CHANCE_BYTES, case_number
from yiwang.kernel.parts import Covered
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.traffic import Called, Sent, Traffic

NOT_BEGUN = "not-begun"
"""The error of a call whose case could not begin."""


def asked_of_others(traffic: Traffic, sender: str, opened_on: datetime) -> Iterator[tuple[str, Command]]:
    """Yield (case id, command) for every case that the event itself names.

    What bears a key, and a signal, names none: `searched` yields those.

    Args:
        sender: id of the case the event happened to. opened_on: now, in the city's zone.
    """
    for called in traffic.called:
        yield called.case, filing(called, opened_on)
    for sent in traffic.sent:
        for to in sent.to:
            yield to, informing(sent, sender)
    for dropped in traffic.dropped:
        yield dropped, Withdraw()
    reply = traffic.reply
    if reply is not None:
        yield (
            reply.to,
            EndCall(
                call=sender, token=reply.token, phase=reply.phase, outcome=reply.outcome, facts=reply.facts
            ),
        )


def searched(traffic: Traffic) -> Iterator[Sent]:
    """Yield what is for every case that waits for it: signals, and messages with a key."""
    for sent in traffic.sent:
        if sent.event == "signal" or (sent.event == MESSAGE and sent.key):
            yield sent


def filing(called: Called, opened_on: datetime) -> File:
    """Return the command that begins a called case; its number is drawn from its id, so always the same."""
    chance = sha256(called.case.encode()).digest()[:CHANCE_BYTES]
    return File(
        case=called.case,
        number=case_number(opened_on, chance),
        matter=called.matter,
        place=called.place,
        channel=called.channel,
        applicant=called.applicant,
        facts=called.facts,
        caller=called.caller,
    )


def standing_in_too(called: Called, city: City) -> dict[str, Covered]:
    """Return which materials of a called case the caller's results stand in for, by the pack in force.

    Those alone that name the same grant, where that grant is for the called matter too: else the called
    body asks for the material as ever.
    """
    matter = city.matters.get(called.matter)
    if matter is None or not called.covered:
        return {}
    fields, found = matter.form.get("properties", {}), {}
    for material in matter.guide.materials:
        one = called.covered.get(upload_field(material.id, fields))
        grant = city.grants.get(one.grant) if one is not None else None
        if one and grant and material.covered_by == grant.id and matter.id in grant.matters:
            found[material.id] = one
    return found


def informing(sent: Sent, sender: str) -> Inform:
    """Return the command that passes on what was sent."""
    return Inform(event=sent.event, name=sent.name, facts=sent.facts, key=sent.key, sender=sender)


def not_begun(command: Command, refusal: Refusal) -> tuple[str, EndCall] | None:
    """Return what the caller is told when its call could not begin; None if nothing is to be told."""
    if not isinstance(command, File) or command.caller is None or refusal.code == "case.exists":
        return None
    caller = command.caller
    return caller.case, EndCall(call=command.case, token=caller.token, phase="", error=NOT_BEGUN)
