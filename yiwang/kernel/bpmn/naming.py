"""How nodes and flows are named to people, and what is wrong at one of them."""

from __future__ import annotations

from yiwang.kernel.bpmn.net import Flow, Node, Problem


def name_of(thing: Node | Flow, language: str = "zh") -> str:
    """Return the title in `language`, the id where there is none."""
    return thing.title.get(language) or thing.title.get("zh") or thing.id


def at(thing: Node | Flow, code: str, zh: str, en: str) -> Problem:
    """Return a problem at a node or flow."""
    return Problem(code, f"{name_of(thing)}: {zh}。", f"{name_of(thing, 'en')}: {en}.", thing.id, thing.title)
