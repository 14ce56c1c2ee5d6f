"""Statutory papers (文书): what each must say, put together from the case, the pack and the vault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yiwang.kernel.case import Case, Paper
from yiwang.kernel.matter import City, Clause, Matter
from yiwang.nets.services.clock_words import ClockWords, clocks
from yiwang.nets.services.handling_words import position_of
from yiwang.nets.services.inputs import interval_title
from yiwang.nets.services.matter_forms import body_in_words, form_of, item_title
from yiwang.nets.services.queries import CaseFile, Entry
from yiwang.nets.services.texts_results import SAYS
from yiwang.web.words import T, Text

EVENT_OF = {
    "correction": "case.correction-asked",
    "acceptance": "case.accepted",
    "refusal": "case.refused",
    "decision": "case.decided",
    "extension": "case.extended",
    "suspension": "case.suspended",
    "hearing": "case.hearing-called",
    "annul": "case.result-annulled",
    "take-back": "case.result-taken-back",
    "deregister": "case.result-deregistered",
    "revoke": "case.result-revoked",
    "withhold": "case.result-withheld",
    "restore": "case.result-restored",
}
AGAINST = frozenset({"annul", "take-back", "deregister", "revoke", "withhold"})
"""Papers of acts on a result that go against its holder: they say how to seek remedy."""
_OF_HEARINGS = ("行政许可法 第四十七条第一款", "行政许可法 第四十八条")
EXTRA = {"acceptance": "accept"}
"""The pack's word for a paper's extra wording, where it is not the paper's kind."""


@dataclass(frozen=True)
class Basis:
    """A clause as a paper cites it: its name, its words in the pack, whether they were checked."""

    citation: str
    says: Text | None
    verified: bool


@dataclass(frozen=True)
class PaperPage:
    """A paper ready to be read or printed."""

    paper: Paper
    title: Text
    lead: Text
    items: tuple[Text, ...]
    about: dict[str, Any]
    clock: ClockWords | None
    basis: tuple[Basis, ...]
    extra: Text | None
    reason: str | None
    reason_erased: bool
    remedy: dict[str, Any] | None
    filed_at: datetime
    hash: str
    position: int | None


def title_of(paper: Paper, about: dict[str, Any]) -> Text:
    """Return what a paper is called: 受理通知书, 不予许可决定书 …"""
    if paper.kind == "decision":
        outcome = about.get("outcome", "grant")
        return T(f"services.paper.decision-{outcome}")
    return T(f"services.paper.{paper.kind}")


def entry_of(file: CaseFile, paper: Paper) -> Entry | None:
    """Return the entry that issued a paper."""
    return next(
        (
            one
            for one in file.entries
            if one.event.type == EVENT_OF.get(paper.kind)
            and one.event.data.paper is not None
            and one.event.data.paper.number == paper.number
        ),
        None,
    )


def page(file: CaseFile, paper: Paper, city: City, matter: Matter, reason: Any, now: datetime) -> PaperPage:
    """Return a paper with everything it must say.

    Args:
        reason: the opened reason: text, `Erased`, `Damaged`, or None when there is none to show.
    """
    entry = entry_of(file, paper)
    about = dict(entry.event.data.about) if entry else {}
    adverse = paper.kind in ("refusal", *AGAINST) or about.get("outcome") == "deny"
    return PaperPage(
        paper=paper,
        title=title_of(paper, about),
        lead=T(f"services.paper-lead.{_kind(paper, about)}"),
        items=_items(about, city, matter),
        about={**about, **_interval(about, matter), **_appointed(about, city, entry)},
        clock=_clock(file.case, paper, about, city, matter, now),
        basis=_basis(paper, about, city, matter, adverse),
        extra=matter.papers.get(EXTRA.get(paper.kind, paper.kind)) or matter.papers.get(paper.kind),
        reason=reason if isinstance(reason, str) else None,
        reason_erased=reason is not None and not isinstance(reason, str),
        remedy=matter.remedy if adverse and matter.remedy else None,
        filed_at=file.case.opened_at,
        hash=entry.hash.hex() if entry else "",
        position=entry.position if entry else None,
    )


def _kind(paper: Paper, about: dict[str, Any]) -> str:
    if paper.kind == "decision":
        return f"decision-{about.get('outcome', 'grant')}"
    return "acceptance-deemed" if paper.kind == "acceptance" and about.get("deemed") else paper.kind


def _items(about: dict[str, Any], city: City, matter: Matter) -> tuple[Text, ...]:
    form = form_of(city, matter)
    return tuple(item_title(form, matter, one) for one in about.get("items", ()))


def _interval(about: dict[str, Any], matter: Matter) -> dict[str, Text]:
    return {"interval_title": interval_title(matter, about["interval"])} if about.get("interval") else {}


def _appointed(about: dict[str, Any], city: City, entry: Entry | None) -> dict[str, Any]:
    """Return when a hearing is held and who leads it, and whose a refused case is instead."""
    found: dict[str, Any] = {}
    if about.get("next_body"):
        found["next_owner"] = body_in_words(city, about["next_body"])
    if about.get("host"):
        found["moment"] = datetime.fromisoformat(about["at"])
        found["host_position"] = position_of(about["host"], city)
        found["not_counted"] = entry is not None and bool(entry.event.data.clocks)
        found["hearing_cause"] = T(f"services.hearing.{about['cause']}")
    return found


def _clock(
    case: Case, paper: Paper, about: dict[str, Any], city: City, matter: Matter, now: datetime
) -> ClockWords | None:
    """Return the clock a paper speaks of: the one it extends, or the one that acceptance started."""
    wanted = about.get("clock", "")
    if paper.kind in ("acceptance", "suspension", "hearing") and not wanted:
        wanted = next((one for one, rule in matter.clocks.items() if "decide" in rule.stops), "")
    if paper.kind not in ("acceptance", "extension", "suspension", "hearing"):
        return None
    return next((one for one in clocks(case, city, matter, now) if one.id == wanted), None)


def _basis(
    paper: Paper, about: dict[str, Any], city: City, matter: Matter, adverse: bool
) -> tuple[Basis, ...]:
    citations: list[str] = []
    if about.get("ground"):
        citations.append(about["ground"])
    if paper.kind == "hearing":
        citations += _OF_HEARINGS
    if paper.kind == "correction" and matter.correction is not None:
        citations.append(matter.correction.source)
    if paper.kind == "extension":
        rule = matter.clocks.get(about.get("clock", ""))
        citations.append(rule.extend.source if rule and rule.extend else "")
    if paper.kind == "acceptance":
        citations += [rule.source for rule in matter.clocks.values() if "decide" in rule.stops]
    if paper.kind == "decision" and not adverse:
        citations += matter.basis
    return tuple(basis(city, one) for one in dict.fromkeys(citations) if one)


def basis(city: City, citation: str) -> Basis:
    """Return a clause by its citation, as far as the pack knows it."""
    clause: Clause | None = city.clauses.get(citation)
    if clause is None:
        said = SAYS.get(citation)
        return Basis(citation, said, said is not None)
    return Basis(citation, clause.says or None, clause.verified)
