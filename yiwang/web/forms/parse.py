"""From what a person sent to values, or to what is to be mended. Nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jsonschema import ValidationError

from yiwang.web.forms.branches import applicable, instance
from yiwang.web.forms.kinds import READERS, NoPlaces, Places, Raw, Reading, Surroundings, write
from yiwang.web.forms.model import Field, Form, Section
from yiwang.web.forms.problems import Problem, missing, of_validation, problem
from yiwang.web.forms.uploads import Upload, Uploaded, take

SHOWN, ADD, REMOVE = "_shown", "_add", "_remove"
MOST_ENTRIES = 50


@dataclass(frozen=True)
class Answer:
    """What became of one page.

    Attributes:
        values: the page's answers that are sound and apply. Keep them even when others are not.
        raw: what was typed, by input name; the page is shown again from it.
        problems: what to mend, in the page's order.
        more: the page is to be shown again because it now asks more (no error).
        pressed: path of the group whose add or remove button was pressed, "" when none was.
        uploads: input path → the files taken in now; put their content into the vault.
    """

    values: dict[str, Any]
    raw: Raw
    problems: tuple[Problem, ...] = ()
    more: bool = False
    uploads: Mapping[str, list[Upload]] = field(default_factory=dict)
    pressed: str = ""

    @property
    def ok(self) -> bool:
        """Say whether the person can go on to the next page."""
        return not self.problems and not self.more


@dataclass
class _Page:
    """What reading one page gathers."""

    around: Surroundings
    raw: Raw
    files: Mapping[str, Any]
    shown: frozenset[str] | None
    problems: list[Problem] = field(default_factory=list)
    uploads: dict[str, list[Upload]] = field(default_factory=dict)
    more: bool = False


def parse(
    form: Form,
    section: Section | str,
    post: Mapping[str, Any],
    files: Mapping[str, Any] | None = None,
    *,
    known: Mapping[str, Any] | None = None,
    today: date | None = None,
    places: Places | None = None,
) -> Answer:
    """Read one page that was sent.

    Args:
        post, files: request.POST and request.FILES, or plain mappings to lists.
        known: the answers of the draft so far, this page's included.
        today: the city's day, for limits that say `today`.
    """
    section = form.section(section) if isinstance(section, str) else section
    known = dict(known or {})
    raw = as_lists(post)
    shown = frozenset(raw.pop(SHOWN)) if SHOWN in raw else None
    pressed = _press(raw)
    page = _Page(Surroundings(today, places or NoPlaces()), raw, files or {}, shown)
    own = {one.name for one in section.fields}
    others = {name: value for name, value in known.items() if name not in own}
    values = _entries(form, section.fields, "", page, known, others)
    if pressed:
        return Answer(values, raw, more=True, uploads=page.uploads, pressed=pressed)
    return Answer(values, raw, tuple(page.problems), page.more, page.uploads)


def complete(
    form: Form,
    values: Mapping[str, Any],
    *,
    today: date | None = None,
    places: Places | None = None,
) -> dict[str, tuple[Problem, ...]]:
    """Return what is still to be mended in the whole form, by section id; {} when it can be filed.

    Asked again before filing: a draft may be older than the form's rules or the day's limits.
    """
    found = {}
    for section in form.sections:
        raw = filled(section, values, places or NoPlaces())
        answer = parse(form, section, raw, known=values, today=today, places=places)
        unfinished = (one for one in section.fields if one.kind == "place" and one.name not in answer.values)
        problems = answer.problems or (
            tuple(missing(one, one.name) for one in unfinished) if answer.more else ()
        )
        if problems:
            found[section.id] = problems
    return found


def filled(section: Section, values: Mapping[str, Any], places: Places) -> Raw:
    """Return what would have been typed for these values on this page."""
    raw: Raw = {}
    for one in section.fields:
        raw |= write(one, one.name, values.get(one.name), places)
    return raw


def as_lists(post: Mapping[str, Any]) -> Raw:
    """Return a copy of `post` with every value a list of strings."""
    getlist = getattr(post, "getlist", None)
    if getlist:
        return {name: list(getlist(name)) for name in post}
    return {
        name: list(value) if isinstance(value, list | tuple) else [str(value)] for name, value in post.items()
    }


def _entries(
    form: Form,
    fields: tuple[Field, ...],
    prefix: str,
    page: _Page,
    known: Mapping[str, Any],
    others: Mapping[str, Any],
) -> dict[str, Any]:
    """Read the fields of a section, or of one entry of a group, and check them against the schema."""
    readings = {one.name: _read(one, prefix + one.name, page, known.get(one.name)) for one in fields}
    values = {name: reading.value for name, reading in readings.items() if reading.value is not None}
    asked = applicable(form, {**others, **values})
    sound = {name: value for name, value in values.items() if name in asked}
    errors = _schema_errors(form, {**others, **sound}, asked)
    for one in fields:
        if one.name in asked:
            _judge(one, prefix + one.name, readings[one.name], asked[one.name], errors, page)
    bad = {one.field for one in page.problems}
    return {name: value for name, value in sound.items() if prefix + name not in bad}


def _judge(
    field: Field,
    path: str,
    reading: Reading,
    required: bool,
    errors: Mapping[str, list[ValidationError]],
    page: _Page,
) -> None:
    """Note what is wrong with one answer, or that the page has to ask more."""
    not_yet_asked = page.shown is not None and path not in page.shown
    if not_yet_asked or reading.more:
        page.more = True
    elif reading.problems:
        page.problems.extend(reading.problems)
    elif reading.value is None:
        if required:
            page.problems.append(missing(field, path))
    elif field.name in errors:
        page.problems.append(of_validation(field, path, errors[field.name]))


def _schema_errors(
    form: Form, values: Mapping[str, Any], asked: Mapping[str, bool]
) -> dict[str, list[ValidationError]]:
    """Return the validator's errors by top property; missing ones are told by `asked` already."""
    found: dict[str, list[ValidationError]] = {}
    whole = instance(form, {name: value for name, value in values.items() if name in asked})
    for error in form.judge.iter_errors(whole):
        if error.absolute_path and error.validator != "required":
            name = str(error.absolute_path[0])
            # What lies inside an entry of a group is told where the entry is read.
            if form.fields.get(name) and (len(error.absolute_path) == 1 or form.fields[name].form is None):
                found.setdefault(name, []).append(error)
    return found


