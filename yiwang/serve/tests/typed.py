"""Commands as people type them."""

from __future__ import annotations

from pathlib import Path

from click.testing import Result
from typer.testing import CliRunner

from yiwang.cli import app


def run(*words: object) -> Result:
    """Type a command; whatever it is given, it never ends in a traceback."""
    told = CliRunner().invoke(app, [str(word) for word in words])
    assert told.exception is None or isinstance(told.exception, SystemExit), repr(told.exception)
    return told


def key_file(data: Path) -> Path:
    """Keep what `yiwang key` prints."""
    printed = run("key", "tutorial", "--data", data)
    assert printed.exit_code == 0
    path = data / "tutorial.pub"
    path.write_text(printed.output)
    return path
