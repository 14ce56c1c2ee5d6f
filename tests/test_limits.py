"""The limits of the house: short files, short functions, no room for odds and ends."""

import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
ODD_ROOMS = {"utils", "helpers", "common", "misc", "util", "helper"}


def source_files():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).exists()]


def functions(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, node.end_lineno - node.lineno + 1


def test_no_file_is_longer_than_four_hundred_lines():
    long = {
        str(path.relative_to(ROOT)): count
        for path in source_files()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long


def test_no_function_is_longer_than_sixty_lines_and_most_are_under_thirty():
    lengths = [
        (size, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
        for path in source_files()
        for node, size in functions(path)
    ]
    assert len(lengths) > 500
    assert not [one for one in lengths if one[0] > 60]
    assert sum(size <= 30 for size, _ in lengths) / len(lengths) >= 0.95


def test_no_room_is_for_odds_and_ends():
    assert not [path for path in source_files() if path.stem in ODD_ROOMS or path.parent.name in ODD_ROOMS]


def test_the_files_speak_of_the_project_alone():
    hosts = ("files.python" + "hosted", "pypi" + ".org", "registry.npm" + "js")
    marks = ("/work/" + "main", "/work/" + "shared", *hosts)
    listed = subprocess.run(
        ["git", "grep", "-lIF", *[part for mark in marks for part in ("-e", mark)]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    assert not listed
