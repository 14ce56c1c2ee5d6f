"""`yiwang schema [KIND] [--out DIR]`: prints the schemas of pack files, or sets them up for an editor.

Written into DIR: `yiwang/<kind>.schema.json`, and `settings.json` of VS Code with globs for each, if there is
none; settings that are there already are left alone, and ours are put beside them.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any, TextIO

from yiwang.pack.editor.schemas import publishable, published
from yiwang.pack.finding import Sentence
from yiwang.pack.kinds import Kind

FOLDER, SETTINGS, BESIDE = "yiwang", "settings.json", "settings.yiwang.json"


def schema(kind: str | None, out_dir: Path | None, lang: str, out: TextIO) -> int:
    """Print one schema, or the list of them; with `out_dir` write all of them there.

    Returns 0, or 2 for a kind nobody knows or a folder that cannot be written.
    """
    index = 1 if lang == "en" else 0
    if kind is not None:
        return _print_one(kind, index, out)
    if out_dir is None:
        for one in publishable():
            print(f"{one.name:15} {' '.join(globs(one))}", file=out)
        return 0
    try:
        said = write_all(out_dir)
    except OSError as error:
        zh, en = f"{out_dir} 写不进去", f"{out_dir} cannot be written"
        print(f"{(zh, en)[index]}: {error.strerror}", file=out)
        return 2
    for sentence in said:
        print(sentence[index], file=out)
    return 0


def _print_one(kind: str, index: int, out: TextIO) -> int:
    known = [one.name for one in publishable()]
    if kind not in known:
        near = difflib.get_close_matches(kind, known, n=3, cutoff=0.4) or known
        zh, en = (
            f"没有 {kind} 的模式; 有: {'、'.join(near)}。",
            f"There is no schema {kind}; there are: {', '.join(near)}.",
        )
        print((zh, en)[index], file=out)
        return 2
    print(text_of(kind), end="", file=out)
    return 0


def text_of(kind: str) -> str:
    """Return the schema of a kind as it is written."""
    return json.dumps(published(kind), ensure_ascii=False, indent=1) + "\n"


def globs(kind: Kind) -> list[str]:
    """Return which files a schema is for, wherever packs lie in the workspace."""
    return [f"**/{re.sub('<[a-z]+>', '*', shape)}" for shape in kind.shape.split(", ")]


def settings(out_dir: Path) -> dict[str, Any]:
    """Return the settings of VS Code for schemas in `out_dir`, which lies in the workspace's own folder."""
    base = f"./{out_dir.name}/{FOLDER}"
    kinds = [(kind, f"{base}/{kind.name}.schema.json") for kind in publishable()]
    return {
        "yaml.schemas": {address: globs(kind) for kind, address in kinds if kind.form == "yaml"},
        "json.schemas": [
            {"fileMatch": globs(kind), "url": address} for kind, address in kinds if kind.form == "json"
        ],
    }


def write_all(out_dir: Path) -> list[Sentence]:
    """Write the schemas and the settings, and return what was done. Raises OSError."""
    out_dir = Path(os.path.abspath(out_dir))
    folder = out_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for kind in publishable():
        _write(folder / f"{kind.name}.schema.json", text_of(kind.name))
    count = len(publishable())
    said = [Sentence(f"写了 {count} 个模式: {folder}", f"{count} schemas written: {folder}")]
    ours = settings(out_dir)
    text = json.dumps(ours, ensure_ascii=False, indent=2) + "\n"
    file, beside = out_dir / SETTINGS, out_dir / BESIDE
    if not os.path.lexists(file):
        _write(file, text)
        said.append(Sentence(f"写了设置: {file}", f"Settings written: {file}"))
    elif _holds(file, ours):
        said.append(Sentence(f"{file} 已有这些设置。", f"{file} has these settings already."))
    else:
        _write(beside, text)
        said.append(
            Sentence(
                f"{file} 已有别的设置, 没有动它; 请把 {beside.name} 里的两项抄进去。",
                f"{file} holds other settings and was left alone; copy the keys of {beside.name} into it.",
            )
        )
    return said


def _holds(file: Path, ours: dict[str, Any]) -> bool:
    """Say whether settings hold all of ours; what is no plain JSON (comments) counts as not."""
    try:
        there = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    if not isinstance(there, dict):
        return False
    yaml, listed = there.get("yaml.schemas"), there.get("json.schemas")
    return (
        isinstance(yaml, dict)
        and isinstance(listed, list)
        and all(yaml.get(key) == value for key, value in ours["yaml.schemas"].items())
        and all(one in listed for one in ours["json.schemas"])
    )


def _write(file: Path, text: str) -> None:
    """Put a whole file there at once; a symbolic link is replaced, never followed."""
    descriptor, name = tempfile.mkstemp(prefix=".yiwang-", dir=file.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            os.fchmod(out.fileno(), 0o644)
            out.write(text)
        os.replace(name, file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
