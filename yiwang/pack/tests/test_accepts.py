"""The short way to say that a file conforms says what the library says, of sound and of broken files."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from yiwang.pack.accepts import acceptor
from yiwang.pack.conform import _acceptor, _meta_acceptor, _validator, has_schema
from yiwang.pack.kinds import KINDS, kind_of
from yiwang.pack.load import load
from yiwang.pack.nodes import plain
from yiwang.pack.tests.city import TUTORIAL

ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.0,
    1.5,
    "",
    "x",
    "20 工作日",
    [],
    ["x", "x"],
    [1],
    {},
    {"zh": "a"},
    {"x": 1},
)
SCHEMAS = [kind.name for kind in KINDS if has_schema(kind.name)]
PACKS = (TUTORIAL, TUTORIAL.parent / "yueyang", TUTORIAL.parent / "permits")


@pytest.mark.parametrize("name", [name for name in SCHEMAS if "csv" not in name])
def test_every_schema_of_ours_has_its_short_way(name: str) -> None:
    assert _acceptor(name) is not None


def parts(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every part of a value."""
    found = [path]
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        found += parts(one, (*path, key))
    return found


def changed(value: Any, chance: Random) -> Any:
    """Return a value with one part taken away, put twice, renamed, or replaced by something odd."""
    new = copy.deepcopy(value)
    path = chance.choice(parts(new)[1:] or [()])
    if not path:
        return chance.choice(ODD)
    above = new
    for step in path[:-1]:
        above = above[step]
    match chance.randrange(4):
        case 0:
            del above[path[-1]]
        case 1 if isinstance(above, dict):
            above[f"{path[-1]}x"] = above.pop(path[-1])
        case 1 | 2 if isinstance(above, list):
            above.append(above[path[-1]])
        case _:
            above[path[-1]] = copy.deepcopy(chance.choice(ODD))
    return new


def test_a_changed_pack_file_is_judged_as_the_library_judges_it() -> None:
    chance, judged = Random(7), {True: 0, False: 0}
    for pack in PACKS:
        for file, node in load(pack).nodes.items():
            kind = kind_of(file)
            assert kind is not None
            if not has_schema(kind.name) or kind.name == "calendar":
                continue
            accepts = _acceptor(kind.name)
            assert accepts is not None
            sound = plain(node)
            for value in (sound, *[changed(sound, chance) for _ in range(12)]):
                valid = _validator(kind.name).is_valid(value)
                assert accepts(value) == valid, (file, value)
                judged[valid] += 1
    assert min(judged.values()) > 200


def test_a_changed_form_is_judged_as_the_library_judges_it() -> None:
    accepts, chance, judged = _meta_acceptor(), Random(8), {True: 0, False: 0}
    assert accepts is not None
    for pack in PACKS:
        for file, node in load(pack).nodes.items():
            if not file.endswith(".schema.json"):
                continue
            sound = plain(node)
            for value in (sound, *[changed(sound, chance) for _ in range(60)]):
                checker = Draft202012Validator(
                    Draft202012Validator.META_SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER
                )
                valid = checker.is_valid(value)
                assert accepts(value) == valid, (file, value)
                judged[valid] += 1
    assert min(judged.values()) > 20


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"enum": [1]}, True),
        ({"enum": [True]}, 1),
        ({"const": 1}, 1.0),
        ({"const": "1"}, 1),
        ({"type": "integer"}, 1.0),
        ({"type": "integer"}, 1.5),
        ({"type": "integer"}, True),
        ({"type": "number"}, True),
        ({"type": "number"}, 3),
        ({"minimum": 2}, True),
        ({"minimum": 2}, "1"),
        ({"additionalProperties": False, "patternProperties": {"^a": {}}}, {"ab": 1}),
        ({"additionalProperties": False, "patternProperties": {"^a": {}}}, {"ba": 1}),
        ({"propertyNames": {"maxLength": 2}}, {"abc": 1}),
        ({"if": {"type": "string"}, "then": {"minLength": 2}, "else": False}, "a"),
        ({"if": {"type": "string"}, "then": {"minLength": 2}, "else": False}, "ab"),
        ({"if": {"type": "string"}, "then": {"minLength": 2}, "else": False}, 1),
        ({"oneOf": [{"type": "integer"}, {"minimum": 2}]}, 3),
        ({"not": {"required": ["a"]}}, {"a": 1}),
        ({"uniqueItems": True}, ["a", "a"]),
        ({"uniqueItems": True}, ["a", "b"]),
        (
            {"$defs": {"list": {"type": "array", "items": {"$ref": "#/$defs/list"}}}, "$ref": "#/$defs/list"},
            [[[]], []],
        ),
        (
            {"$defs": {"list": {"type": "array", "items": {"$ref": "#/$defs/list"}}}, "$ref": "#/$defs/list"},
            [[1]],
        ),
    ],
)
def test_a_keyword_says_what_the_standard_says(schema: dict[str, Any], value: Any) -> None:
    whole = {"$id": "https://example.test/schema", **schema}
    registry: Registry[Any] = Registry().with_resource(
        "https://example.test/schema",
        Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema", **whole}),
    )

    accepts = acceptor(whole, registry)

    assert accepts is not None
    assert accepts(value) == Draft202012Validator(schema).is_valid(value)


@pytest.mark.parametrize(
    "keyword", ["unevaluatedProperties", "dependentSchemas", "contains", "multipleOf", "nonsense"]
)
def test_a_schema_with_another_keyword_is_left_to_the_library(keyword: str) -> None:
    assert acceptor({keyword: {}}, Registry()) is None
