"""Reads a pack, from its folder or from its archive. Whatever is wrong becomes a finding; nothing crashes."""

from __future__ import annotations

from pathlib import Path

from yiwang.pack import governed, understand
from yiwang.pack.catalogue import catalogue_of
from yiwang.pack.conform import conform, conform_form, conform_table, has_schema
from yiwang.pack.cut_texts import cut_texts
from yiwang.pack.digest import digest_of, files_of_archive
from yiwang.pack.events import events_of
from yiwang.pack.finding import Finding, Sentence
from yiwang.pack.folder import Folder, read_folder
from yiwang.pack.guarding import guarding_of
from yiwang.pack.incidents import incidents_of
from yiwang.pack.kinds import KINDS, kind_of
from yiwang.pack.model import Pack
from yiwang.pack.nodes import Node, without_nulls
from yiwang.pack.open_sets import open_sets_of
from yiwang.pack.plans import alerting_of, plans_of
from yiwang.pack.policies import policies_of
from yiwang.pack.read_csv import Table, read_csv
from yiwang.pack.read_json import read_json
from yiwang.pack.read_yaml import read_yaml
from yiwang.pack.reports import reports_of
from yiwang.pack.sensing import sensing_of
from yiwang.pack.told import keeping_of, told_of
from yiwang.pack.understand_matter import matter_of
from yiwang.pack.upward import upwards_of
from yiwang.pack.where import Where
from yiwang.pack.windows import windows_of


def load(root: Path) -> Pack:
    """Read the pack in the folder `root`.

    Raises:
        Unreadable: there is no such folder, or it cannot be listed.
    """
    return load_folder(read_folder(root))


def load_archive(data: bytes) -> Pack:
    """Read a pack from the bytes that `digest.archive` made.

    Raises:
        Unreadable: the bytes are no such archive.
    """
    return load_files(files_of_archive(data))


def load_files(files: dict[str, bytes]) -> Pack:
    """Read a pack from the bytes of its files, by path."""
    parts = {path: data for path, data in sorted(files.items()) if kind_of(path)}
    return load_folder(Folder(parts, tuple(sorted(set(files) - set(parts)))))


class _Reading:
    def __init__(self, folder: Folder) -> None:
        self.findings = list(folder.findings)
        self.nodes: dict[str, Node] = {}
        self.tables: dict[str, Table] = {}
        for file, data in folder.files.items():
            kind = kind_of(file)
            if kind is None:
                continue
            if kind.form == "csv":
                self._table(file, kind.name, data)
            elif kind.form in ("yaml", "json"):
                self._node(file, kind.name, kind.form, data)

    def _table(self, file: str, name: str, data: bytes) -> None:
        table, findings = read_csv(file, data)
        self.findings += findings
        if table is not None:
            self.tables[file] = table
            self.findings += conform_table(name, table)

    def _node(self, file: str, name: str, form: str, data: bytes) -> None:
        node, findings = read_yaml(file, data) if form == "yaml" else read_json(file, data)
        self.findings += findings
        if node is None:
            if not findings:
                self.findings.append(_empty(file))
            return
        if form == "yaml":
            self.findings += cut_texts(node)
            node = without_nulls(node)
        self.nodes[file] = node
        if has_schema(name):
            self.findings += conform(name, node)
        if name == "form":
            self.findings += conform_form(node)

    def below(self, folder: str) -> list[str]:
        return [file for file in self.nodes if file.startswith(folder)]

    def rows(self, file: str) -> Table:
        return self.tables.get(file, Table((), (), Where(file)))


def load_folder(folder: Folder) -> Pack:
    """Read the pack in a folder that was read to bytes."""
    reading = _Reading(folder)
    tables, nodes = reading.rows, reading.nodes
    matters = [file for file in nodes if file.endswith("/matter.yaml")]
    return Pack(
        files=folder.files,
        digest=digest_of(folder.files),
        strangers=folder.strangers,
        findings=(*reading.findings, *_absent(folder)),
        nodes=nodes,
        tables=reading.tables,
        head=understand.head_of(nodes.get("pack.yaml")),
        places=understand.places_of(tables("places.csv")),
        overlays=understand.overlays_of(nodes.get("overlays.yaml")),
        bodies=understand.bodies_of(tables("bodies.csv")),
        positions=understand.positions_of(tables("positions.csv")),
        persons=understand.persons_of(tables("persons.csv")),
        shares=understand.shares_of(nodes.get("responsibility.yaml")),
        town_duties=understand.town_duties_of(tables("town-duties.csv")),
        clauses=tuple(
            clause
            for file in reading.below("clauses/")
            for clause in understand.clauses_of(file, nodes[file])
        ),
        matters=tuple(matter_of(file, nodes[file], nodes, folder.files) for file in matters),
        personas=understand.personas_of(nodes.get("personas.yaml")),
        holidays=tuple(nodes[file] for file in reading.below("calendar/")),
        governed=governed.governed_of(nodes),
        catalogue=catalogue_of(nodes),
        windows=windows_of(nodes),
        sensing=sensing_of(nodes),
        events=events_of(nodes),
        incidents=incidents_of(nodes),
        reports=reports_of(nodes),
        guarding=guarding_of(nodes),
        messages=told_of(nodes),
        keeping=keeping_of(nodes),
        policies=policies_of(nodes),
        open_sets=open_sets_of(nodes),
        upwards=upwards_of(nodes),
        plans=plans_of(nodes),
        alerting=alerting_of(nodes),
    )


def _absent(folder: Folder) -> list[Finding]:
    needed = [kind.shape for kind in KINDS if kind.needed]
    return [_missing(file) for file in needed if file not in folder.files]


def _missing(file: str) -> Finding:
    return Finding(
        code="YW007",
        where=Where(file),
        message=Sentence(f"缺少文件 {file}。", f"The file {file} is missing."),
        remedy=Sentence("写上这个文件; 各文件的写法见 docs/packs.md。", "Write it; docs/packs.md says how."),
    )


def _empty(file: str) -> Finding:
    return Finding(
        code="YW002",
        where=Where(file),
        message=Sentence("文件是空的。", "The file is empty."),
        remedy=Sentence(
            "写上内容, 或删去文件; 写法见 docs/packs.md。", "Fill it or remove it; docs/packs.md says how."
        ),
    )
