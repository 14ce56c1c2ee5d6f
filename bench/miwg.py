"""`python -m bench.miwg DIR [--json]`: the reference models of BPMN MIWG, read and written back.

A model passes when what is written back is canonically equal (C14N 2.0, comments kept) to what was
read: no element, attribute, drawing or extension is lost. Of each is said what would not run.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from yiwang.kernel.bpmn.document import Document, read_document, write_document
from yiwang.kernel.bpmn.xml_read import read


def canonical(xml: bytes, encoding: str) -> str:
    """Return the canonical form of a file."""
    return ElementTree.canonicalize(xml.decode(encoding), with_comments=True)


def examine(file: Path) -> dict[str, Any]:
    """Return what becomes of one model: whether it round-trips, and what would not run."""
    xml = file.read_bytes()
    document = read_document(xml)
    if not isinstance(document, Document):
        return {"model": file.name, "equal": False, "why": document.en, "would_not_run": []}
    again = write_document(document)
    model = read(xml)
    return {
        "model": file.name,
        "elements": sum(1 for _ in document.root.walk()),
        "equal": canonical(xml, document.encoding) == canonical(again, document.encoding),
        "nodes": sum(len(process.net.nodes) for process in model.processes),
        "would_not_run": [
            {"element": one.element, "name": " ".join(one.name.split()), "id": one.id, "line": one.line}
            for one in model.unsupported
        ],
    }


def run(folder: Path) -> dict[str, Any]:
    """Return passed, total and each model of a folder."""
    models = [examine(file) for file in sorted(folder.rglob("*.bpmn"))]
    return {"passed": sum(one["equal"] for one in models), "total": len(models), "models": models}


def main() -> int:
    """Print each model. 0 if all round-trip, 1 if not, 2 without models."""
    folders = [one for one in sys.argv[1:] if not one.startswith("--")]
    found = run(Path(folders[0])) if len(folders) == 1 and Path(folders[0]).is_dir() else {"total": 0}
    if not found["total"]:
        print("usage: python -m bench.miwg DIR [--json]", file=sys.stderr)
        return 2
    if "--json" in sys.argv:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for model in found["models"]:
            said = "equal" if model["equal"] else "NOT EQUAL"
            print(f"{model['model']}: {said}; {len(model['would_not_run'])} would not run")
            for one in model["would_not_run"]:
                print(f"    line {one['line']}: {one['element']} {one['name'] or one['id']!r}")
        print(f"passed {found['passed']} total {found['total']}")
    return 0 if found["passed"] == found["total"] else 1


if __name__ == "__main__":
    sys.exit(main())
