"""What is wrong with a CAP message: each fault has a code, a place, the value, and how to mend it. Pure.

Source: CAP 1.2 (OASIS), 3.2; the prose was not at hand, the rules are those of the public schema and, where
the schema is silent (ends after beginnings, closed polygons), of plain sense.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import msgspec

from yiwang.kernel.alerts import cap
from yiwang.kernel.alerts.cap import Alert, Area, Info, moment_of

_NAME = re.compile(r"[^\s,<&]+")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_REFERENCE = re.compile(r"[^\s,<&]+,[^\s,<&]+,\S+")


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong. `where`: path of elements, `alert/info[1]/area[2]/polygon[1]`.

    `mend_zh`, `mend_en`: what to do about it.
    """

    code: str
    where: str
    zh: str
    en: str
    mend_zh: str
    mend_en: str


def faults(alert: Alert) -> tuple[Fault, ...]:
    """Return everything that is wrong with a message by itself, in the order of its elements."""
    return (*_head(alert), *(fault for place, info in _infos(alert) for fault in _info(alert, place, info)))


def unknown_references(alert: Alert, known: Collection[str]) -> tuple[Fault, ...]:
    """Return a fault for each message referred to that is not among `known` (`sender,identifier,sent`)."""
    return tuple(
        Fault(
            "cap.unknown-reference",
            "alert/references",
            f"引用的预警 {one} 这里没有",
            f"the message {one} referred to is not known here",
            "先收进被引用的那一条, 或改正 references 里的发送方、编号和时间",
            "take in the message referred to first, or correct sender, identifier and time in references",
        )
        for one in alert.refers_to
        if one not in known
    )


def _infos(alert: Alert) -> Iterator[tuple[str, Info]]:
    for index, info in enumerate(alert.infos, 1):
        yield f"alert/info[{index}]", info


def _head(alert: Alert) -> Iterator[Fault]:
    for name, value in (("identifier", alert.identifier), ("sender", alert.sender)):
        if not value:
            yield missing(f"alert/{name}")
        elif not _NAME.fullmatch(value):
            yield Fault(
                "cap.bad-name",
                f"alert/{name}",
                f"{value!r} 里不能有空格、逗号、< 或 &",
                f"{value!r} has a space, a comma, < or & in it",
                "去掉这些字符",
                "take these characters out",
            )
    yield from _moment("alert/sent", alert.sent, must=True)
    for name, value, allowed in (
        ("status", alert.status, cap.STATUSES),
        ("msgType", alert.type, cap.TYPES),
        ("scope", alert.scope, cap.SCOPES),
    ):
        yield from _choice(f"alert/{name}", value, allowed)
    if alert.scope == "Restricted" and not alert.restriction:
        yield missing("alert/restriction")
    if alert.scope == "Private" and not alert.addresses:
        yield missing("alert/addresses")
    yield from _references(alert)
    if alert.type in ("Alert", "Update") and alert.status == "Actual" and alert.version == "1.2":
        if not alert.infos and alert.scope == "Public":
            yield missing("alert/info")


def _references(alert: Alert) -> Iterator[Fault]:
    if alert.type in ("Update", "Cancel", "Ack", "Error") and not alert.references:
        yield Fault(
            "cap.no-reference",
            "alert/references",
            f"msgType 是 {alert.type}, 却没有引用更早的预警",
            f"msgType is {alert.type} and no earlier message is referred to",
            "写上 references: 发送方,编号,发送时间",
            "write references: sender,identifier,sent",
        )
    sent = moment_of(alert.sent)
    for one in alert.refers_to:
        at = moment_of(one.rsplit(",", 1)[-1]) if _REFERENCE.fullmatch(one) else None
        if at is None:
            yield Fault(
                "cap.bad-reference",
                "alert/references",
                f"{one!r} 不是“发送方,编号,发送时间”",
                f"{one!r} is not sender,identifier,sent",
                "三个部分用逗号隔开, 几个引用之间用空格",
                "put commas between the three parts and spaces between references",
            )
        elif sent is not None and at > sent:
            yield Fault(
                "cap.refers-ahead",
                "alert/references",
                f"引用的预警发于 {at.isoformat()}, 晚于本条 {alert.sent}",
                f"the message referred to was sent {at.isoformat()}, after this one, {alert.sent}",
                "引用只能指向更早的一条",
                "a reference points to an earlier message",
            )


