"""The look: dark stands twice and is the same, every text is readable on its ground."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[1] / "static" / "web"
TOKENS, _, PAGE = (STATIC / "page.css").read_text().partition("/* Every page:")
PAIRS = [
    ("ink", "ground"), ("ink", "surface"), ("ink", "surface-2"), ("ink-2", "ground"), ("ink-2", "surface"),
    ("ink-2", "surface-2"), ("link", "ground"), ("link", "surface"), ("link", "surface-2"),
    ("link-visited", "ground"), ("link-visited", "surface"), ("brand-ink", "brand"), ("good", "good-ground"),
    ("warn", "warn-ground"), ("bad", "bad-ground"), ("bad", "ground"), ("info", "info-ground"),
    ("ink", "info-ground"),
    ("ink", "warn-ground"), ("ink", "good-ground"), ("ink", "bad-ground"), ("warn", "ground"),
    ("warn", "surface"),
    ("link", "info-ground"), ("link", "warn-ground"),
]  # fmt: skip


def block(start: str) -> dict[str, str]:
    body = TOKENS[TOKENS.index(start) :]
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", body[: body.index("}")]))


LIGHT, DARK = block(":root {"), block(':root[data-theme="dark"] {')


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_dark_by_the_device_and_dark_by_choice_are_the_same():
    assert block(':root:not([data-theme="light"]) {') == DARK


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_is_readable_on_its_ground(theme, text, ground):
    assert contrast(theme[text], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("edge", ["edge", "focus", "bad"])
def test_edges_and_focus_are_seen(theme, edge):
    assert contrast(theme[edge], theme["surface"]) >= 3
    assert contrast(theme[edge], theme["ground"]) >= 3


def test_styles_name_no_colour_outside_the_tokens():
    page = re.sub(r"@media print.*", "", PAGE, flags=re.DOTALL)

    assert re.findall(r"#[0-9a-f]{3,8}\b", page) in ([], ["#ffd166"])


def test_nothing_is_fetched_from_elsewhere():
    for path in STATIC.iterdir():
        text = path.read_text().replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|@import|url\(", text), path.name
