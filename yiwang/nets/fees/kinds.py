"""The three kinds of records of this net, and the rows they keep."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from yiwang.nets.fees import difference_rules, parcel_rules, rules
from yiwang.nets.fees.difference_records import Difference
from yiwang.nets.fees.records import Fee, Parcel
from yiwang.store.kinds import record_kind

_SPACE = UUID("6c1f7a30-2b5d-5e0a-8a3c-000000000190")
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


def difference_stream(city: str, order: str) -> UUID:
    """Return the id of what differs of an order: one, however often it is compared."""
    return uuid5(_SPACE, f"{city}/difference/{order}")


DIFFERENCE = record_kind(
    "payment_difference",
    difference_rules,
    Difference,
    (("bodies", "text[]"), ("day", "date"), ("phase", "text"), ("found_at", "timestamptz")),
    lambda one: (list(one.bodies), one.day, one.phase, one.found_at),
)