def _read(field: Field, path: str, page: _Page, before: Any) -> Reading:
    """Read one answer of any kind."""
    if field.kind == "file":
        return _read_files(field, path, page, before)
    if field.kind == "group":
        return _read_group(field, path, page, before)
    return READERS[field.kind](field, path, page.raw, page.around)


def _read_files(field: Field, path: str, page: _Page, before: Any) -> Reading:
    """Keep what was uploaded before, drop what is to be removed, take in what comes now."""
    gone = set(page.raw.get(f"{path}.remove", ()))
    earlier = before if isinstance(before, list) else [before] if before else []
    kept = [value for value in earlier if value["sha256"] not in gone]
    taken, problems = [], []
    for file in _files(page.files, path):
        match take(file, field.accept, field.most_bytes):
            case Upload() as upload:
                taken.append(upload)
            case (code, params):
                problems.append(problem(field, path, code, **params))
    if taken:
        page.uploads[path] = taken if field.many else taken[:1]
    new = [upload.value for upload in page.uploads.get(path, ())]
    if not field.many:
        value = new[0] if new else kept[0] if kept else None
        return Reading(value, tuple(problems[:1]))
    fresh = [one for one in new if one["sha256"] not in {value["sha256"] for value in kept}]
    return Reading(kept + fresh or None, tuple(problems[:1]))


def _files(files: Mapping[str, Any], path: str) -> Iterator[Uploaded]:
    getlist = getattr(files, "getlist", None)
    found = getlist(path) if getlist else files.get(path, [])
    yield from found if isinstance(found, list) else [found]


def _read_group(field: Field, path: str, page: _Page, before: Any) -> Reading:
    """Read the entries of a repeating group; entries left wholly blank count for nothing."""
    if field.form is None:
        return Reading()
    least = field.schema.get("minItems", 0)
    values, numbers = [], []
    for number in range(entry_count(field, path, page.raw)):
        prefix = f"{path}.{number}."
        earlier = before[number] if isinstance(before, list) and number < len(before) else {}
        if _blank(page, prefix) and not earlier and number >= least:
            continue
        values.append(_entries(field.form, tuple(field.form.fields.values()), prefix, page, earlier, {}))
        numbers.append(number)
    for name in field.unique:
        _refuse_twice(field, path, name, list(zip(numbers, values, strict=True)), page)
    return Reading(values or None)


def _refuse_twice(
    group: Field, path: str, name: str, entries: list[tuple[int, dict[str, Any]]], page: _Page
) -> None:
    """Refuse what an earlier entry answered alike: at the later one, naming both, not the answer."""
    inner = group.form.fields.get(name) if group.form else None
    first: dict[Any, int] = {}
    for number, values in entries:
        if inner is None or name not in values:
            continue
        before = first.setdefault(str(values[name]), number)
        if before != number:
            values.pop(name)
            said = {"group": group.title, "first": before + 1, "second": number + 1}
            page.problems.append(problem(inner, f"{path}.{number}.{name}", "form.twice-in-group", **said))


def _blank(page: _Page, prefix: str) -> bool:
    typed = any(name.startswith(prefix) and any(value) for name, value in page.raw.items())
    return not typed and not any(name.startswith(prefix) for name in page.files)


def entry_count(field: Field, path: str, raw: Raw) -> int:
    """Return how many entries of a group the page shows: at least one, at most 50."""
    count = _number((raw.get(f"{path}.count") or [""])[0], 0)
    return min(max(count, field.schema.get("minItems", 0), 1), MOST_ENTRIES)


def _number(text: str, otherwise: int) -> int:
    """Return a small number that a page sent; what is none, or absurdly long, counts as `otherwise`."""
    return int(text) if text.isdecimal() and len(text) < 4 else otherwise


def _press(raw: Raw) -> str:
    """Do what the add and remove buttons of groups say, on what was typed; return the group's path."""
    added, removed = raw.pop(ADD, []), raw.pop(REMOVE, [])
    for path in added:
        count = _number((raw.get(f"{path}.count") or ["1"])[0], 1)
        raw[f"{path}.count"] = [str(min(count + 1, MOST_ENTRIES))]
    for one in removed:
        path, _, number = one.rpartition(".")
        if path and _number(number, -1) >= 0:
            _remove(raw, path, int(number))
    return "".join(added[:1]) or "".join(one.rpartition(".")[0] for one in removed[:1])


def _remove(raw: Raw, path: str, number: int) -> None:
    """Take entry `number` out and move the later ones up."""
    count = _number((raw.get(f"{path}.count") or ["1"])[0], 1)
    raw[f"{path}.count"] = [str(max(count - 1, 0))]
    later: list[tuple[int, str, list[str]]] = []
    for name in list(raw):
        at, dot, inner = name.removeprefix(f"{path}.").partition(".")
        if name.startswith(f"{path}.") and dot and _number(at, -1) >= number:
            later.append((int(at), inner, raw.pop(name)))
    for at, inner, value in later:
        if at > number:
            raw[f"{path}.{at - 1}.{inner}"] = value
