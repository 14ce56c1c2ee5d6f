"""What each page is told: the same for the server and for files on a disk. Addresses come from `Ways`."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.safestring import mark_safe

from yiwang.kernel.bpmn.document import read_document, write_document
from yiwang.kernel.bpmn.net import Problem
from yiwang.kernel.dmn.model import Decision, Knowledge, Model, Table
from yiwang.nets.rules import trying
from yiwang.nets.rules.book import Book, DecisionFile, Sheet
from yiwang.nets.rules.boxed import Scene, shown
from yiwang.nets.rules.drawing import pictures
from yiwang.nets.rules.way import title_of
from yiwang.pack.finding import Level
from yiwang.web.words import LANGUAGES, T, Text, say

POLICIES = {
    "UNIQUE": "unique",
    "ANY": "any",
    "FIRST": "first",
    "PRIORITY": "priority",
    "COLLECT": "collect",
    "RULE ORDER": "rule-order",
    "OUTPUT ORDER": "output-order",
}


class Ways(Protocol):
    """Where pages and files lie, as addresses or as paths beside each other."""

    def home(self) -> str:
        """The list of matters."""
        ...

    def process(self, matter: str) -> str:
        """A matter's process."""
        ...

    def decisions(self, matter: str, file: str) -> str:
        """A decision file."""
        ...

    def trial(self, matter: str, file: str, number: int) -> str:
        """Where a decision is tried; "" where nothing can be asked."""
        ...

    def xml(self, matter: str) -> str:
        """The BPMN file."""
        ...

    def shown(self, matter: str, language: str) -> str:
        """The same with the names in the reader's language, for bpmn-js."""
        ...


def trail(ways: Ways, *more: tuple[Text, str]) -> list[tuple[Text, str]]:
    """Return the crumbs above a page; the last one is the page."""
    return [(T("rules.title"), ways.home() if more else ""), *more]


def home_page(book: Book, ways: Ways) -> dict[str, Any]:
    """The list of matters."""
    return {
        "trail": trail(ways),
        "book": book,
        "lines": [
            {
                "sheet": sheet,
                "address": ways.process(sheet.id),
                "files": [(file, ways.decisions(sheet.id, name)) for name, file in sheet.decisions.items()],
                "errors": sum(1 for one in sheet.remarks if one.level is Level.ERROR),
                "warnings": sum(1 for one in sheet.remarks if one.level is Level.WARNING),
            }
            for sheet in book.sheets.values()
        ],
        "remarks": book.elsewhere,
    }


def process_page(sheet: Sheet, ways: Ways, language: str) -> dict[str, Any]:
    """A matter's process, drawn and in words."""
    label = say(T("rules.process.label"), language, title=say(sheet.title, language), count=len(sheet.stops))
    drawn = pictures(sheet.net, sheet.remarks, language, label) if sheet.net else ()
    return {
        "trail": trail(ways, (sheet.title, "")),
        "sheet": sheet,
        "pictures": [
            (title_of(node) if node else None, mark_safe(svg))  # noqa: S308  made and escaped by us
            for node, svg in drawn
        ],
        "stops": [(stop, _decision_address(sheet, stop.decision, ways)) for stop in sheet.stops],
        "names": _names(sheet),
        "files": [(file, ways.decisions(sheet.id, name)) for name, file in sheet.decisions.items()],
        "xml_address": ways.xml(sheet.id) if sheet.xml else "",
        "xml_shown": ways.shown(sheet.id, language) if sheet.xml else "",
        "remarks": sheet.remarks,
        "clocks": [
            (rule, _act(rule.starts, sheet), [_act(one, sheet) for one in rule.stops])
            for rule in sheet.clocks
        ],
    }


def _names(sheet: Sheet) -> dict[str, Text]:
    """Return the titles of what findings may be about."""
    return {node.id: title_of(node) for node in sheet.net.nodes} if sheet.net else {}


def _act(name: str, sheet: Sheet) -> Text:
    if name in ACTS:
        return T(f"rules.act.{name}")
    stop = next((one for one in sheet.stops if one.id == name), None)
    return stop.title if stop else {"zh": name, "en": name}


ACTS = frozenset(
    {"file", "receive", "accept", "decide", "deliver", "correct", "forward"}
    | {"ask-correction", "refuse", "withdraw"}
)


def _decision_address(sheet: Sheet, decision: str, ways: Ways) -> str:
    file = sheet.file_of(decision) if decision else ""
    return ways.decisions(sheet.id, file) if file else ""


def decisions_page(title: Text | None, matter: str, file: DecisionFile, ways: Ways) -> dict[str, Any]:
    """A decision file: what asks what, each decision, each knowledge model."""
    above = [(title, ways.process(matter))] if title is not None else []
    name: Text = (
        {"zh": file.model.name, "en": file.model.name} if file.model else {"zh": file.name, "en": file.name}
    )
    refused = trying.why_not(file)
    model = file.model
    return {
        "trail": trail(ways, *above, (name, "")),
        "title": name,
        "matter_title": title,
        "file": file,
        "model": model,
        "graph": _graph(model, file) if model else [],
        "decisions": [
            _decision(number, one, file, ways, matter, refused) for number, one in _numbered(model)
        ],
        "knowledge": [_knowledge(one) for one in model.knowledge] if model else [],
        "no_trial": refused,
        "remarks": file.remarks,
    }


