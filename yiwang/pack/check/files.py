"""The files of a pack."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from yiwang.pack.check.examination import Examination
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level
from yiwang.pack.kinds import KINDS
from yiwang.pack.where import Where


@rule("YW115")
def every_file_is_part_of_the_pack(seen: Examination) -> Iterator[Finding]:
    """文件夹里只有配置包的文件。Every file in the folder is part of the pack."""
    shapes = [kind.shape for kind in KINDS if kind.name != "about"]
    for path in seen.pack.strangers:
        near = difflib.get_close_matches(path, shapes, n=1, cutoff=0.75)
        hidden = path.rsplit("/", 1)[-1].startswith(".")
        hint = (f"是不是 {near[0]}? ", f"Do you mean {near[0]}? ") if near else ("", "")
        yield found(
            Where(path),
            (f"{path} 不属于配置包, 不会被读取。", f"{path} is not part of the pack and is never read."),
            (
                f"{hint[0]}改名或移走; 各文件见 docs/packs.md。",
                f"{hint[1]}Rename or move it; see docs/packs.md.",
            ),
            Level.WARNING if hidden else Level.ERROR,
        )
    yield from _unused(seen)


def _unused(seen: Examination) -> Iterator[Finding]:
    """Files of a matter that its matter.yaml does not name are never used either."""
    used = {str(place.boundary) for place in seen.pack.places if place.boundary}
    folders = set()
    for matter in seen.pack.matters:
        folders.add(matter.folder)
        named = (matter.form_file, matter.process_file, *matter.decision_files)
        used |= {matter.folder + str(name) for name in named if name}
    for path in seen.pack.files:
        if not path.endswith((".bpmn", ".dmn", ".schema.json", ".geojson")) or path in used:
            continue
        folder = "/".join(path.split("/")[:2]) + "/"
        if path.startswith("matters/") and seen.unread(folder + "matter.yaml"):
            continue
        if path.endswith(".geojson") and seen.unread("places.csv"):
            continue
        if path.startswith("matters/") and folder not in folders:
            yield found(
                Where(path),
                (
                    f"{folder} 里没有 matter.yaml, {path} 用不上。",
                    f"{folder} has no matter.yaml; {path} is unused.",
                ),
                ("写上 matter.yaml, 或移走文件。", "Write the matter.yaml, or move the file away."),
            )
        else:
            namer = "matter.yaml" if path.startswith("matters/") else "places.csv"
            yield found(
                Where(path),
                (f"{namer} 没有用到 {path}。", f"{namer} does not name {path}."),
                (f"在 {namer} 写上它, 或移走文件。", f"Name it in {namer}, or move the file away."),
                Level.WARNING,
            )
