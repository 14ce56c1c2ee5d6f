"""Who leads a matter where: exactly one body, and a town only what stands on its list."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.kernel.matter import DEPTH, Responsibility
from yiwang.kernel.refusal import Refusal
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding
from yiwang.pack.matters import Matter
from yiwang.pack.where import Where


def _lead_where(matter: Matter) -> Where:
    return matter.lead.where if matter.lead else matter.where


def _how_many(seen: Examination, code: str) -> tuple[str, str]:
    below = seen.below(code)
    if not below:
        return "", ""
    return f"及其以下 {below} 个区域", f" and the {below} places below it"


@rule("YW102")
def every_place_has_a_lead_body(seen: Examination) -> Iterator[Finding]:
    """每个事项在每个区域都有主责单位。Every matter has a lead body in every place."""
    for matter in seen.pack.matters:
        if _unsaid(seen, matter):
            continue
        answers = seen.leads_of(matter)
        unknown = [lead for lead in answers.bodies if lead not in seen.bodies]
        suspects = answers if unknown else answers.refused
        lacking = {
            code
            for code, answer in suspects.items()
            if _nobody(seen, answer) and seen.is_led(matter, seen.places[code])
        }
        function = matter.lead.function if matter.lead else None
        for code in answers if lacking else ():
            place = seen.places[code]
            if code not in lacking or (place.parent and str(place.parent) in lacking):
                continue
            zh, en = _how_many(seen, code)
            wanted = (f"职能 {function} 的单位", f"a body with the function {function}")
            if not function:
                wanted = ("主责单位", "a lead body")
            yield found(
                _lead_where(matter),
                (
                    f"{matter.title}: {place.title} ({code}){zh}没有主责单位。",
                    f"{matter.title.en}: {place.title.en} ({code}){en} has no lead body.",
                ),
                (
                    f"在 bodies.csv 为 {code} 写上{wanted[0]}, 或在 responsibility.yaml 写明由谁主责。",
                    f"Add {wanted[1]} for {code} to bodies.csv, or say in responsibility.yaml who leads.",
                ),
            )


def _nobody(seen: Examination, answer: Responsibility | Refusal) -> bool:
    """Say whether nobody leads: none is named, or one that does not exist."""
    if isinstance(answer, Refusal):
        return answer.code == "responsibility.none"
    return answer.lead not in seen.bodies


def _unsaid(seen: Examination, matter: Matter) -> bool:
    """Say whether what would name the lead body is itself wrong, which another finding tells."""
    lead = matter.lead
    if lead is None or not (lead.body or lead.function):
        return True
    if (lead.body and lead.body not in seen.bodies) or (
        lead.function and lead.function not in seen.functions
    ):
        return True
    return any(seen.unread(file) for file in ("places.csv", "bodies.csv", "responsibility.yaml"))


@rule("YW103")
def no_place_has_two_lead_bodies(seen: Examination) -> Iterator[Finding]:
    """一个事项在一个区域只有一个主责单位。A matter has no more than one lead body in a place."""
    for matter in seen.pack.matters:
        doubled: dict[tuple[str, ...], list[str]] = {}
        for code, answer in seen.leads_of(matter).refused.items():
            if answer.code == "responsibility.two":
                if seen.is_led(matter, seen.places[code]):
                    doubled.setdefault(tuple(answer.params["bodies"]), []).append(code)
        for bodies, codes in doubled.items():
            first = codes[0]
            more = len(codes) - 1
            yield found(
                _second(seen, matter, bodies, codes),
                (
                    f"{matter.title}: {seen.title_of_place(first)} ({first})"
                    + (f"等 {more + 1} 个区域" if more else "")
                    + f"有 {len(bodies)} 个主责单位: {'、'.join(bodies)}。",
                    f"{matter.title.en}: {seen.title_of_place(first, 'en')} ({first})"
                    + (f" and {more} more places" if more else "")
                    + f" has {len(bodies)} lead bodies: {', '.join(bodies)}.",
                ),
                (
                    "只留一个; 两个单位职能相同的, 在 responsibility.yaml 写明由谁主责。",
                    "Keep one; of two bodies with one function, say in responsibility.yaml which leads.",
                ),
            )


def _second(seen: Examination, matter: Matter, bodies: tuple[str, ...], codes: list[str]) -> Where:
    above = {one for code in codes for one in seen.city.above(code)}
    lines = [
        share
        for share in seen.pack.shares
        if share.matter == matter.id and str(share.lead) in bodies and str(share.place) in above
    ]
    if len(lines) > 1:
        return lines[1].lead.where if lines[1].lead else lines[1].where
    return max(
        (seen.bodies[body].where for body in bodies if body in seen.bodies), default=_lead_where(matter)
    )


@rule("YW116")
def a_town_leads_only_what_stands_on_its_list(seen: Examination) -> Iterator[Finding]:
    """乡镇、街道只主责其履行职责事项清单上的事项。A town leads only what stands on its list of duties."""
    listed = {(str(duty.place), str(duty.matter)) for duty in seen.pack.town_duties}
    for matter in seen.pack.matters:
        for lead in seen.lead_bodies(matter):
            body = seen.bodies[lead]
            if DEPTH.get(str(body.level), 0) < DEPTH["town"] or (str(body.seat), str(matter.id)) in listed:
                continue
            places = [
                code
                for code, answer in seen.leads[str(matter.id)].items()
                if isinstance(answer, Responsibility) and answer.lead == lead
            ]
            yield found(
                _where_led(seen, matter, lead),
                (
                    f"{matter.title}: {body.title} 主责 {seen.title_of_place(places[0])} ({places[0]}), "
                    f"但 {body.seat} 的履行职责事项清单 (town-duties.csv) 上没有这个事项。",
                    f"{matter.title.en}: {body.title.en} leads it in "
                    f"{seen.title_of_place(places[0], 'en')} ({places[0]}), but it does not stand on the "
                    f"list of duties of {body.seat} (town-duties.csv).",
                ),
                (
                    f"清单上有的, 在 town-duties.csv 写上 {body.seat},{matter.id} 和文件; "
                    "没有的, 由县级单位主责。",
                    f"If the list has it, add {body.seat},{matter.id} and the document to town-duties.csv; "
                    "if not, let a county body lead.",
                ),
            )


def _where_led(seen: Examination, matter: Matter, lead: str) -> Where:
    for share in seen.pack.shares:
        if share.matter == matter.id and share.lead == lead:
            return share.lead.where
    return _lead_where(matter)
