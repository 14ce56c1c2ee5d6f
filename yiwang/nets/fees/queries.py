"""Reading a case's fee and parcel, as far as they are the actor's to see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from yiwang.kernel.access import Actor
from yiwang.kernel.case import Case
from yiwang.nets.fees.kinds import FEE, PARCEL, fee_stream, parcel_stream
from yiwang.nets.fees.records import Fee, Parcel
from yiwang.store.cases import CASE
from yiwang.web import store_door


def case_of(request: HttpRequest, number: str) -> Case | None:
    """Return the case of this number; None where it is not the actor's to see."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT state FROM case_row WHERE city = %s AND number = %s",
            (request.city.key, number),  # type: ignore[attr-defined]
        ).fetchone()
    return CASE.decode(bytes(row[0])) if row else None


def fee_of(request: HttpRequest, case: str) -> Fee | None:
    """Return the fee of a case."""
    return fee_at(request, fee_stream(case))


def fee_at(request: HttpRequest, stream: UUID, actor: Actor | None = None) -> Fee | None:
    """Return the fee of this stream."""
    return _state(request, "fee_row", stream, FEE, actor)  # type: ignore[no-any-return]


def parcel_of(request: HttpRequest, case: str) -> Parcel | None:
    """Return the parcel of a case."""
    return _state(request, "parcel_row", parcel_stream(case), PARCEL, None)  # type: ignore[no-any-return]


def _state(request: HttpRequest, table: str, stream: UUID, kind: Any, actor: Actor | None) -> Any:
    with store_door.reading(request, actor) as cursor:
        row = cursor.execute(
            f"SELECT state FROM {table} WHERE city = %s AND id = %s",
            (request.city.key, stream),  # type: ignore[attr-defined]
        ).fetchone()
    return kind.decode(bytes(row[0])) if row else None
