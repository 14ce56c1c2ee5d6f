"""`python -m bench.json_schema DIR [--json]`: the JSON Schema 2020-12 suite through what validates forms.

`DIR` holds `tests/draft2020-12` and `remotes`. Forms and packs are validated by
`yiwang.pack.json_schema`, which fetches nothing; so is the suite here. `required` are the files of
the folder itself, `optional` those below `optional/`, formats among them, which are counted apart.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from yiwang.pack.json_schema import validator

_HOST = "http://localhost:1234"  # the address the suite's own references are written with


def registry(remotes: Path) -> Registry[Any]:
    """Return the suite's remote schemas by their addresses; nothing else is ever looked up."""
    found: Registry[Any] = Registry()
    for file in sorted(remotes.rglob("*.json")):
        contents = json.loads(file.read_text("utf-8"))
        resource = Resource.from_contents(contents, default_specification=DRAFT202012)
        found = found.with_resource(f"{_HOST}/{file.relative_to(remotes).as_posix()}", resource)
    return found


def run_file(file: Path, known: Registry[Any], formats: bool) -> Iterator[tuple[str, str]]:
    """Yield each test of a file with "" if it passes, else what failed."""
    for group in json.loads(file.read_text("utf-8")):
        checker = FormatChecker() if formats else None
        judge = validator(group["schema"], known, checker)
        for test in group["tests"]:
            name = f"{file.stem}: {group['description']}: {test['description']}"
            try:
                valid = judge.is_valid(test["data"])
            except Exception as error:  # a crash is a failure of this test, not the end of the run
                yield name, f"crashed with {type(error).__name__}: {error}"
                continue
            yield name, "" if valid == test["valid"] else f"said {valid}, wanted {test['valid']}"


def run(root: Path) -> dict[str, Any]:
    """Return passed, total and failures of the required part, and of the optional part beside it."""
    known = registry(root / "remotes")
    folder = root / "tests" / "draft2020-12"
    parts: dict[str, dict[str, Any]] = {}
    for part, files in (
        ("required", sorted(folder.glob("*.json"))),
        ("optional", sorted((folder / "optional").rglob("*.json"))),
    ):
        results = [one for file in files for one in run_file(file, known, "format" in file.parts)]
        failures = [{"test": name, "failure": failure} for name, failure in results if failure]
        passed = len(results) - len(failures)
        parts[part] = {"passed": passed, "total": len(results), "failures": failures}
    return {**parts["required"], "optional": parts["optional"]}


def main() -> int:
    """Print each failure, then passed and total. 0 if all required pass, 1 if not, 2 without tests."""
    folders = [one for one in sys.argv[1:] if not one.startswith("--")]
    if len(folders) != 1 or not (Path(folders[0]) / "tests" / "draft2020-12").is_dir():
        print("usage: python -m bench.json_schema DIR [--json]", file=sys.stderr)
        return 2
    found = run(Path(folders[0]))
    if "--json" in sys.argv:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for failure in [*found["failures"], *found["optional"]["failures"]]:
            print(f"{failure['test']}: {failure['failure']}")
        print(f"required: passed {found['passed']} total {found['total']}")
        print(f"optional: passed {found['optional']['passed']} total {found['optional']['total']}")
    return 1 if found["failures"] else 0


if __name__ == "__main__":
    sys.exit(main())
