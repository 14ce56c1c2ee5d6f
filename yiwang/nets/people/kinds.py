"""The desk's two kinds of records: a proposed directory change, and an export of administrators' acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from yiwang.kernel.people import acts_export, proposal
from yiwang.kernel.people.acts_export import ActsExport
from yiwang.kernel.people.proposal import Proposal
from yiwang.store.kinds import Change, StreamKind, register

ERASE = (
    "UPDATE vault SET wrapped = NULL, box = NULL, blind = NULL, erased_at = clock_timestamp()"
    " WHERE city = %s AND stream = %s AND erased_at IS NULL"
)


def _erase_when_over(
    stream: UUID, old: Proposal | None, new: Proposal, events: Sequence[Any]
) -> list[Change]:
    """The rows of a proposal that lapsed are erased with its end, in the same transaction.

    Only the city itself may erase; what an administrator ends is erased right after (`proposing.forget`).
    """
    return [Change(ERASE, [(stream,)])] if old is not None and new.phase != "proposed" else []


PROPOSAL = register(
    StreamKind(
        name="directory",
        table="proposal_row",
        columns=(("by", "text"), ("phase", "text")),
        decide=proposal.decide,
        begin=proposal.begin,
        evolve=proposal.evolve,
        values=lambda one: (one.by, one.phase),
        wake_at=lambda one: one.until if one.phase == "proposed" else None,
        pack_of=lambda _: None,
        encode=msgspec.json.Encoder(order="deterministic").encode,
        decode=msgspec.json.Decoder(Proposal).decode,
        read_event=proposal.event_of,
        project=_erase_when_over,
    )
)
EXPORT = register(
    StreamKind(
        name="export",
        table="acts_export_row",
        columns=(),
        decide=acts_export.decide,
        begin=acts_export.begin,
        evolve=acts_export.evolve,
        values=lambda _: (),
        wake_at=lambda _: None,
        pack_of=lambda _: None,
        encode=msgspec.json.Encoder(order="deterministic").encode,
        decode=msgspec.json.Decoder(ActsExport).decode,
        read_event=acts_export.event_of,
        project=lambda stream, old, new, events: [],
    )
)
