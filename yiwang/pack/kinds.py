"""The kinds of files that make a pack. What matches none is not part of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from yiwang.pack import limits

SLUG = r"[a-z0-9][a-z0-9-]*"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    Attributes:
        name: also the name of its schema, if it has one.
        shape: the path below the pack's folder, as people write it (`<id>` stands for a slug).
        form: `yaml`, `json`, `csv`, `xml` (kept as bytes) or `about` (kept, never read).
        needed: every pack has it.
    """

    name: str
    shape: str
    pattern: re.Pattern[str]
    form: str
    needed: bool = False

    @property
    def bytes_at_most(self) -> int:
        """The greatest size of such a file."""
        return limits.BYTES_OF_A_FILE if self.form == "about" else limits.BYTES_OF_A_TEXT


def _kind(name: str, shape: str, form: str, needed: bool = False) -> Kind:
    pattern = re.escape(shape).replace("<year>", "[0-9]{4}")
    pattern = re.sub("<[a-z]+>", lambda _: SLUG, pattern)
    return Kind(name, shape, re.compile(pattern + r"\Z"), form, needed)


KINDS: tuple[Kind, ...] = (
    _kind("pack", "pack.yaml", "yaml", needed=True),
    _kind("places", "places.csv", "csv", needed=True),
    _kind("overlays", "overlays.yaml", "yaml"),
    _kind("bodies", "bodies.csv", "csv", needed=True),
    _kind("positions", "positions.csv", "csv", needed=True),
    _kind("persons", "persons.csv", "csv"),
    _kind("responsibility", "responsibility.yaml", "yaml"),
    _kind("town-duties", "town-duties.csv", "csv"),
    _kind("items", "items.yaml", "yaml"),
    _kind("synonyms", "synonyms.yaml", "yaml"),
    _kind("calendar", "calendar/<year>.json", "json"),
    Kind("clauses", "clauses/<law>.yaml", re.compile(r"clauses/[^/.][^/]*\.yaml\Z"), "yaml"),
    _kind("matter", "matters/<id>/matter.yaml", "yaml"),
    _kind("form", "matters/<id>/form.schema.json", "json"),
    _kind("process", "matters/<id>/<name>.bpmn", "xml"),
    _kind("decisions", "matters/<id>/<name>.dmn", "xml"),
    Kind(
        "paper",
        "matters/<id>/files/<name>",
        re.compile(rf"matters/{SLUG}/files/{SLUG}\.(pdf|txt|png|jpg|docx|xlsx|odt|ods)\Z"),
        "about",
    ),
    Kind(
        "scenario",
        "scenarios/<name>.yaml, matters/<id>/scenarios/<name>.yaml",
        re.compile(rf"(matters/{SLUG}/)?scenarios/{SLUG}\.yaml\Z"),
        "yaml",
    ),
    _kind("duty", "duties/<id>.yaml", "yaml"),
    _kind("product", "products/<id>.yaml", "yaml"),
    _kind("grant", "grants/<id>.yaml", "yaml"),
    _kind("policy", "policies/<id>.yaml", "yaml"),
    _kind("open", "open/<id>.yaml", "yaml"),
    _kind("wiring", "wiring.yaml", "yaml"),
    _kind("windows", "windows.yaml", "yaml"),
    _kind("sensing", "sensing.yaml", "yaml"),
    _kind("events", "events.yaml", "yaml"),
    _kind("incidents", "incidents.yaml", "yaml"),
    _kind("reports", "reports.yaml", "yaml"),
    _kind("security", "security.yaml", "yaml"),
    _kind("messages", "messages.yaml", "yaml"),
    _kind("upward", "upward/<id>.yaml", "yaml"),
    _kind("alerts", "alerts.yaml", "yaml"),
    _kind("plan", "plans/<id>.yaml", "yaml"),
    _kind("glossary", "glossary.yaml", "yaml"),
    _kind("personas", "personas.yaml", "yaml"),
    _kind("demo", "demo/<name>.yaml", "yaml"),
    _kind("mapping", "mappings/<name>.yaml", "yaml"),
    _kind("replay", "replay/<name>.yaml", "yaml"),
    Kind(
        "log",
        "replay/<name>.xes, .csv, .xes.gz, .csv.gz",
        re.compile(rf"replay/{SLUG}\.(xes|csv)(\.gz)?\Z"),
        "about",
    ),
    _kind("boundary", "boundaries/<name>.geojson", "about"),
    Kind(
        "about",
        "README.md, SOURCES.md, LICENSE, NOTICE",
        re.compile(r"(.+/)?(README|SOURCES|LICENSE|NOTICE)(\.[a-z-]+)?(\.md|\.txt)?\Z"),
        "about",
    ),
)


def kind_of(file: str) -> Kind | None:
    """Return the kind of the file at `file`, a path below the pack's folder; None: not part of a pack."""
    return next((kind for kind in KINDS if kind.pattern.match(file)), None)
