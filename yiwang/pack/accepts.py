"""A schema as a function that says yes or no, so that a sound file costs little.

`conform` asks it first and calls the validator of the library only for a file that is wrong, to say where
and why. The keywords of our own schemas and of the meta-schema of 2020-12 are known; a schema with any other
has no such function, and the library alone decides. That both say the same is tested.
Source: JSON Schema 2020-12, core and validation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urldefrag, urljoin

from jsonschema import Draft202012Validator
from referencing.jsonschema import SchemaRegistry

Accepts = Callable[[Any], bool]
Maker = Callable[["_Compiler", Any, str, Mapping[str, Any]], Accepts]

_SILENT = frozenset(
    {"$schema", "$id", "$defs", "$comment", "$vocabulary", "$dynamicAnchor", "$anchor", "then", "else"}
    | {"title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly"}
)


class Unknown(Exception):
    """The schema has a keyword this module does not know."""


def acceptor(schema: Any, registry: SchemaRegistry, *, formats: bool = False) -> Accepts | None:
    """Return the function of a schema, None if it has a keyword that is not known here.

    Args:
        registry: where references lead. formats: `format` is a demand, as it is of schemas themselves.
    """
    try:
        return _Compiler(registry, formats).made(schema, "")
    except Unknown:
        return None


class _Compiler:
    def __init__(self, registry: SchemaRegistry, formats: bool) -> None:
        self.registry = registry
        self.formats = formats
        self.targets: dict[str, list[Accepts]] = {}

    def made(self, schema: Any, base: str) -> Accepts:
        """Return the function of one schema whose references are relative to `base`."""
        if schema is True or schema == {}:
            return lambda value: True
        if schema is False:
            return lambda value: False
        base = urljoin(base, schema["$id"]) if "$id" in schema else base
        tests = []
        for key, said in schema.items():
            if key in _SILENT or key.startswith("x-"):
                continue
            make = _KEYWORDS.get(key)
            if make is None:
                raise Unknown(key)
            tests.append(make(self, said, base, schema))
        if len(tests) == 1:
            return tests[0]
        return lambda value: all(test(value) for test in tests)

    def at(self, address: str) -> Accepts:
        """Return the function of the schema at an address, made once; it may ask for itself."""
        if address not in self.targets:
            self.targets[address] = []
            document, pointer = urldefrag(address)
            found: Any = self.registry.contents(document)
            for step in pointer.strip("/").split("/") if pointer else ():
                found = found[step.replace("~1", "/").replace("~0", "~")]
            self.targets[address].append(self.made(found, document))
        held = self.targets[address]

        def test(value: Any) -> bool:
            return held[0](value)  # a schema that asks for itself is not made yet when it is looked up

        return test


def _type(compiler: _Compiler, said: Any, base: str, schema: Mapping[str, Any]) -> Accepts:
    names = frozenset([said] if isinstance(said, str) else said)

    def test(value: Any) -> bool:
        kind = _KINDS.get(type(value), "")
        if kind in names:
            return True
        if kind == "integer":
            return "number" in names
        return kind == "number" and "integer" in names and float(value).is_integer()

    return test


_KINDS = {
    dict: "object",
    list: "array",
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
}


def _properties(compiler: _Compiler, said: Any, base: str, schema: Mapping[str, Any]) -> Accepts:
    parts = {name: compiler.made(part, base) for name, part in said.items()}

    def test(value: Any) -> bool:
        if not isinstance(value, dict):
            return True
        return all(parts[name](one) for name, one in value.items() if name in parts)

    return test


def _additional(compiler: _Compiler, said: Any, base: str, schema: Mapping[str, Any]) -> Accepts:
    named = frozenset(schema.get("properties", {}))
    patterns = [re.compile(one) for one in schema.get("patternProperties", {})]
    part = compiler.made(said, base)

    def test(value: Any) -> bool:
        if not isinstance(value, dict):
            return True
        return all(
            part(one)
            for name, one in value.items()
            if name not in named and not any(pattern.search(name) for pattern in patterns)
        )

    return test


def _by_pattern(compiler: _Compiler, said: Any, base: str, schema: Mapping[str, Any]) -> Accepts:
    parts = [(re.compile(pattern), compiler.made(part, base)) for pattern, part in said.items()]

    def test(value: Any) -> bool:
        if not isinstance(value, dict):
            return True
        return all(
            part(one) for name, one in value.items() for pattern, part in parts if pattern.search(name)
        )

    return test


def _names(compiler: _Compiler, said: Any, base: str, schema: Mapping[str, Any]) -> Accepts:
    part = compiler.made(said, base)
    return lambda value: not isinstance(value, dict) or all(part(name) for name in value)


def _required(compiler: _Compiler, said: Any, base: str, schema: Mapping[str, Any]) -> Accepts:
    return lambda value: not isinstance(value, dict) or all(name in value for name in said)


def _items(compiler: _Compiler, said: Any, base: str, schema: Mapping[str, Any]) -> Accepts:
    if "prefixItems" in schema:
        raise Unknown("prefixItems")
    part = compiler.made(said, base)
    return lambda value: not isinstance(value, list) or all(part(one) for one in value)


def _enum(compiler: _Compiler, said: Any, base: str, schema: Mapping[str, Any]) -> Accepts:
    if not all(isinstance(one, str | int | bool | None) for one in said):
        raise Unknown("enum")
    known = {(type(one), one) for one in said}
    return lambda value: (
        (isinstance(value, str | int | bool | None) and (type(value), value) in known)
        or (isinstance(value, float) and value.is_integer() and (int, int(value)) in known)
    )


def _const(compiler: _Compiler, said: Any, base: str, schema: Mapping[str, Any]) -> Accepts:
    return _enum(compiler, [said], base, schema)


def _pattern(compiler: _Compiler, said: Any, base: str, schema: Mapping[str, Any]) -> Accepts:
    search = re.compile(said).search
    return lambda value: not isinstance(value, str) or search(value) is not None


def _format(compiler: _Compiler, said: Any, base: str, schema: Mapping[str, Any]) -> Accepts:
    if not compiler.formats:
        return lambda value: True
    conforms = Draft202012Validator.FORMAT_CHECKER.conforms
    return lambda value: conforms(value, said)


def _unique(compiler: _Compiler, said: Any, base: str, schema: Mapping[str, Any]) -> Accepts:
    def test(value: Any) -> bool:
        if not said or not isinstance(value, list):
            return True
        if not all(isinstance(one, str) for one in value):
            return len(value) < 2  # others are compared by the library
        return len(set(value)) == len(value)

    return test


def _all(compiler: _Compiler, said: Any, base: str, schema: Mapping[str, Any]) -> Accepts:
    parts = [compiler.made(part, base) for part in said]
    return lambda value: all(part(value) for part in parts)


def _some(compiler: _Compiler, said: Any, base: str, schema: Mapping[str, Any]) -> Accepts:
    parts = [compiler.made(part, base) for part in said]
    return lambda value: any(part(value) for part in parts)


def _just_one(compiler: _Compiler, said: Any, base: str, schema: Mapping[str, Any]) -> Accepts:
    parts = [compiler.made(part, base) for part in said]
    return lambda value: sum(part(value) for part in parts) == 1


def _not(compiler: _Compiler, said: Any, base: str, schema: Mapping[str, Any]) -> Accepts:
    part = compiler.made(said, base)
    return lambda value: not part(value)


def _if(compiler: _Compiler, said: Any, base: str, schema: Mapping[str, Any]) -> Accepts:
    condition = compiler.made(said, base)
    then, other = compiler.made(schema.get("then", True), base), compiler.made(schema.get("else", True), base)
    return lambda value: then(value) if condition(value) else other(value)


def _ref(compiler: _Compiler, said: Any, base: str, schema: Mapping[str, Any]) -> Accepts:
    return compiler.at(urljoin(base, said))


def _dynamic(compiler: _Compiler, said: Any, base: str, schema: Mapping[str, Any]) -> Accepts:
    if said != "#meta":
        raise Unknown("$dynamicRef")
    return compiler.at("https://json-schema.org/draft/2020-12/schema")


def _measured(
    measure: Callable[[Any], Any], kinds: tuple[type, ...], holds: Callable[[Any, Any], bool]
) -> Maker:
    def make(compiler: _Compiler, said: Any, base: str, schema: Mapping[str, Any]) -> Accepts:
        return lambda value: type(value) not in kinds or holds(measure(value), said)

    return make


_NUMBERS = (int, float)
_KEYWORDS: dict[str, Maker] = {
    "type": _type,
    "properties": _properties,
    "additionalProperties": _additional,
    "patternProperties": _by_pattern,
    "propertyNames": _names,
    "required": _required,
    "items": _items,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "format": _format,
    "uniqueItems": _unique,
    "allOf": _all,
    "anyOf": _some,
    "oneOf": _just_one,
    "not": _not,
    "if": _if,
    "$ref": _ref,
    "$dynamicRef": _dynamic,
    "minLength": _measured(len, (str,), lambda size, said: size >= said),
    "maxLength": _measured(len, (str,), lambda size, said: size <= said),
    "minItems": _measured(len, (list,), lambda size, said: size >= said),
    "maxItems": _measured(len, (list,), lambda size, said: size <= said),
    "minProperties": _measured(len, (dict,), lambda size, said: size >= said),
    "maxProperties": _measured(len, (dict,), lambda size, said: size <= said),
    "minimum": _measured(lambda one: one, _NUMBERS, lambda one, said: one >= said),
    "maximum": _measured(lambda one: one, _NUMBERS, lambda one, said: one <= said),
    "exclusiveMinimum": _measured(lambda one: one, _NUMBERS, lambda one, said: one > said),
    "exclusiveMaximum": _measured(lambda one: one, _NUMBERS, lambda one, said: one < said),
}
