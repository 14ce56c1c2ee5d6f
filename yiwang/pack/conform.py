"""Compares files with their JSON Schemas, and says in words, at the right line, what does not conform."""

from __future__ import annotations

import difflib
import json
import re
from functools import cache
from importlib import resources
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError
from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]
from referencing import Registry, Resource

from yiwang.pack import limits
from yiwang.pack.accepts import Accepts, acceptor
from yiwang.pack.finding import Finding, Sentence
from yiwang.pack.json_schema import in_python, validator
from yiwang.pack.nodes import Mapping, Node, Scalar, at, plain
from yiwang.pack.read_csv import Row, Table
from yiwang.pack.where import Where

_MOST = limits.FINDINGS_OF_A_FILE
_TYPES = {
    "object": ("若干“键: 值”", "keys with values"),
    "array": ("一个列表", "a list"),
    "string": ("文字", "a text"),
    "integer": ("整数", "a whole number"),
    "number": ("数", "a number"),
    "boolean": ("true 或 false", "true or false"),
    "null": ("空", "nothing"),
}
_CODES = {
    "required": "YW010",
    "additionalProperties": "YW011",
    "type": "YW012",
    "enum": "YW013",
    "const": "YW013",
    "pattern": "YW014",
    "anyOf": "YW014",
    "oneOf": "YW014",
}


