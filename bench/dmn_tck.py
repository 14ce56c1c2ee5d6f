"""`python -m bench.dmn_tck DIR [--json]`: runs folders of the DMN TCK through the engine.

A folder holds models (`*.dmn`) and test files (`*-test-*.xml`, schema `DMN/20160719/testcase`). A case
passes if every result it names equals what is expected: same kind and equal, numbers within 1e-8 as the
suite's expected values are written with fewer digits than decimals have.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from lxml import etree

from yiwang.kernel.dmn import Decisions, Model, read
from yiwang.kernel.feel.temporal_text import parse_date, parse_date_time, parse_duration, parse_time

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_CLOSE = Decimal("1e-8")
_NUMBERS = {"decimal", "double", "float", "integer", "int", "long", "short", "byte"}


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _children(element: Any, name: str) -> list[Any]:
    return [one for one in element if _name(one) == name]


def _plain(element: Any) -> Any:
    text = element.text or ""
    kind = element.get(f"{_XSI}type", "string").rpartition(":")[2]
    if element.get(f"{_XSI}nil") in ("true", "1"):
        return None
    match kind:
        case "boolean":
            return text.strip() in ("true", "1")
        case "date":
            return parse_date(text.strip())
        case "time":
            return parse_time(text.strip())
        case "dateTime":
            return parse_date_time(text.strip())
        case "duration" | "dayTimeDuration" | "yearMonthDuration":
            return parse_duration(text.strip())
    if kind in _NUMBERS:
        try:
            return Decimal(text.strip())
        except InvalidOperation:
            return None
    return text


def value_in(element: Any) -> Any:
    """Return the value an input, an expectation, an item or a component holds."""
    if element.get(f"{_XSI}nil") in ("true", "1"):
        return None
    parts = _children(element, "component")
    if parts:
        return {part.get("name"): value_in(part) for part in parts}
    for one in element:
        if _name(one) == "value":
            return _plain(one)
        if _name(one) == "list":
            nothing = one.get(f"{_XSI}nil") in ("true", "1")
            return None if nothing else [value_in(item) for item in _children(one, "item")]
    return None


def alike(got: Any, wanted: Any) -> bool:
    """Return whether a value is what a test expects."""
    if isinstance(wanted, Decimal) and isinstance(got, Decimal):
        return got == wanted or abs(got - wanted) <= _CLOSE * max(1, abs(wanted))
    if isinstance(wanted, list) and isinstance(got, list):
        return len(got) == len(wanted) and all(map(alike, got, wanted))
    if isinstance(wanted, Mapping) and isinstance(got, Mapping):
        return set(got) == set(wanted) and all(alike(got[name], wanted[name]) for name in wanted)
    return type(got) is type(wanted) and bool(got == wanted)


def models_in(folder: Path) -> dict[str, Model | str]:
    """Return the models of a folder by file name, or why one cannot be read."""
    found: dict[str, Model | str] = {}
    for file in sorted(folder.glob("*.dmn")):
        model = read(file.read_bytes())
        found[file.name] = model if isinstance(model, Model) else model.en
    return found


def run_folder(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each case of a folder with "" if it passes, else what failed."""
    models = models_in(folder)
    compiled: dict[str, Decisions | str] = {}
    for file in sorted(folder.glob("*.xml")):
        root = etree.parse(file, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
        if _name(root) != "testCases":
            continue
        model = (_children(root, "modelName") or [None])[0]
        name = (model.text or "").strip() if model is not None else ""
        if name not in compiled:
            compiled[name] = _compiled(name, models)
        for case in _children(root, "testCase"):
            yield f"{folder.name} {file.stem} {case.get('id')}", _failure(case, compiled[name])


def _compiled(name: str, models: dict[str, Model | str]) -> Decisions | str:
    main = models.get(name, f"there is no model {name}")
    if isinstance(main, str):
        return main
    return Decisions(main, [one for one in models.values() if isinstance(one, Model)])


def _failure(case: Any, decisions: Decisions | str) -> str:
    if isinstance(decisions, str):
        return decisions
    facts: dict[str, Any] = {one.get("name"): value_in(one) for one in _children(case, "inputNode")}
    facts["now()"] = datetime.now(UTC)
    invoked = case.get("invocableName")
    for result in _children(case, "resultNode"):
        expected = _children(result, "expected")
        wanted = value_in(expected[0]) if expected else None
        try:
            got = decisions.evaluate(invoked or result.get("name"), facts).value
        except Exception as error:  # a crash is a failure of this case, not the end of the run
            return f"{result.get('name')}: crashed with {type(error).__name__}: {error}"
        if not alike(got, wanted) and not _one_of_service(got, wanted, result, invoked):
            return f"{result.get('name')}: got {got!r}, wanted {wanted!r}"
    return ""


def _one_of_service(got: Any, wanted: Any, result: Any, invoked: str | None) -> bool:
    """A service with several outputs answers with all; a result may name one of them."""
    return bool(invoked) and isinstance(got, Mapping) and alike(got.get(result.get("name")), wanted)


def run(root: Path) -> dict[str, Any]:
    """Return passed, total and the failures of all folders under `root`."""
    failures = []
    total = 0
    for folder in sorted({file.parent for file in root.rglob("*.dmn")}):
        for case, failure in run_folder(folder):
            total += 1
            if failure:
                failures.append({"case": case, "failure": failure})
    return {"passed": total - len(failures), "total": total, "failures": failures}


def main() -> int:
    """Print each failure, then passed and total. 0 if all pass, 1 if not, 2 without cases."""
    folders = [one for one in sys.argv[1:] if not one.startswith("--")]
    if len(folders) != 1 or not Path(folders[0]).is_dir():
        print("usage: python -m bench.dmn_tck DIR [--json]", file=sys.stderr)
        return 2
    found = run(Path(folders[0]))
    if "--json" in sys.argv:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for failure in found["failures"]:
            print(f"{failure['case']}: {failure['failure']}")
        print(f"passed {found['passed']} total {found['total']}")
    if not found["total"]:
        return 2
    return 1 if found["failures"] else 0


if __name__ == "__main__":
    sys.exit(main())
