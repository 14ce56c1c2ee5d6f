"""What README and docs name exists, and the command line offers no more and no less."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMANDS = {
    *("check", "page", "schema", "serve", "demo", "replay", "shadow"),
    *("verify", "key", "doctor", "people"),
}


def test_every_file_that_the_docs_link_to_is_there():
    missing = []
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                missing.append(f"{page.name}: {target}")
    assert not missing


def test_the_readme_names_the_commands_there_are():
    shown = subprocess.run(
        [sys.executable, "-c", "from yiwang.cli import main; main()", "--help"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"COLUMNS": "160", "PATH": "/usr/bin:/bin", "HOME": "/tmp"},
        check=False,
    ).stdout
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f" {name} " in shown
        assert f"yiwang {name}" in readme


def test_every_room_of_the_architecture_exists():
    page = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)
    assert len(rooms) >= 8
    assert all((ROOT / room).exists() for room in rooms)