@cache
def schema(name: str) -> dict[str, Any]:
    """Return the schema of a kind of file, by the kind's name."""
    text = resources.files("yiwang.pack.schema").joinpath(f"{name}.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def has_schema(name: str) -> bool:
    """Say whether files of this kind have a schema."""
    return resources.files("yiwang.pack.schema").joinpath(f"{name}.json").is_file()


@cache
def _validator(name: str) -> Draft202012Validator:
    shared = schema("defs")
    registry: Registry[Any] = Registry().with_resource(shared["$id"], Resource.from_contents(shared))
    return validator(schema(name), registry)


@cache
def _acceptor(name: str) -> Accepts | None:
    registry = Registry().with_resource(schema("defs")["$id"], Resource.from_contents(schema("defs")))
    return acceptor(in_python(schema(name)), registry)


@cache
def _meta_acceptor() -> Accepts | None:
    return acceptor(Draft202012Validator.META_SCHEMA, REGISTRY, formats=True)


def resolve(part: dict[str, Any]) -> dict[str, Any]:
    """Return `part` of a schema with its reference into defs.json, if any, followed."""
    target = part.get("$ref", "")
    if not target:
        return part
    found: dict[str, Any] = schema("defs")["$defs"][target.rsplit("/", 1)[1]]
    return {**found, **{key: value for key, value in part.items() if key != "$ref"}}


def conform(name: str, node: Node) -> list[Finding]:
    """Return where `node` does not conform to the schema `name`."""
    accepts = _acceptor(name)
    if accepts is not None and accepts(plain(node)):
        return []
    errors = _validator(name).iter_errors(plain(node))
    return list(islice((finding for error in errors for finding in _in_words(error, node)), _MOST))


def conform_form(node: Node) -> list[Finding]:
    """Return where a form is not a valid JSON Schema."""
    accepts = _meta_acceptor()
    if accepts is not None and accepts(plain(node)):
        return []
    try:
        Draft202012Validator.check_schema(plain(node))
    except SchemaError as error:
        where = at(node, error.absolute_path).where
        path = "/".join(str(step) for step in error.absolute_path) or "/"
        said = error.message
        return [
            Finding(
                code="YW016",
                where=where,
                message=Sentence(
                    f"{path} 不合 JSON Schema 2020-12: {said}。", f"{path} is no JSON Schema 2020-12: {said}."
                ),
                remedy=Sentence("按 JSON Schema 2020-12 改正。", "Correct it as JSON Schema 2020-12 says."),
            )
        ]
    return []


def _in_words(error: ValidationError, root: Node) -> list[Finding]:
    node = at(root, error.absolute_path)
    keyword = str(error.validator)
    if keyword == "required":
        return [_missing(error, node)]
    if keyword == "additionalProperties" and isinstance(node, Mapping):
        known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
        unknown = (key for key in node.entries if key not in known)
        return [_unknown_key(node, key, known) for key in islice(unknown, _MOST)]
    if keyword in ("anyOf", "oneOf"):
        inner = _best(error)
        if inner is not None:
            return _in_words(inner, root)
    return [_not_as_said(error, node, keyword)]


def _best(error: ValidationError) -> ValidationError | None:
    """Return the one inner error that surely meets what the author meant, if there is one."""
    deep = [
        inner
        for inner in error.context or ()
        if inner.validator != "type" or len(inner.absolute_path) > len(error.absolute_path)
    ]
    branches = {inner.schema_path[0] for inner in deep}
    if len(branches) == 1:
        return deep[0]
    return None


def _missing(error: ValidationError, node: Node) -> Finding:
    assert isinstance(error.schema, dict) and isinstance(error.instance, dict)
    properties = error.schema.get("properties", {})
    key = next(
        key for key in error.schema["required"] if key not in error.instance and f"'{key}'" in error.message
    )
    zh, en = _says(properties.get(key, {}))
    return Finding(
        code="YW010",
        where=node.where,
        message=Sentence(
            f"缺少 {key}" + (f" ({zh})" if zh else "") + "。",
            f"{key} is missing" + (f" ({en})" if en else "") + ".",
        ),
        remedy=Sentence(f"写上 {key}。", f"Write {key}."),
    )


def _unknown_key(node: Mapping, key: str, known: dict[str, Any]) -> Finding:
    near = difflib.get_close_matches(key, known, n=1)
    listed = "、".join(known)
    return Finding(
        code="YW011",
        where=node.keys[key].where,
        message=Sentence(f"不认识的键 {key}。", f"The key {key} is unknown."),
        remedy=Sentence(f"是不是 {near[0]}?", f"Do you mean {near[0]}?")
        if near
        else Sentence(f"这里可用的键: {listed}。", f"Keys that are known here: {', '.join(known)}."),
    )


def _says(part: dict[str, Any]) -> tuple[str, str]:
    said = resolve(part).get("x-yw-says", {})
    return said.get("zh", ""), said.get("en", "")


def _not_as_said(error: ValidationError, node: Node, keyword: str) -> Finding:
    part: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    name = str(error.absolute_path[-1]) if error.absolute_path else ""
    value = shown(node)
    zh, en = _says(part)
    code = _CODES.get(keyword, "YW015")
    if keyword == "type":
        wanted_zh, wanted_en = _TYPES.get(str(part["type"]), (str(part["type"]),) * 2)
        quote = isinstance(node, Scalar) and part["type"] == "string" and node.value is not None
        message = Sentence(
            f"{name} 应是{wanted_zh}, 这里是 {value}。", f"{name} should be {wanted_en}; here is {value}."
        )
        remedy = (
            Sentence(f'加引号: "{value}"。', f'Put it in quotes: "{value}".')
            if quote
            else Sentence(
                f"写成{wanted_zh}" + (f": {zh}。" if zh else "。"),
                f"Write {wanted_en}" + (f": {en}." if en else "."),
            )
        )
        return Finding(code=code, where=node.where, message=message, remedy=remedy)
    if keyword in ("enum", "const"):
        choices = [str(v) for v in (part["enum"] if keyword == "enum" else [part["const"]])]
        near = difflib.get_close_matches(value, choices, n=1)
        listed = ("、".join(choices), ", ".join(choices))
        message = Sentence(f"{name} 不能是 {value}。", f"{name} cannot be {value}.")
        remedy = (
            Sentence(f"是不是 {near[0]}? 可用: {listed[0]}。", f"Do you mean {near[0]}? Known: {listed[1]}.")
            if near
            else Sentence(f"可用: {listed[0]}。", f"Known: {listed[1]}.")
        )
        return Finding(code=code, where=node.where, message=message, remedy=remedy)
    what_zh, what_en = _RANGE.get(keyword, ("写法不对", "is not in the right form"))
    value_zh = f": {value}" if isinstance(node, Scalar) else ""
    bound = f" ({keyword} {error.validator_value})" if keyword in _RANGE else ""
    return Finding(
        code=code,
        where=node.where,
        message=Sentence(f"{name} {what_zh}{bound}{value_zh}。", f"{name} {what_en}{bound}{value_zh}."),
        remedy=Sentence(
            f"应为: {zh}。" if zh else "改到范围之内。",
            f"It should be: {en}." if en else "Bring it into range.",
        ),
    )


_RANGE = {
    "minLength": ("太短", "is too short"),
    "maxLength": ("太长", "is too long"),
    "minItems": ("太少", "has too few"),
    "maxItems": ("太多", "has too many"),
    "minProperties": ("太少", "has too few"),
    "uniqueItems": ("有重复", "has repetitions"),
    "minimum": ("太小", "is too small"),
    "maximum": ("太大", "is too large"),
}


def shown(node: Node) -> str:
    """Return a value as the author wrote it, short enough for a message."""
    if isinstance(node, Scalar):
        raw = node.raw if node.raw else "空值"
        return raw if len(raw) <= 60 else raw[:57] + "…"
    return "若干键值" if isinstance(node, Mapping) else "一个列表"


def conform_table(name: str, table: Table) -> list[Finding]:
    """Return where a table's header and cells do not conform to the schema of its rows.

    Cells are texts, so the schema's columns are read directly: required, enum, pattern.
    """
    columns = {key: resolve(part) for key, part in schema(name)["properties"].items()}
    required: list[str] = schema(name)["required"]
    findings = _header(table, columns, required)
    patterns = {key: re.compile(part["pattern"]) for key, part in columns.items() if "pattern" in part}
    choices = {key: part["enum"] for key, part in columns.items() if "enum" in part}
    needed = [key for key in required if key in table.header]
    for row in table.rows:
        if len(findings) >= _MOST:
            break
        cells = row.cells
        for key in needed:
            if key not in cells:
                findings.append(_missing_cell(row, key, columns[key]))
        for key, pattern in patterns.items():
            if key in cells and not pattern.search(cells[key]):
                findings.append(_bad_cell(row, key, columns[key], "YW014"))
        for key, values in choices.items():
            if key in cells and cells[key] not in values:
                findings.append(_bad_cell(row, key, columns[key], "YW013"))
    return findings


def _header(table: Table, columns: dict[str, Any], required: list[str]) -> list[Finding]:
    findings: list[Finding] = []
    seen: set[str] = set()
    listed = ",".join(columns)
    remedy = Sentence(f"列名应为: {listed}。", f"The columns are: {listed}.")

    def found(where: Where, zh: str, en: str) -> None:
        findings.append(Finding(code="YW008", where=where, message=Sentence(zh, en), remedy=remedy))

    for name in table.header:
        if name in seen:
            found(name.where, f"列 {name} 写了两次。", f"The column {name} stands twice.")
        elif name not in columns:
            found(name.where, f"不认识的列 {name or '(空)'}。", f"The column {name or '(empty)'} is unknown.")
        seen.add(name)
    for name_needed in required:
        if name_needed not in seen:
            found(table.where, f"缺少列 {name_needed}。", f"The column {name_needed} is missing.")
    return findings


def _missing_cell(row: Row, key: str, part: dict[str, Any]) -> Finding:
    zh, en = _says(part)
    return Finding(
        code="YW010",
        where=row.where,
        message=Sentence(f"缺少 {key} ({zh})。", f"{key} is missing ({en})."),
        remedy=Sentence(f"在 {key} 一列填写。", f"Fill in the column {key}."),
    )


def _bad_cell(row: Row, key: str, part: dict[str, Any], code: str) -> Finding:
    zh, en = _says(part)
    cell = row.cells[key]
    listed = part.get("enum")
    return Finding(
        code=code,
        where=cell.where,
        message=Sentence(f"{key} 不能是 {cell}。", f"{key} cannot be {cell}."),
        remedy=Sentence(f"可用: {'、'.join(listed)}。", f"Known: {', '.join(listed)}.")
        if listed
        else Sentence(f"应为: {zh}。", f"It should be: {en}."),
    )
