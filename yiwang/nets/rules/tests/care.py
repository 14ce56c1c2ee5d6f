"""A decision file of the made-up city with one of each flaw (care.dmn), and a city in which it stands."""

from __future__ import annotations

import shutil
from pathlib import Path

TUTORIAL = Path(__file__).parents[4] / "packs" / "tutorial"
MATTER = "matters/tree-adoption/matter.yaml"
CARE = Path(__file__).with_name("care.dmn").read_text("utf-8")


def faulty_city(folder: Path) -> Path:
    """Copy the tutorial; its matter gets the decision file, and a step that is nobody's."""
    root = folder / "tutorial"
    shutil.copytree(TUTORIAL, root)
    matter = root / MATTER
    text = matter.read_text("utf-8")
    assert text.count("    position: officer\n    when") == 1
    text = text.replace("    position: officer\n    when", "    when") + "decisions: [care.dmn]\n"
    matter.write_text(text, "utf-8")
    (matter.parent / "care.dmn").write_text(CARE, "utf-8")
    return root
