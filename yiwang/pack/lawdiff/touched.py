"""What of a pack rests on an article that changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from yiwang.pack.lawdiff.articles import article_of, short
from yiwang.pack.lawdiff.diff import Change
from yiwang.pack.model import Pack
from yiwang.pack.where import Where, Word


class Touched(NamedTuple):
    """One place of a pack: `clause`, `clock`, `form`, `matter`, `duty` or `lead`, of what, and where."""

    what: str
    of: str
    citation: str
    where: Where


def touched_by(pack: Pack, law: str, change: Change) -> list[Touched]:
    """Return every place that cites the article under its old number, in file order."""
    article = change.old
    if not article:
        return []
    found = [one for one in _places(pack) if _rests(one.citation, law, article)]
    return sorted(dict.fromkeys(found), key=lambda one: (one.where, one.what))


def matters_of(touched: Iterable[Touched]) -> set[str]:
    """Return the ids of the matters whose cases what was touched governs."""
    kinds = ("clock", "matter", "lead")
    return {one.of.split("/", maxsplit=1)[0] for one in touched if one.what in kinds}


def _rests(citation: str, law: str, article: str) -> bool:
    cited_law, cited_article = article_of(citation)
    return short(cited_law) == law and cited_article == article_of(article)[1]


def _places(pack: Pack) -> Iterator[Touched]:
    for clause in pack.clauses:
        yield Touched("clause", str(clause.law), clause.citation, clause.where)
    for matter in pack.matters:
        for clock in matter.clocks:
            for word in (getattr(clock, name, None) for name in ("source", "unit_source")):
                if isinstance(word, Word):
                    yield Touched("clock", f"{matter.id}/{clock.id}", str(word), word.where)
        for cited in matter.citations:
            yield Touched("matter", str(matter.id), str(cited.citation), cited.citation.where)
            if matter.form_file:
                form = f"{matter.id}/{matter.form_file}"
                yield Touched("form", form, str(cited.citation), matter.form_file.where)
    for duty in pack.governed.duties:
        yield Touched("duty", str(duty.id), str(duty.clause), duty.clause.where)
    for share in pack.shares:
        if share.basis:
            yield Touched("lead", str(share.matter), str(share.basis), share.where)
