"""What happened to a case, in words: who by role and body, never by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from yiwang.kernel.case import Assisted, Case, Event, Sealed
from yiwang.kernel.matter import City, Matter
from yiwang.nets.services.between import told
from yiwang.nets.services.inputs import interval_title, node_title
from yiwang.nets.services.matter_forms import body_in_words, form_of, item_title
from yiwang.nets.services.present import told as told_present
from yiwang.nets.services.queries import CaseFile, Entry
from yiwang.nets.services.timeline_handling import OF_HANDLING, filled, limit_in_words
from yiwang.web.words import LANGUAGES, T, Text, say

INTERNAL = frozenset(
    {"case.claimed", "case.assigned", "case.supervised", "case.supervision-answered", "case.consulted",
     "case.consultation-answered", "case.assistance-given", "case.recounted", "case.undone",
     "case.wire-proposed", "case.wire-confirmed", "case.wire-dismissed"}
)  # fmt: skip
"""What only those who handle the case are shown: how a body works is not an answer to the applicant."""

_NUMBERED = {
    "case.result-replaced": "by",
    "case.linked-duplicate": "of",
    "case.document-issued": "document",
}
"""Where these events name the number of another case, or of a paper."""

WORDS_SHOWN = (
    "comment", "question", "answer", "note", "reason", "record", "findings", "next_owner", "remedy"
)  # fmt: skip
INTERNAL_WORDS = frozenset({"findings", "question"})
"""Words of entries that the applicant sees too, but which were written for those who handle the case."""


@dataclass(frozen=True)
class Moment:
    """One entry as a reader sees it.

    Attributes:
        words: what somebody wrote, or None; `erased` says that it was and is gone.
        photos: the numbers of the photos of a visit.
        position: leaf number in the city's ledger, None while it waits for one.
    """

    at: datetime
    what: Text
    who: Text
    more: Text | None = None
    words: str | None = None
    erased: bool = False
    paper: str = ""
    seq: int = 0
    hash: str = ""
    position: int | None = None
    photos: tuple[int, ...] = ()


def references(file: CaseFile, *, internal: bool) -> dict[str, Sealed]:
    """Return the sealed words of the timeline, by `seq/name`, to be opened in one go."""
    return {
        f"{entry.seq}/{name}": entry.event.data.sealed[name]
        for entry in file.entries
        if shown_to(entry, internal=internal)
        for name in WORDS_SHOWN
        if name in entry.event.data.sealed and not _is_form_event(entry)
        if internal or name not in INTERNAL_WORDS
    }


def shown_to(entry: Entry, *, internal: bool) -> bool:
    """Say whether a reader is shown an entry: how a body works is not, what is said to or by them is."""
    if internal or entry.event.type not in (*INTERNAL, "case.commented"):
        return True
    about = entry.event.data.about
    return entry.event.type == "case.commented" and ("from" in about or about.get("to") == "applicant")


def moments(
    file: CaseFile, city: City, matter: Matter, opened: dict[str, Any], *, internal: bool
) -> list[Moment]:
    """Return the timeline, oldest first."""
    return [
        _moment(entry, file.case, city, matter, opened)
        for entry in file.entries
        if shown_to(entry, internal=internal)
    ]


def _is_form_event(entry: Entry) -> bool:
    return entry.event.type in ("case.filed", "case.corrected")


def _moment(entry: Entry, case: Case, city: City, matter: Matter, opened: dict[str, Any]) -> Moment:
    found = [opened[f"{entry.seq}/{name}"] for name in WORDS_SHOWN if f"{entry.seq}/{name}" in opened]
    texts = [one for one in found if isinstance(one, str)]
    text = "\n\n".join(texts) if texts else None
    paper = entry.event.data.paper
    return Moment(
        at=entry.at,
        what=event_in_words(entry.event),
        who=who(entry.actor, city, case),
        more=_joined(_more(entry, city, matter), told(entry, city)),
        words=text,
        erased=bool(found) and text is None,
        paper=paper.number if paper is not None else "",
        seq=entry.seq,
        hash=entry.hash.hex(),
        position=entry.position,
        photos=tuple(range(1, entry.event.data.about.get("photos", 0) + 1)),
    )


def event_in_words(event: Event) -> Text:
    """Return what happened, in words."""
    about = event.data.about
    key = event.type.removeprefix("case.")
    if key == "accepted" and about.get("deemed"):
        key = "accepted-deemed"
    if key == "decided":
        key = f"decided-{about.get('outcome', 'grant')}"
    if key == "commented" and ("to" in about or "from" in about):
        key = "commented-to-applicant" if "to" in about else "commented-by-applicant"
    if key == "called-off":
        key = "hearing-called-off" if about.get("node") == "act:hearing" else "visit-called-off"
    if key == "visit-made":
        key = f"visit-made-{about.get('outcome', 'pass')}"
    if key == "accepted" and about.get("again"):
        key = "begun-again"
    return T(f"services.event.{key}")


def who(actor: str, city: City, case: Case, now: City | None = None) -> Text:
    """Return who acted: the position and its body, the applicant, or the system. Never a name.

    Args:
        city: the pack the case is pinned to. now: the one in force, for positions that came later.
    """
    person, _, position_id = actor.partition("@")
    if actor.startswith("system:"):
        return T("services.who.system")
    for known in (city, now) if now is not None else (city,):
        position = known.positions.get(position_id)
        if position is None:
            continue
        body = body_in_words(known, position.body)
        return {one: f"{say(body, one)} · {say(position.title, one)}" for one in LANGUAGES}
    if position_id.startswith("for:"):
        return T("services.who.agent")
    return T("services.who.applicant") if person == case.applicant else T("services.who.somebody")


def _joined(first: Text | None, second: Text | None) -> Text | None:
    if first is None or second is None:
        return first or second
    return {one: f"{say(first, one)} · {say(second, one)}" for one in LANGUAGES}


def _more(entry: Entry, city: City, matter: Matter) -> Text | None:
    about = entry.event.data.about
    match entry.event.type:
        case "case.filed":
            return _joined(
                filled("services.more.filed", body=body_in_words(city, about["lead"])),
                at_the_counter(about.get("assisted"), city),
            )
        case "case.correction-asked":
            return _listed([item_title(form_of(city, matter), matter, one) for one in about.get("items", ())])
        case "case.task-failed":
            return node_title(matter, about.get("node", ""))
        case "case.task-completed":
            title = node_title(matter, about.get("node", ""))
            outcome = outcome_title(matter, about.get("node", ""), about.get("outcome", ""))
            return {one: f"{title.get(one, title['zh'])} · {say(outcome, one)}" for one in LANGUAGES}
        case "case.migrated":
            return _changed(about.get("changes", ()))
        case "case.suspended":
            return interval_title(matter, about.get("interval", ""))
        case "case.extended" | "case.limit-passed":
            rule = matter.clocks.get(about.get("clock", ""))
            amount = about.get("amount", "")
            return {one: f"{say(rule.title, one)} {amount}".strip() for one in LANGUAGES} if rule else None
        case "case.handed-over":
            return body_in_words(city, entry.event.data.lead)
        case "case.paper-served" | "case.delivered":
            how = about.get("how")
            return T(f"services.served.{how}") if how else None
    return _more_still(entry, city, matter)


def _of_materials(about: dict[str, Any], matter: Matter) -> Text:
    named = about.get("materials") or [about["material"]]
    titles = _listed([one.title for one in matter.guide.materials if one.id in named])
    if not about.get("limit"):
        return titles
    limit = limit_in_words(about["limit"])
    return {one: f"{titles[one]} · {limit[one]}" for one in LANGUAGES}


def at_the_counter(about: dict[str, Any] | None, city: City) -> Text | None:
    """Return how a window filed it: for whom present, or for another window; None for other filings."""
    if not about:
        return None
    one = msgspec.convert(about, Assisted)
    seen = filled("services.present.recorded", **told_present(one)) if one.document else None
    taken = body_in_words(city, one.collected) if one.collected else None
    return _joined(seen, filled("services.present.collected", body=taken) if taken else None)


def _more_still(entry: Entry, city: City, matter: Matter) -> Text | None:
    about, opened = entry.event.data.about, entry.event.data.opened
    if entry.event.type == "case.document-issued" and about.get("document") == "certificate":
        return T("services.document.certificate")
    if entry.event.type in _NUMBERED:
        return dict.fromkeys(LANGUAGES, about.get(_NUMBERED[entry.event.type], ""))
    if "material" in about or "materials" in about:
        return _of_materials(about, matter)
    if entry.event.type.startswith("case.wire-"):
        title = next((wire.title for wire in city.wires if wire.id == about.get("wire")), None)
        why = filled("services.more.wire-refused", why=about) if about.get("refused") else None
        return _joined(title, why)
    if entry.event.type in OF_HANDLING:
        return OF_HANDLING[entry.event.type](about, city)
    if "handed_on_by" in about:
        return filled("services.more.handed-on", body=body_in_words(city, opened[0].body))
    if entry.event.type in ("case.consulted", "case.forwarded", "case.received") and opened:
        return body_in_words(city, opened[0].body)
    return None


def outcome_title(matter: Matter, node: str, outcome: str) -> Text:
    """Return what an outcome of a step is called."""
    known = matter.net.nodes.get(node) if matter.net is not None else None
    for one in known.outcomes if known else ():
        if one.id == outcome and one.title:
            return one.title
    return T("services.outcome.done") if outcome == "done" else {"zh": outcome, "en": outcome}


def _changed(told: list[dict[str, str]]) -> Text | None:
    """Return what a move to new rules changed, as the event tells it: it needs neither pack."""
    if not told:
        return T("services.more.nothing-changed")
    return {one: " ".join(change.get(one, "") for change in told) for one in LANGUAGES}


def _listed(titles: list[Text]) -> Text:
    return {
        "zh": "、".join(title["zh"] for title in titles),
        "en": "; ".join(title.get("en", title["zh"]) for title in titles),
    }