def _numbered(model: Model | None) -> list[tuple[int, Decision]]:
    return list(enumerate(model.decisions, 1)) if model else []


def _scene(file: DecisionFile) -> Scene:
    return Scene(file.model, file.domains)


def _decision(
    number: int, one: Decision, file: DecisionFile, ways: Ways, matter: str, refused: Text | None
) -> dict[str, Any]:
    return {
        "number": number,
        "decision": one,
        "shown": shown(one.expression, _scene(file)),
        "policy": _policy(one.expression),
        "address": "" if refused else ways.trial(matter, file.name, number),
    }


def _knowledge(one: Knowledge) -> dict[str, Any]:
    body = one.function.body if one.function else None
    return {"knowledge": one, "shown": shown(body, Scene()), "policy": _policy(body)}


def _policy(expression: Any) -> Text | None:
    if not isinstance(expression, Table):
        return None
    policy = POLICIES.get(expression.hit_policy, "unknown")
    return T(f"rules.policy.{policy}")


def _graph(model: Model, file: DecisionFile) -> list[dict[str, Any]]:
    """Return what each decision and knowledge model asks, by name."""
    kinds: list[tuple[Text, Any]] = [
        *((T("rules.graph.input"), one) for one in model.inputs),
        *((T("rules.graph.decision"), one) for one in model.decisions),
        *((T("rules.graph.knowledge"), one) for one in model.knowledge),
        *((T("rules.graph.service"), one) for one in model.services),
    ]
    known = {one.id or one.name: (kind, one) for kind, one in kinds}
    asking: list[tuple[Text, Any]] = [pair for pair in kinds if isinstance(pair[1], Decision | Knowledge)]
    return [
        {"kind": kind, "name": one.name, "asks": [_asked(href, known, file) for href in one.needs]}
        for kind, one in asking
    ]


def _asked(
    href: str, known: Mapping[str, tuple[Text, Any]], file: DecisionFile
) -> tuple[Text | None, str, Text | None]:
    """Return the kind and name of what is asked, and the form's name for it; elsewhere, its address."""
    namespace, _, name = href.rpartition("#")
    kind, one = known.get(name, (None, None)) if not namespace else (None, None)
    if one is None:
        return None, href, None
    title = trying.title_of_field(one.name, file.fields)
    return kind, one.name, title if title["zh"] != one.name else None


def trial_page(
    title: Text | None,
    matter: str,
    file: DecisionFile,
    number: int,
    ways: Ways,
    answers: Mapping[str, str] | None,
) -> dict[str, Any]:
    """A decision to be tried: its questions, and what came of the answers (None: nobody answered yet)."""
    assert file.model is not None
    decision = file.model.decisions[number - 1]
    tried = trying.try_it(file, decision, answers) if answers is not None else None
    above = [(title, ways.process(matter))] if title is not None else []
    name: Text = {"zh": decision.name, "en": decision.name}
    file_name: Text = {"zh": file.model.name, "en": file.model.name}
    return {
        "trail": trail(ways, *above, (file_name, ways.decisions(matter, file.name)), (name, "")),
        "decision": decision,
        "questions": tried.questions if tried else trying.questions(file, decision, {}),
        "problems": [one for one in tried.questions if one.problem] if tried else [],
        "method": "post" if trying.is_personal(file, decision) else "get",
        "answered": tried is not None and tried.answer is not None,
        "value": trying.in_words(tried.answer.value) if tried and tried.answer else "",
        "troubles": tried.answer.troubles if tried and tried.answer else (),
        "steps": _steps(file, tried) if tried else [],
    }


def _steps(file: DecisionFile, tried: trying.Tried) -> list[dict[str, Any]]:
    """Return each decision that was asked on the way, its table with the rules that fired."""
    assert file.model is not None
    by_name = {one.name: one for one in file.model.decisions}
    found = []
    for step in tried.answer.trace if tried.answer else ():
        decision = by_name.get(step.decision)
        expression = decision.expression if decision else None
        own = [hit for hit in step.hits if isinstance(expression, Table)]
        fired = [hit.row for hit in own]
        found.append(
            {
                "name": step.decision,
                "value": trying.in_words(step.value),
                "hits": [
                    (
                        hit.row,
                        [(asked, trying.in_words(value), cell) for asked, value, cell in hit.inputs],
                        hit.notes,
                    )
                    for hit in own
                ],
                "shown": shown(expression, _scene(file), fired) if own else None,
                "policy": _policy(expression),
            }
        )
    return found


def in_language(xml: bytes, language: str) -> bytes:
    """Return a BPMN file with its names in `language`, where it has them (`yw:title-en`)."""
    document = read_document(xml)
    if language == LANGUAGES[0] or isinstance(document, Problem):
        return xml
    for tag in document.root.walk():
        said = next((value for name, value in tag.attributes if name.endswith(f":title-{language}")), "")
        if said:
            tag.put("name", said)
    return write_document(document)


def data_of(xml: bytes) -> str:
    """Return a file as base64, to stand inside a page that is read from a disk."""
    return base64.b64encode(xml).decode()
