"""`yiwang schema`: what an editor is given accepts every file of the packs, and no broken one."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from yiwang.pack.editor.command import globs, schema, settings
from yiwang.pack.editor.schemas import publishable, published, self_contained
from yiwang.pack.folder import read_folder
from yiwang.pack.kinds import kind_of
from yiwang.pack.nodes import plain
from yiwang.pack.read_json import read_json
from yiwang.pack.read_yaml import read_yaml
from yiwang.pack.scenarios import read
from yiwang.pack.tests.city import TUTORIAL, Edit, edit, tutorial
from yiwang.pack.tests.expected import MUTANTS

PACKS = TUTORIAL.parent
KINDS = [kind.name for kind in publishable()]
STORY = "scenarios/adoption.yaml"


@cache
def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(published(kind))


def files_of(root: Path) -> Iterator[tuple[str, str, Any]]:
    """Yield each file that has a schema for editors: its path, its kind and what it says, nulls too."""
    for file, data in read_folder(root).files.items():
        kind = kind_of(file)
        if kind is None or kind.name not in KINDS:
            continue
        node, findings = (read_yaml if kind.form == "yaml" else read_json)(file, data)
        if node is not None and not findings:
            yield file, kind.name, plain(node)


def wrong(root: Path) -> list[str]:
    return [
        f"{file}: {error.message}"
        for file, kind, said in files_of(root)
        for error in validator(kind).iter_errors(said)
    ]


@pytest.mark.parametrize("city", ["tutorial", "permits", "yueyang"])
def test_every_file_of_a_pack_is_as_its_schema_for_editors_says(city: str) -> None:
    assert len(list(files_of(PACKS / city))) > 5
    assert wrong(PACKS / city) == []


CONFORMING = {"YW010", "YW011", "YW012", "YW013", "YW014", "YW015"}
BROKEN = [
    mutant
    for mutant in MUTANTS
    if mutant.code in CONFORMING
    and mutant.title not in ("YW010 a cell that is missing", "YW013 no such level")
]


@pytest.mark.parametrize("mutant", BROKEN, ids=lambda mutant: mutant.title)
def test_a_broken_file_is_not(mutant: Any, tmp_path: Path) -> None:
    assert wrong(tutorial(tmp_path, *mutant.edits))


@pytest.mark.parametrize(
    "change",
    [
        edit(STORY, '"2026-04-30 10:00", act: start', '"2026-04-30 10:00", act: begin'),
        edit(STORY, '"2026-04-30 10:00", act: start', '"30 April", act: start'),
        edit(STORY, "then: {due: 2026-05-18}", "then: {duo: 2026-05-18}"),
        edit(STORY, "title: {zh: 跨五一, en: Across May Day}", "name: x"),
        edit(STORY, "title: {zh: 认养树木的期限, en: Limits of adopting a tree}\n", ""),
    ],
)
def test_a_broken_scenario_is_not(change: Edit, tmp_path: Path) -> None:
    assert wrong(tutorial(tmp_path, change))


def test_a_broken_case_of_the_demo_is_not() -> None:
    sound = {"matter": "m", "persona": "p", "place": "1", "channel": "online", "days_ago": 1, "at": "09:20"}

    assert validator("demo").is_valid([sound])
    for change in ({"at": "9"}, {"days_ago": -1}, {"then": [{"act": "dance", "by": "p"}]}, {"more": 1}):
        assert not validator("demo").is_valid([{**sound, **change}])


def test_every_schema_is_whole_in_itself_and_describes_its_keys_in_both_languages() -> None:
    for kind in KINDS:
        made = published(kind)
        text = json.dumps(made, ensure_ascii=False)
        Draft202012Validator.check_schema(made)
        assert '"$ref"' not in text and "x-yw-says" not in text
        assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        for key, part in properties(made):
            assert " · " in part.get("description", ""), f"{kind}: {key}"


def properties(part: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(part, list):
        for item in part:
            yield from properties(item)
    elif isinstance(part, dict):
        listed = part.get("properties")
        if part.get("type") == "object" and isinstance(listed, dict):
            yield from listed.items()
        for key, inner in part.items():
            if key not in ("enum", "const", "required"):
                yield from properties(list(inner.values()) if key == "properties" else inner)


def test_the_schema_of_scenarios_knows_the_keys_their_runner_knows() -> None:
    case, clock = self_contained("scenario")["properties"]["scenarios"]["items"]["anyOf"]
    steps = [one["properties"]["when"]["items"]["properties"] for one in (case, clock)]

    assert set(case["properties"]) == set(read.CASE_KEYS)
    assert set(clock["properties"]) == set(read.CLOCK_KEYS)
    assert set(clock["properties"]["clock"]["properties"]) == set(read.RULE_KEYS)
    assert [set(one) for one in steps] == [set(read.STEP_KEYS), set(read.CLOCK_STEP_KEYS)]
    assert set(case["properties"]["then"]["properties"]) == set(read.CASE_THEN)
    assert set(clock["properties"]["then"]["properties"]) == set(read.CLOCK_THEN)


def told(*arguments: Any) -> tuple[int, str]:
    out = io.StringIO()
    return schema(*arguments, "en", out), out.getvalue()


def test_a_folder_gets_the_schemas_and_settings_that_map_every_file_of_a_pack(tmp_path: Path) -> None:
    code, said = told(None, tmp_path / ".vscode")
    kept = json.loads((tmp_path / ".vscode" / "settings.json").read_text("utf-8"))

    assert code == 0 and f"{len(KINDS)} schemas written" in said
    addresses = [*kept["yaml.schemas"], *(one["url"] for one in kept["json.schemas"])]
    assert len(addresses) == len(KINDS)
    for address in addresses:
        name = Path(address).name.removesuffix(".schema.json")
        assert json.loads((tmp_path / address).read_text("utf-8")) == published(name)
    for kind in publishable():
        files = [file for file, name, _ in files_of(PACKS / "yueyang") if name == kind.name]
        assert all(any(Path("/packs/yueyang", file).match(glob) for glob in globs(kind)) for file in files)


def test_settings_that_are_there_are_left_alone(tmp_path: Path) -> None:
    foreign = '{\n  // mine\n  "editor.tabSize": 2\n}\n'
    (tmp_path / "settings.json").write_text(foreign, "utf-8")

    code, said = told(None, tmp_path)

    assert code == 0 and "was left alone" in said
    assert (tmp_path / "settings.json").read_text("utf-8") == foreign
    assert json.loads((tmp_path / "settings.yiwang.json").read_text("utf-8")) == settings(tmp_path)


def test_settings_that_hold_ours_beside_others_need_nothing(tmp_path: Path) -> None:
    both = {"editor.tabSize": 2, **settings(tmp_path)}
    both["yaml.schemas"] = {"./other.json": ["x.yaml"], **both["yaml.schemas"]}
    (tmp_path / "settings.json").write_text(json.dumps(both), "utf-8")

    assert "has these settings already" in told(None, tmp_path)[1]
    assert not (tmp_path / "settings.yiwang.json").exists()


def test_a_link_is_replaced_and_never_followed(tmp_path: Path) -> None:
    (tmp_path / "out" / "yiwang").mkdir(parents=True)
    victim = tmp_path / "victim"
    victim.write_text("mine", "utf-8")
    (tmp_path / "out" / "yiwang" / "pack.schema.json").symlink_to(victim)
    (tmp_path / "out" / "settings.json").symlink_to(tmp_path / "nowhere")

    assert told(None, tmp_path / "out")[0] == 0
    assert victim.read_text("utf-8") == "mine"
    assert not (tmp_path / "nowhere").exists()


def test_one_schema_is_printed_and_an_unknown_kind_names_those_near_it() -> None:
    assert json.loads(told("matter", None)[1]) == published("matter")
    code, said = told("mater", None)
    assert code == 2 and "matter" in said and len(said.splitlines()) == 1
    assert len(told(None, None)[1].splitlines()) == len(KINDS)


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")

    code, said = told(None, tmp_path / "file" / "below")

    assert code == 2 and len(said.splitlines()) == 1
