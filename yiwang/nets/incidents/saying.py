"""Incidents in words: grades, operators, lines of the pack, what is owed and how it stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yiwang.kernel.case import Case
from yiwang.kernel.incident_reporting import HOW
from yiwang.kernel.incident_rules import IncidentRules
from yiwang.kernel.incident_state import Owed
from yiwang.kernel.matter import City
from yiwang.web.chain import Entry
from yiwang.web.words import T, Text


def named(words: dict[str, Text], id: str) -> Text:
    """Return what an id of the pack is called; the id itself where this pack does not have it."""
    return words.get(id, {"zh": id, "en": id})


def grade(city: City, case: Case) -> Text:
    """Return the grade of an incident now."""
    found = case.reporting.grade if case.reporting is not None else ""
    return named(city.incident_rules.grades, found) if found else T("incidents.ungraded")


def owed(rules: IncidentRules, one: Owed, now: datetime) -> dict[str, Any]:
    """Return a report for a page: its title, who tells whom, its times and how it stands."""
    rule = rules.by_id().get(one.rule)
    title = rule.title if rule is not None else {"zh": one.rule, "en": one.rule}
    return {
        "id": one.id,
        "title": title,
        "again": T(f"incidents.after.{one.after}") if one.after else None,
        "by": named(rules.parties, rule.by) if rule is not None else None,
        "to": [named(rules.parties, party) for party in rule.to] if rule is not None else [],
        "source": rule.source if rule is not None else "",
        "verified": rule is not None and rule.verified,
        "within": rule.within if rule is not None and not one.after else None,
        "one": one,
        "how": HOW.get(one.sent_how),
        "late": one.late_at(now),
    }


def answers(city: City, case: Case) -> list[tuple[Text, Text]]:
    """Return what the form says that is not personal, in the form's own words and order."""
    form = city.matters[case.matter].form.get("properties", {})
    found: list[tuple[Text, Text]] = []
    for name, field in form.items():
        value = case.facts.get(name)
        title = field.get("x-yw-title", {"zh": name, "en": name})
        if value is None or value == "" or field.get("x-yw-personal") or name == "known_at":
            continue
        labels = field.get("x-yw-labels", {})
        if isinstance(value, bool):
            said = T(f"incidents.{'yes' if value else 'no'}")
        else:
            said = labels.get(str(value), {"zh": str(value), "en": str(value)})
        found.append((title, said))
    return found


def happened(entry: Entry) -> Text:
    """Return what an entry of the chain is called."""
    kind = entry.event.type.removeprefix("case.")
    known = {
        "filed", "accepted", "graded", "report-sent", "report-received", "report-late", "people-spared",
        "telling-ordered", "task-completed", "closed",
    }  # fmt: skip
    return T(f"incidents.event.{kind if kind in known else 'other'}")


def about(city: City, entry: Entry) -> list[Text]:
    """Return what is particular to an entry: which report, by which way, which grade."""
    rules, data = city.incident_rules, entry.event.data.about
    lines = rules.by_id()
    found: list[Text] = []
    ids = [str(data["owed"])] if isinstance(data.get("owed"), str) else list(data.get("owed") or ())
    for id in ids:
        rule = next((lines[one] for one in (id, id.rpartition("-")[0]) if one in lines), None)
        found.append(rule.title if rule is not None else {"zh": id, "en": id})
    if data.get("how"):
        found.append(named(HOW, str(data["how"])))
    if data.get("grade"):
        found += [named(rules.grades, str(data[one])) for one in ("former", "grade") if data.get(one)]
    return found
