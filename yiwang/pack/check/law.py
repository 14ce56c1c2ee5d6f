"""The law that a pack rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from yiwang.pack.check.examination import Examination
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level
from yiwang.pack.matters import Matter
from yiwang.pack.model import Share
from yiwang.pack.where import Word

_READ = (
    "读过原文后, 把 verified 改为 true, 写明 version; 在此之前, 有关页面会标明未核实。",
    "Read the text, then set verified: true and the version; until then the pages it touches say so.",
)


def _named(seen: Examination, codes: Iterable[str]) -> tuple[str, str]:
    """Say places in words, only the topmost of a branch, three at most by name."""
    chosen = list(dict.fromkeys(codes))
    inside = set(chosen)
    top = [code for code in chosen if not inside.intersection(seen.city.above(code)[1:])]
    few, more = top[:3], len(top) - 3
    zh = "、".join(seen.title_of_place(code) for code in few)
    en = ", ".join(seen.title_of_place(code, "en") for code in few)
    return (f"{zh}等 {len(top)} 个区域", f"{en} and {more} more") if more > 0 else (zh, en)


def _places_of(seen: Examination, matter: Matter) -> tuple[str, str]:
    return _named(seen, seen.leads_of(matter).led)


@rule("YW106")
def law_in_use_is_verified(seen: Examination) -> Iterator[Finding]:
    """用到的法律条款读过原文。Law that is in use was read."""
    for matter in seen.pack.matters:
        told: set[str] = set()
        for cited in matter.citations:
            clause = seen.clauses.get(str(cited.citation))
            if clause is None or clause.verified or str(cited.citation) in told:
                continue
            told.add(str(cited.citation))
            yield _unverified(cited.citation, matter, _places_of(seen, matter))
        yield from _shares(seen, matter)
        yield from _town_duties(seen, matter)
    yield from _overlays(seen)
    yield from _office_hours(seen)


def _unverified(citation: Word, matter: Matter, places: tuple[str, str]) -> Finding:
    return found(
        citation.where,
        (
            f"{matter.title} ({places[0]}) 用到未核实的条款 {citation}。",
            f"{matter.title.en} ({places[1]}) rests on {citation}, which was not verified.",
        ),
        _READ,
        Level.WARNING,
    )


def _shares(seen: Examination, matter: Matter) -> Iterator[Finding]:
    lines: list[Share] = []
    for share in seen.pack.shares:
        clause = seen.clauses.get(str(share.basis)) if share.basis else None
        if share.matter == matter.id and (not share.verified or (clause is not None and not clause.verified)):
            lines.append(share)
    if not lines:
        return
    zh, en = _named(seen, (str(share.place) for share in lines))
    yield found(
        lines[0].where,
        (
            f"{matter.title}: 责任表有 {len(lines)} 行依据未核实, 涉及{zh}。",
            f"{matter.title.en}: {len(lines)} lines of the responsibility table rest on what was "
            f"not verified, for {en}.",
        ),
        _READ,
        Level.WARNING,
    )


def _town_duties(seen: Examination, matter: Matter) -> Iterator[Finding]:
    lines = [duty for duty in seen.pack.town_duties if duty.matter == matter.id and not duty.verified]
    if not lines:
        return
    zh, en = _named(seen, (str(duty.place) for duty in lines))
    yield found(
        lines[0].where,
        (
            f"{matter.title}: {zh}的履行职责事项清单未核实。",
            f"{matter.title.en}: the lists of duties of {en} were not verified.",
        ),
        _READ,
        Level.WARNING,
    )


def _overlays(seen: Examination) -> Iterator[Finding]:
    for overlay in seen.pack.overlays:
        if overlay.verified:
            continue
        zh, en = _named(seen, map(str, overlay.covers))
        yield found(
            overlay.where,
            (
                f"{overlay.title}: 授权文件未核实, 覆盖{zh}。",
                f"{overlay.title.en}: the document that empowers it was not verified; it covers {en}.",
            ),
            _READ,
            Level.WARNING,
        )


def _office_hours(seen: Examination) -> Iterator[Finding]:
    settings = seen.pack.head.calendar
    counted = [
        matter
        for matter, _, limits in seen.clock_rules
        if limits.bound and limits.bound.unit == "office_hour"
    ]
    if settings.verified or not counted:
        return
    first = counted[0].title
    yield found(
        settings.where,
        (
            f"办公时段未核实, 而“{first}”的时限按工作时计算。",
            f"The office hours were not verified, and “{first.en}” counts in office hours.",
        ),
        _READ,
        Level.WARNING,
    )
