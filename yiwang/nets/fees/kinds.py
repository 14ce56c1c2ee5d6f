"""The two kinds of records of this net, and the rows they keep."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from yiwang.nets.fees import parcel_rules, rules
from yiwang.nets.fees.records import Fee, Parcel
from yiwang.store.kinds import record_kind

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


FEE = record_kind("fee", rules, Fee, COLUMNS, _values)
PARCEL = record_kind("parcel", parcel_rules, Parcel, COLUMNS, _values)
