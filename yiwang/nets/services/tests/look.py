"""What is wrong with the look of pages: axe in one mode, and a small screen in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from yiwang.web.tests.browser import axe_findings

MODES = [("light", "normal"), ("dark", "normal"), ("light", "elder"), ("dark", "elder")]
"""Theme and size, each as the preferences name it."""
FULL = [MODES[0], *(pytest.param(*mode, marks=pytest.mark.full) for mode in MODES[1:])]
"""The first mode for every run, the others with --full."""


def faults_of_look(
    walker: Any, pages: Mapping[str, Sequence[str]], theme: str, size: str
) -> dict[str, list[str]]:
    """Return by persona and address what axe finds, with every detail open, and what is wider than 320 px."""
    found: dict[str, list[str]] = {}
    for persona, addresses in pages.items():
        walker.sign_in(persona)
        walker.page.goto(walker.base.removesuffix("/yueyang") + "/-/preferences")
        walker.page.check(f"#theme-{theme}")
        walker.page.check(f"#size-{size}")
        walker.page.click("main button")
        for address in addresses:
            walker.page.set_viewport_size({"width": 1280, "height": 900})
            walker.page.goto(address)
            walker.page.evaluate(
                "document.querySelectorAll('main details').forEach(one => { one.open = true })"
            )
            if findings := axe_findings(walker.page):
                found[f"{persona} {address}"] = findings
            walker.page.set_viewport_size({"width": 320, "height": 640})
            for language in ("zh", "en"):
                walker.page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
                if (wide := walker.page.evaluate("document.documentElement.scrollWidth")) > 320:
                    found[f"{persona} {address} {language}"] = [f"{wide} px wide"]
    return found
