"""Codes and ids: well formed, and used once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from stdnum.cn import uscc

from yiwang.pack.check.examination import Examination
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding
from yiwang.pack.model import Place
from yiwang.pack.where import Word

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
_ITEM = re.compile(r"[A-Z0-9][A-Z0-9-]*\Z")
_FIELD = re.compile(r"[a-z][a-z0-9_]*\Z")
_OWN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
_DIGITS = re.compile(r"[0-9]+\Z")

GB, NBS = "GB/T 2260", "NBS"
LENGTHS = {"city": (6,), "county": (6,), "town": (9,), "village": (12,), "grid": (14, 15, 16, 17)}
_SHARED = {"county": 4, "town": 6, "village": 9, "grid": 12}


def _bad(word: Word, zh: str, en: str, remedy: tuple[str, str]) -> Finding:
    return found(word.where, (zh, en), remedy)


@rule("YW114")
def every_identifier_is_well_formed(seen: Examination) -> Iterator[Finding]:
    """区划代码、事项编码、代号、日期的写法正确。Division codes, item codes, ids and dates are well formed."""
    for place in seen.pack.places:
        yield from _code(place)
    for word, zh, en in _slugs(seen):
        if word and not _SLUG.match(word):
            yield _bad(
                word,
                f"{zh} {word} 的写法不对。",
                f"The id {word} of {en} is badly formed.",
                ("用小写字母、数字、连字符。", "Use small letters, digits and hyphens."),
            )
    for matter in seen.pack.matters:
        if matter.code and not _ITEM.match(matter.code):
            yield _bad(
                matter.code,
                f"{matter.title}: 事项编码 {matter.code} 的写法不对。",
                f"{matter.title.en}: the item code {matter.code} is badly formed.",
                ("用大写字母、数字、连字符, 如 FB-01。", "Use capitals, digits and hyphens, such as FB-01."),
            )
        for field in matter.form.fields.values() if matter.form else ():
            if not _FIELD.match(field.name):
                yield _bad(
                    field.name,
                    f"{matter.title}: 字段名 {field.name} 的写法不对。",
                    f"{matter.title.en}: the field name {field.name} is badly formed.",
                    (
                        "用小写字母、数字、下划线, 条件里才能用它。",
                        "Use small letters, digits and underscores.",
                    ),
                )
    yield from _credit_codes(seen)
    yield from _dates(seen)
    yield from _zone(seen)


def _code(place: Place) -> Iterator[Finding]:
    code, level = place.code, str(place.level)
    if place.system not in (GB, NBS):
        if code and not _OWN.match(code):
            yield _bad(code, f"区域代码 {code} 的写法不对。", f"The code {code} is badly formed.", _OWN_FORM)
        return
    lengths = LENGTHS.get(level, ())
    if code and lengths and not (_DIGITS.match(code) and len(code) in lengths):
        wanted = "、".join(map(str, lengths))
        yield _bad(
            code,
            f"{place.title}: {level} 级的{place.system}代码应为 {wanted} 位数字, 这里是 {code}。",
            f"{place.title.en}: a {place.system} code of a {level} has {wanted} digits; here is {code}.",
            ("改正代码或层级。", "Correct the code or the level."),
        )
    elif place.system == GB and level not in ("city", "county"):
        yield _bad(
            place.system,
            f"{place.title} ({code}): GB/T 2260 只到县级。",
            f"{place.title.en} ({code}): GB/T 2260 ends at county level.",
            ("把 system 改为 NBS。", "Make the system NBS."),
        )
    elif code and place.parent and not _shares_prefix(place):
        yield _bad(
            code,
            f"{place.title}: 代码 {code} 与上级代码 {place.parent} 的前几位不同。",
            f"{place.title.en}: the code {code} does not begin as its parent {place.parent} does.",
            ("改正 code 或 parent。", "Correct the code or the parent."),
        )


_OWN_FORM = ("用字母、数字、连字符。", "Use letters, digits and hyphens.")


def _shares_prefix(place: Place) -> bool:
    length = _SHARED.get(str(place.level))
    parent = str(place.parent)
    if length is None or not _DIGITS.match(parent) or len(parent) < length:
        return True
    return place.code[:length] == parent[:length]


def _slugs(seen: Examination) -> Iterator[tuple[Word, str, str]]:
    pack = seen.pack
    yield pack.head.id, "城市代号", "the city"
    for body in pack.bodies:
        yield body.id, "单位代号", "a body"
        yield body.function, "职能", "a function"
    for position in pack.positions:
        yield position.id, "岗位代号", "a position"
        yield position.role, "角色", "a role"
    for person in pack.persons:
        yield person.id, "人员代号", "a person"
    for overlay in pack.overlays:
        yield overlay.id, "功能区代号", "an overlay"
    for persona in pack.personas:
        yield persona.id, "演示人物代号", "a persona"
    for matter in pack.matters:
        for step in matter.steps:
            yield step.id, "环节代号", "a step"
            for outcome in step.outcomes:
                yield outcome.id, "结果代号", "an outcome"
        for clock in matter.clocks:
            yield clock.id, "时限代号", "a clock"


def _credit_codes(seen: Examination) -> Iterator[Finding]:
    for body in seen.pack.bodies:
        if body.credit_code and not uscc.is_valid(str(body.credit_code)):
            yield _bad(
                body.credit_code,
                f"{body.title}: 统一社会信用代码 {body.credit_code} 的校验码不对。",
                f"{body.title.en}: the credit code {body.credit_code} fails its check digit.",
                ("对照证书改正, 或留空。", "Correct it from the certificate, or leave it empty."),
            )


def _dates(seen: Examination) -> Iterator[Finding]:
    words: list[Word | None] = []
    for person in seen.pack.persons:
        words += [person.since, person.until]
    for overlay in seen.pack.overlays:
        words += [overlay.since, overlay.until]
    for word in words:
        if word and re.fullmatch(r"\d{4}-\d\d-\d\d", word) and not _is_day(word):
            yield _bad(
                word, f"没有 {word} 这一天。", f"There is no day {word}.", ("改正日期。", "Correct the date.")
            )


def _is_day(word: str) -> bool:
    try:
        date.fromisoformat(word)
    except ValueError:
        return False
    return True


def _zone(seen: Examination) -> Iterator[Finding]:
    zone = seen.pack.head.zone
    try:
        ZoneInfo(str(zone) or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield _bad(
            zone,
            f"没有时区 {zone}。",
            f"There is no time zone {zone}.",
            ("写 IANA 名称, 如 Asia/Shanghai。", "Write an IANA name such as Asia/Shanghai."),
        )


@rule("YW117")
def every_identifier_is_used_once(seen: Examination) -> Iterator[Finding]:
    """同类的代号不重复。An id is used once among its kind."""
    pack = seen.pack
    yield from _twice((place.code for place in pack.places), "区域代码", "place code")
    yield from _twice((body.id for body in pack.bodies), "单位代号", "body id")
    yield from _twice((position.id for position in pack.positions), "岗位代号", "position id")
    yield from _twice((person.id for person in pack.persons), "人员代号", "person id")
    yield from _twice((overlay.id for overlay in pack.overlays), "功能区代号", "overlay id")
    yield from _twice((persona.id for persona in pack.personas), "演示人物代号", "persona id")
    yield from _twice((matter.code for matter in pack.matters), "事项编码", "item code")
    citations = (Word(clause.citation, clause.where) for clause in pack.clauses)
    yield from _twice(citations, "条款", "clause")
    for matter in pack.matters:
        yield from _twice((step.id for step in matter.steps), "环节代号", "step id")


def _twice(words: Iterable[Word], zh: str, en: str) -> Iterator[Finding]:
    for word, there in _repeated(words):
        yield found(
            word.where,
            (
                f"{zh} {word} 用了两次, 第一次在{there[0]}。",
                f"The {en} {word} is used twice, first on {there[1]}.",
            ),
            ("换一个, 或删去一行。", "Choose another, or remove one."),
        )


def used_already(ids: Iterable[Word]) -> Iterator[Finding]:
    """Name each id of one file that was used before among its kind."""
    for id, (zh, en) in _repeated(ids):
        yield found(
            id.where,
            (f"代号 {id} 已经用过 ({zh})。", f"The id {id} is used already ({en})."),
            ("换一个代号。", "Choose another id."),
        )


def _repeated(words: Iterable[Word]) -> Iterator[tuple[Word, tuple[str, str]]]:
    """Yield each word that stood before, with where it stood first, in both languages; empty ones never."""
    first: dict[str, Word] = {}
    for word in words:
        known = first.setdefault(str(word), word)
        if word and known is not word:
            yield word, known.where.seen_from(word.where)
