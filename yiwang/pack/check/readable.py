"""The texts of a pack that people read, wherever they stand: in files, and in drawn processes."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.kernel.bpmn.net import Net
from yiwang.pack.check.examination import Examination
from yiwang.pack.fields import text_of
from yiwang.pack.matters import Matter
from yiwang.pack.nodes import every_mapping
from yiwang.pack.text import Text
from yiwang.pack.where import Where, Word


def in_files(seen: Examination, only: tuple[str, ...] = ("",), but: tuple[str, ...] = ()) -> Iterator[Text]:
    """Yield every `{zh, en}` of the YAML and JSON files whose paths begin so, without those of `but`."""
    for file, node in seen.pack.nodes.items():
        if not file.startswith(only) or (but and file.startswith(but)):
            continue
        for mapping in every_mapping(node):
            if mapping.entries and set(mapping.entries) <= {"zh", "en"}:
                text = text_of(mapping)
                if text:
                    yield text


def in_drawings(seen: Examination) -> Iterator[Text]:
    """Yield the titles of drawn processes: of every node, and of every outcome."""
    for matter in seen.pack.matters:
        net = seen.nets.get(str(matter.id)) if matter.process is not None else None
        for node in net.nodes if isinstance(net, Net) else ():
            where = seen.where_in_process(matter, node.id)
            for title in (node.title, *(outcome.title for outcome in node.outcomes)):
                if title:
                    yield _at(title, where)


def outcomes_in_drawing(seen: Examination, matter: Matter) -> Iterator[tuple[str, Text]]:
    """Yield the outcomes of a drawn process, each with the id of its task."""
    net = seen.nets.get(str(matter.id)) if matter.process is not None else None
    for node in net.nodes if isinstance(net, Net) else ():
        for outcome in node.outcomes:
            yield node.id, _at(outcome.title, seen.where_in_process(matter, node.id))


def titles_of_tasks(seen: Examination, matter: Matter) -> Iterator[Text]:
    """Yield the titles of a matter's steps, written or drawn."""
    if matter.process is None:
        yield from (step.title for step in matter.steps)
        return
    net = seen.nets.get(str(matter.id))
    for node in net.tasks if isinstance(net, Net) else ():
        yield _at(node.title, seen.where_in_process(matter, node.id))


def _at(title: dict[str, str], where: Where) -> Text:
    return Text({language: Word(words, where) for language, words in title.items()}, where)
