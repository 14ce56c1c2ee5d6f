"""What is posted, read to values: one observation, or `dataArray`s of many. Pure.

A body that is no such thing at all is refused whole; a row of a `dataArray` that is wrong is refused alone.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import msgspec

from yiwang.ingest.judging import Reading
from yiwang.ingest.sta.options import Wrong, moment
from yiwang.kernel.refusal import Refusal

ROWS_AT_MOST = 20_000
STREAM = re.compile(r"[a-z0-9][a-z0-9-]*\.[a-z0-9][a-z0-9-]*\Z")


class _Ref(msgspec.Struct, frozen=True):
    id: str = msgspec.field(name="@iot.id")


class _Parameters(msgspec.Struct, frozen=True):
    unit: str = ""


class _Single(msgspec.Struct, frozen=True):
    result: Decimal
    phenomenonTime: str = ""
    resultTime: str | None = None
    Datastream: _Ref | None = None
    parameters: _Parameters = _Parameters()


class _Many(msgspec.Struct, frozen=True):
    Datastream: _Ref
    components: list[str]
    dataArray: list[list[Any]]


_SINGLE = msgspec.json.Decoder(_Single)
_MANY = msgspec.json.Decoder(list[_Many])
Read = Reading | Refusal


def single(body: bytes, stream: str = "", now: str = "") -> Reading:
    """Read one observation.

    Args:
        stream: of the address, where it names one. now: the phenomenon time where the device gives none.

    Raises:
        Wrong: it is none.
    """
    try:
        given = _SINGLE.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise _no_body(str(fault)) from fault
    named = given.Datastream.id if given.Datastream is not None else stream
    if not named or (stream and named != stream):
        raise Wrong(
            "要写 Datastream: {'@iot.id': '设备.数据流'}，并与地址一致。",
            "Name the Datastream ({'@iot.id': 'thing.stream'}), the same as in the address.",
        )
    return _reading(named, given.phenomenonTime or now, given.result, given.resultTime, given.parameters.unit)


def many(body: bytes) -> list[Read]:
    """Read `CreateObservations`: what it holds, row by row.

    Raises:
        Wrong: the body is no list of data arrays, or has too many rows.
    """
    try:
        groups = _MANY.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise _no_body(str(fault)) from fault
    rows = sum(len(group.dataArray) for group in groups)
    if rows > ROWS_AT_MOST:
        raise Wrong(
            f"一次最多 {ROWS_AT_MOST} 行，这里有 {rows} 行。",
            f"At most {ROWS_AT_MOST} rows at once; these are {rows}.",
            413,
        )
    found: list[Read] = []
    for group in groups:
        components = group.components
        if "result" not in components or "phenomenonTime" not in components:
            raise Wrong(
                "components 要有 phenomenonTime 和 result。", "components need phenomenonTime and result."
            )
        found += [_row(group.Datastream.id, components, row) for row in group.dataArray]
    return found


def _row(stream: str, components: list[str], row: list[Any]) -> Read:
    if len(row) != len(components):
        return _bad_row(f"{len(row)} values for {len(components)} components")
    given = dict(zip(components, row, strict=True))
    result = given["result"]
    if isinstance(result, bool) or not isinstance(result, (int, float)):
        return _bad_row("result is no number")
    parameters = given.get("parameters")
    unit = parameters.get("unit", "") if isinstance(parameters, dict) else ""
    try:
        return _reading(
            stream, given["phenomenonTime"], Decimal(str(result)), given.get("resultTime"), str(unit)
        )
    except Wrong as fault:
        return Refusal(code="sta.unreadable", zh=fault.zh, en=fault.en)


def _reading(stream: str, at: Any, result: Decimal, result_at: Any, unit: str) -> Reading:
    if not isinstance(at, str) or not (result_at is None or isinstance(result_at, str)):
        raise Wrong("时间要写成文字。", "Times are texts.")
    if not STREAM.match(stream):
        raise Wrong(
            "Datastream 的 @iot.id 形如 设备.数据流。", "The @iot.id of a Datastream reads thing.stream."
        )
    begins, slash, ends = at.partition("/")
    return Reading(
        stream=stream,
        at=moment(begins),
        ends=moment(ends) if slash else None,
        result=result,
        result_at=moment(result_at) if result_at else None,
        unit=unit,
    )


def _bad_row(en: str) -> Refusal:
    return Refusal(code="sta.unreadable", zh=f"这一行读不懂（{en}）。", en=f"This row cannot be read: {en}.")


def _no_body(fault: str) -> Wrong:
    return Wrong(f"读不懂：{fault[:120]}。", f"It cannot be read: {fault[:120]}.")
