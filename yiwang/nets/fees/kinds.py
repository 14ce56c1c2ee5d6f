"""The two kinds of records of this net, and the rows they keep."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

import msgspec

from yiwang.nets.fees import parcel_rules, rules
from yiwang.nets.fees.records import Fee, Parcel
from yiwang.store.kinds import StreamKind, register

COLUMNS = (("applicant", "text"), ("case_id", "text"), ("bodies", "text[]"), ("phase", "text"))


def fee_stream(case: str) -> UUID:
    """Return the id of a case's fee: the same each time, so that a case has one."""
    return uuid5(UUID(case), "fee")


def parcel_stream(case: str) -> UUID:
    """Return the id of a case's parcel."""
    return uuid5(UUID(case), "parcel")


def _values(one: Fee | Parcel) -> tuple[Any, ...]:
    subject = one.subject
    return subject.applicant, subject.case, list(subject.bodies), one.phase


FEE = register(
    StreamKind(
        name="fee",
        table="fee_row",
        columns=COLUMNS,
        decide=rules.decide,
        begin=rules.begin,
        evolve=rules.evolve,
        values=_values,
        wake_at=lambda _: None,
        pack_of=lambda _: None,
        encode=msgspec.json.Encoder(order="deterministic").encode,
        decode=msgspec.json.Decoder(Fee).decode,
        read_event=rules.event_of,
        project=lambda stream, old, new, events: [],
    )
)
PARCEL = register(
    StreamKind(
        name="parcel",
        table="parcel_row",
        columns=COLUMNS,
        decide=parcel_rules.decide,
        begin=parcel_rules.begin,
        evolve=parcel_rules.evolve,
        values=_values,
        wake_at=lambda _: None,
        pack_of=lambda _: None,
        encode=msgspec.json.Encoder(order="deterministic").encode,
        decode=msgspec.json.Decoder(Parcel).decode,
        read_event=parcel_rules.event_of,
        project=lambda stream, old, new, events: [],
    )
)
