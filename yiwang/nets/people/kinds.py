"""The desk's two kinds of records: a proposed directory change, and an export of administrators' acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from yiwang.kernel.people import acts_export, proposal
from yiwang.kernel.people.acts_export import ActsExport
from yiwang.kernel.people.proposal import Proposal
from yiwang.store.kinds import Change, record_kind

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


PROPOSAL = record_kind(
    "directory",
    proposal,
    Proposal,
    (("by", "text"), ("phase", "text")),
    lambda one: (one.by, one.phase),
    table="proposal_row",
    wake_at=lambda one: one.until if one.phase == "proposed" else None,
    project=_erase_when_over,
)
EXPORT = record_kind("export", acts_export, ActsExport, (), lambda _: (), table="acts_export_row")
