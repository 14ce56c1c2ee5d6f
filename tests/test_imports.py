"""Imports point one way, those hidden in functions included, and the contracts notice a breach."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1] / "yiwang"

# Who may import whom among our own rooms; a room not named here may import none of ours.
ALLOWED = {
    "kernel": set(),
    "pack": {"kernel"},
    "ports": {"kernel"},
    "store": {"kernel"},
    "people": {"kernel", "pack", "store"},
    "granted": {"kernel", "ports", "store"},
    "replay": {"kernel", "pack", "store"},
    "export": {"kernel", "store"},
    "geo": {"kernel", "pack"},
    "synthetic": {"pack"},
    "web": {"kernel", "pack", "ports", "store", "people", "granted"},
    "ingest": {"kernel", "store", "web"},
    "gateway": {"kernel", "store", "people", "granted", "web"},
    "nets": {"kernel", "pack", "store", "people", "granted", "gateway", "geo", "ingest", "web", "ports"},
    "serve": {
        "kernel",
        "pack",
        "store",
        "ports",
        "people",
        "granted",
        "gateway",
        "ingest",
        "web",
        "replay",
        "export",
        "synthetic",
        "nets",
    },
    "cli_alerts": {"nets"},
    "cli_cases": {"pack", "serve"},
    "cli_data": {"synthetic"},
    "cli_events": {"serve"},
    "cli_signals": {"serve"},
    "cli_reports": {"serve"},
    "cli_gateway": {"gateway", "serve", "web"},
    "cli_geo": {"geo"},
    "cli_witness": {"serve", "store"},
    "cli": {
        "kernel",
        "pack",
        "store",
        "people",
        "web",
        "replay",
        "export",
        "nets",
        "serve",
        "cli_alerts",
        "cli_cases",
        "cli_data",
        "cli_events",
        "cli_gateway",
        "cli_reports",
        "cli_signals",
        "cli_geo",
        "cli_witness",
    },
}
KERNEL_MAY_USE = {"msgspec"}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def our_modules():
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "tests" not in parts and parts[0] != "__init__":
            yield path, parts[0]


def test_each_room_imports_only_from_the_rooms_below_it():
    wrong = []
    for path, room in our_modules():
        for name in imports(path):
            if not name.startswith("yiwang."):
                continue
            other = name.split(".")[1]
            if other != room and other not in ALLOWED[room]:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert not wrong


def test_a_net_never_imports_another():
    wrong = []
    for path, room in our_modules():
        if room != "nets" or len(path.relative_to(ROOT).parts) < 3:
            continue
        own = path.relative_to(ROOT).parts[1]
        wrong += [
            f"{path}: {name}"
            for name in imports(path)
            if name.startswith("yiwang.nets.") and name.split(".")[2] != own
        ]
    assert not wrong


def test_the_kernel_needs_nothing_but_the_standard_library_and_msgspec():
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path, room in our_modules()
        if room == "kernel"
        for name in imports(path)
        if name.split(".")[0] not in {*sys.stdlib_module_names, "yiwang", *KERNEL_MAY_USE}
    }
    assert not wrong


def test_the_kernel_reads_no_clock_no_files_and_no_chance():
    forbidden = {"random", "secrets", "os", "pathlib", "io", "socket", "subprocess", "time", "uuid"}
    harmless = {("numbers.py", "uuid"), ("traffic.py", "uuid")}  # ids made from what is given
    wrong = set()
    for path, room in our_modules():
        if room != "kernel":
            continue
        wrong |= {
            f"{path.name}: {name}"
            for name in imports(path)
            if name.split(".")[0] in forbidden and (path.name, name) not in harmless
        }
        text = path.read_text(encoding="utf-8")
        calls = ("datetime.now(", "date.today(", "open(")
        wrong |= {f"{path.name}: {call}" for call in calls if _calls(text, call)}
    assert not wrong


def _calls(text, call):
    name = call[:-1]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == name:
            return True
    return False
