"""What of a value is right before it is kept: its stream, its unit, its times. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import msgspec

from yiwang.kernel.refusal import Refusal
from yiwang.kernel.sensing.allowed import SHORTEST_COUNT_MINUTES

AHEAD = timedelta(minutes=10)
"""A device's clock may be so far ahead; our own rule. Beyond it a value would be "the latest" for ever."""
BEHIND = timedelta(days=1)
"""A value that comes later than this is kept, and counted: a store that was sent on, or a wrong clock."""
DIGITS, DECIMALS = 15, 9


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One value as it came.

    Attributes:
        stream: `<thing>.<stream>`. at: phenomenon time, the beginning where it is an interval; ends: its end.
        result_at: result time; None: as `at`. A later one corrects the value of the same phenomenon time.
        unit: what the device says it measures in, "" where it does not say.
    """

    stream: str
    at: datetime
    result: Decimal
    result_at: datetime | None = None
    ends: datetime | None = None
    unit: str = ""


class Known(msgspec.Struct, frozen=True):
    """A stream as the table of streams has it."""

    id: UUID
    name: str
    property: str
    unit: str
    body: str
    open: bool
    every_minutes: int
    at_least: int
    live: bool


def judge(reading: Reading, known: Known | None, now: datetime, oldest: datetime) -> Refusal | None:
    """Say why a value is not kept; None where it is.

    Args:
        oldest: beginning of what is kept at all: older values would be dropped at once.
    """
    if known is None:
        return no_stream(reading.stream)
    if not known.live:
        return Refusal(
            code="ingest.stopped",
            zh=f"{known.name} 已经停用，不再收值。",
            en=f"{known.name} is stopped and takes no more values.",
            params={"stream": known.name},
        )
    return _of_value(reading, known) or _of_times(reading, known, now, oldest)


def no_stream(name: str) -> Refusal:
    """Say that nothing of this name observes."""
    return Refusal(
        code="ingest.no-stream",
        zh=f"没有数据流 {name[:80]}；数据流写在城市配置包的 sensing.yaml 里。",
        en=f"There is no stream {name[:80]}; streams are written in sensing.yaml of the city's pack.",
        params={"stream": name[:80]},
    )


def _of_value(reading: Reading, known: Known) -> Refusal | None:
    if reading.unit and reading.unit != known.unit:
        return Refusal(
            code="ingest.unknown-unit",
            zh=f"{known.name} 的单位是 {known.unit}，收到的是 {reading.unit[:20]}。",
            en=f"{known.name} is in {known.unit}; the value came in {reading.unit[:20]}.",
            params={"stream": known.name, "unit": known.unit, "given": reading.unit[:20]},
        )
    value = reading.result
    exponent = value.as_tuple().exponent
    if (
        not value.is_finite()
        or abs(value) >= 10**DIGITS
        or (isinstance(exponent, int) and -exponent > DECIMALS)
    ):
        return Refusal(
            code="ingest.no-number",
            zh=f"{known.name} 的值不是 {DIGITS} 位以内、小数 {DECIMALS} 位以内的数。",
            en=f"The value of {known.name} is no number of {DIGITS} digits and {DECIMALS} decimals at most.",
            params={"stream": known.name},
        )
    if known.at_least and value < known.at_least:
        return Refusal(
            code="ingest.too-few-people",
            zh=f"{known.name} 只收不少于 {known.at_least} 人的计数；更少的不要发出。",
            en=f"{known.name} takes counts of {known.at_least} people or more; no smaller one is sent.",
            params={"stream": known.name, "at_least": known.at_least},
        )
    return None


def _of_times(reading: Reading, known: Known, now: datetime, oldest: datetime) -> Refusal | None:
    ends = reading.ends
    if ends is not None and ends < reading.at:
        return Refusal(
            code="ingest.ends-before-begins",
            zh=f"{known.name}: 时段的结束 {_said(ends)} 早于开始 {_said(reading.at)}。",
            en=f"{known.name}: the interval ends at {_said(ends)}, before it begins at {_said(reading.at)}.",
            params={"stream": known.name},
        )
    if known.at_least and (ends is None or ends - reading.at < timedelta(minutes=SHORTEST_COUNT_MINUTES)):
        return Refusal(
            code="ingest.count-too-short",
            zh=f"{known.name}: 人数按不少于 {SHORTEST_COUNT_MINUTES} 分钟的时段计。",
            en=f"{known.name}: people are counted over {SHORTEST_COUNT_MINUTES} minutes or more: "
            "phenomenonTime is an interval.",
            params={"stream": known.name},
        )
    ahead = max(reading.at, ends or reading.at, reading.result_at or reading.at) - now
    if ahead > AHEAD:
        return Refusal(
            code="ingest.clock-ahead",
            zh=f"{known.name} 的设备时钟快了 {length(ahead)['zh']}，现在是 {_said(now)}。请校时后重发。",
            en=f"The clock of {known.name} is {length(ahead)['en']} ahead; it is {_said(now)}. "
            "Set it right and send again.",
            params={"stream": known.name, "ahead_seconds": int(ahead.total_seconds())},
        )
    if reading.at < oldest:
        return Refusal(
            code="ingest.too-old",
            zh=f"{known.name}: {_said(reading.at)} 早于保存期的开始 {_said(oldest)}。设备时钟可能错了。",
            en=f"{known.name}: {_said(reading.at)} is before {_said(oldest)}, from which values are kept. "
            "The device's clock may be wrong.",
            params={"stream": known.name},
        )
    return None


def doubt(reading: Reading, now: datetime) -> str:
    """Return the code under which a value that is kept is counted all the same, "" for none."""
    return "ingest.days-behind" if now - reading.at > BEHIND else ""


def length(gap: timedelta) -> dict[str, str]:
    """Say a length of time in its greatest unit."""
    seconds = int(abs(gap).total_seconds())
    for size, zh, en in ((86_400, "天", "day"), (3_600, "小时", "hour"), (60, "分钟", "minute")):
        if seconds >= size:
            count = seconds // size
            return {"zh": f"{count} {zh}", "en": f"{count} {en}{'s' if count > 1 else ''}"}
    return {"zh": f"{seconds} 秒", "en": f"{seconds} seconds"}


def _said(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at.utcoffset() == timedelta(0) else at.isoformat()