def _info(alert: Alert, place: str, info: Info) -> Iterator[Fault]:
    if info.language and not _LANGUAGE.fullmatch(info.language):
        yield Fault(
            "cap.bad-language",
            f"{place}/language",
            f"{info.language!r} 不是语言代码",
            f"{info.language!r} is no language code",
            "写成 zh-CN、en-US 这样的代码",
            "write a code such as zh-CN or en-US",
        )
    if not info.categories:
        yield missing(f"{place}/category")
    for name, values, allowed in (
        ("category", info.categories, cap.CATEGORIES),
        ("responseType", info.responses, cap.RESPONSES),
    ):
        for index, value in enumerate(values, 1):
            yield from _choice(f"{place}/{name}[{index}]", value, allowed)
    if not info.event:
        yield missing(f"{place}/event")
    for name, value, choices in (
        ("urgency", info.urgency, cap.URGENCIES),
        ("severity", info.severity, cap.SEVERITIES),
        ("certainty", info.certainty, (*cap.CERTAINTIES, "Very Likely")),
    ):
        yield from _choice(f"{place}/{name}", value, choices)
    yield from _times(alert, place, info)
    for index, one in enumerate(info.resources, 1):
        if not one.description:
            yield missing(f"{place}/resource[{index}]/resourceDesc")
        if not one.mime and alert.version == "1.2":
            yield missing(f"{place}/resource[{index}]/mimeType")
    for index, area in enumerate(info.areas, 1):
        yield from _area(f"{place}/area[{index}]", area)


def _times(alert: Alert, place: str, info: Info) -> Iterator[Fault]:
    for name, value in (("effective", info.effective), ("onset", info.onset), ("expires", info.expires)):
        yield from _moment(f"{place}/{name}", value)
    ends = moment_of(info.expires)
    if ends is None:
        return
    for name, text in (("sent", "" if info.effective else alert.sent), ("effective", info.effective)):
        begins = moment_of(text)
        if begins is not None and ends <= begins:
            yield Fault(
                "cap.ends-before-it-begins",
                f"{place}/expires",
                f"结束时间 {info.expires} 不晚于开始时间 ({name}) {text}",
                f"it ends at {info.expires}, not after it begins ({name}), {text}",
                "改正其中一个; 已经过去的预警用 Cancel 解除",
                "correct one of them; an alert that is over is ended by Cancel",
            )


def _area(place: str, area: Area) -> Iterator[Fault]:
    if not area.description:
        yield missing(f"{place}/areaDesc")
    for index, polygon in enumerate(area.polygons, 1):
        yield from polygon_faults(f"{place}/polygon[{index}]", polygon)
    for index, circle in enumerate(area.circles, 1):
        if cap.circle_of(circle) is None:
            yield Fault(
                "cap.bad-circle",
                f"{place}/circle[{index}]",
                f"{_short(circle)} 不是“纬度,经度 公里数”",
                f"{_short(circle)} is not latitude,longitude kilometres",
                "如 29.37,113.13 5.0; 纬度在 -90 到 90, 经度在 -180 到 180",
                "as 29.37,113.13 5.0, latitude within -90 and 90, longitude within -180 and 180",
            )


def polygon_faults(place: str, polygon: str) -> Iterator[Fault]:
    """Yield what is wrong with a polygon (`lat,lon lat,lon …`, the first point again last)."""
    points = cap.points_of(polygon)
    if points is None:
        yield Fault(
            "cap.bad-polygon",
            place,
            f"{_short(polygon)} 不全是“纬度,经度”",
            f"{_short(polygon)} is not all latitude,longitude",
            "点之间用空格, 纬度在前; 纬度在 -90 到 90, 经度在 -180 到 180",
            "spaces between points, latitude first, within -90 and 90, longitude within -180 and 180",
        )
    elif len(points) < 4 or points[0] != points[-1]:
        first, last = (f"{one[0]},{one[1]}" for one in (points[0], points[-1]))
        yield Fault(
            "cap.open-polygon",
            place,
            f"多边形有 {len(points)} 个点, 从 {first} 到 {last}, 没有合上",
            f"the polygon has {len(points)} points, from {first} to {last}: it is not closed",
            "至少 4 个点, 最后一个点与第一个相同",
            "at least 4 points, the last the same as the first",
        )


def missing(where: str) -> Fault:
    """Say that an element that must be there is not, or is empty."""
    return Fault(
        "cap.missing",
        where,
        "必须有, 却没有或是空的",
        "must be there, and is absent or empty",
        f"写上 {where.rsplit('/', 1)[-1]}",
        f"write {where.rsplit('/', 1)[-1]}",
    )


def _choice(where: str, value: str, allowed: tuple[str, ...]) -> Iterator[Fault]:
    if not value:
        yield missing(where)
    elif value not in allowed:
        yield Fault(
            "cap.bad-choice",
            where,
            f"{_short(value)} 不在允许的值里: {'、'.join(allowed)}",
            f"{_short(value)} is none of {', '.join(allowed)}",
            "换成其中一个, 大小写要一样",
            "write one of them, with the same capitals",
        )


def _moment(where: str, value: str, *, must: bool = False) -> Iterator[Fault]:
    if not value:
        if must:
            yield missing(where)
    elif moment_of(value) is None:
        yield Fault(
            "cap.bad-time",
            where,
            f"{_short(value)} 不是带时区的时间",
            f"{_short(value)} is no time with its offset",
            "写成 2026-07-01T08:00:00+08:00; 协调世界时写 -00:00, 不写 Z",
            "write 2026-07-01T08:00:00+08:00; universal time is -00:00, never Z",
        )


def _short(value: str) -> str:
    return repr(value if len(value) <= 60 else value[:57] + "…")
