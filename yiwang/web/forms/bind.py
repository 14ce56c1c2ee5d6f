"""A page of questions ready for the templates: ids, what was typed, what to mend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yiwang.web.forms.branches import applicable
from yiwang.web.forms.kinds import DATE_PARTS, NoPlaces, Places, Raw
from yiwang.web.forms.model import MOST_BYTES, Field, Form, Section
from yiwang.web.forms.parse import Answer, entry_count, filled
from yiwang.web.forms.problems import Problem, input_id
from yiwang.web.forms.uploads import names_in_words, size_in_words
from yiwang.web.words import T, Text

FEW_CHARACTERS, SOME_CHARACTERS = 12, 30


@dataclass(frozen=True)
class Option:
    """A radio button, a box, or a line of a select."""

    id: str
    value: str
    label: Text
    chosen: bool


@dataclass(frozen=True)
class Part:
    """One input of a question that has several: year, month, day; the steps of a place."""

    id: str
    name: str
    label: Text
    typed: str = ""
    width: str = ""
    options: tuple[Option, ...] = ()
    invalid: bool = False


@dataclass(frozen=True)
class Question:
    """A field on a page."""

    field: Field
    path: str
    required: bool
    typed: str = ""
    problems: tuple[Problem, ...] = ()
    options: tuple[Option, ...] = ()
    parts: tuple[Part, ...] = ()
    kept: tuple[Mapping[str, Any], ...] = ()
    entries: tuple[Entry, ...] = ()
    source: Text | None = None

    @property
    def id(self) -> str:
        """Id of the input, or of the group of inputs."""
        return input_id(self.path)

    @property
    def template(self) -> str:
        """Name of the template of this kind of question."""
        kind = self.field.kind
        if kind in {"text", "number", "id-number", "credit-code", "phone", "email"}:
            return "web/forms/_line.html"
        if kind == "yesno":
            return "web/forms/_confirm.html" if self.field.confirms else "web/forms/_options.html"
        if kind == "choice":
            return "web/forms/_select.html" if self.field.in_a_select else "web/forms/_options.html"
        return f"web/forms/_{kind}.html"

    @property
    def described_by(self) -> str:
        """Ids of what explains the question, the error first."""
        there = {
            "error": bool(self.problems),
            "help": bool(self.field.help),
            "rule": bool(self.rule),
            "purpose": bool(self.field.purpose),
            "source": bool(self.source),
        }
        return " ".join(f"{self.id}-{name}" for name, is_there in there.items() if is_there)

    @property
    def rule(self) -> Text | None:
        """A rule that is good to know before answering: length of a long text, kinds of files, several."""
        if self.field.kind == "file":
            words = names_in_words(self.field.accept)
            size = size_in_words(self.field.most_bytes or MOST_BYTES)
            return {
                language: text.format(accept=words[language], most=size)
                for language, text in T("form.file-rule").items()
            }
        if self.field.kind == "textarea" and (most := self.field.schema.get("maxLength")):
            return {language: text.format(most=most) for language, text in T("form.most-chars").items()}
        return T("form.choose-several") if self.field.kind == "choice" and self.field.many else None

    @property
    def input_type(self) -> str:
        """The type attribute: everything is typed as text, telephones and e-mail get their keyboards."""
        return {"phone": "tel", "email": "email"}.get(self.field.kind, "text")

    @property
    def input_mode(self) -> str:
        """The keyboard of a telephone."""
        if self.field.kind == "number":
            return "numeric" if self.field.schema.get("type") == "integer" else "decimal"
        return ""

    @property
    def width(self) -> str:
        """How wide the input is drawn: as wide as its answer."""
        if self.field.kind in {"number", "phone"}:
            return "w12"
        if self.field.kind in {"id-number", "credit-code"}:
            return "w20"
        most = self.field.schema.get("maxLength", SOME_CHARACTERS + 1)
        return "w12" if most <= FEW_CHARACTERS else "w20" if most <= SOME_CHARACTERS else ""


@dataclass(frozen=True)
class Entry:
    """One entry of a repeating group."""

    number: int
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Page:
    """A section as it is shown."""

    section: Section
    number: int
    of: int
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...] = ()
    more: bool = False
    shown: tuple[str, ...] = ()
    has_files: bool = False
    pressed: str = ""


@dataclass(frozen=True)
class _Typed:
    """What binding looks things up in."""

    raw: Raw
    problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    places: Places = field(default_factory=NoPlaces)
    sources: Mapping[str, Text] = field(default_factory=dict)


def _same(raw: Raw, before: Raw, key: str) -> bool:
    return raw.get(key) == before[key]


def bind(
    form: Form,
    section: Section | str,
    values: Mapping[str, Any],
    answer: Answer | None = None,
    *,
    places: Places | None = None,
    sources: Mapping[str, Text] | None = None,
) -> Page:
    """Return the page of a section, from the draft's values, or from what was just sent.

    Args:
        values: the answers of the draft so far.
        sources: field → where its answer was filled in from, told as long as the answer is that one.
        answer: what `parse` gave, when the page is shown again.
    """
    section = form.section(section) if isinstance(section, str) else section
    tree = places or NoPlaces()
    now = {**values, **answer.values} if answer else dict(values)
    raw = answer.raw if answer else filled(section, values, tree)
    by_field: dict[str, tuple[Problem, ...]] = {}
    for one in answer.problems if answer else ():
        by_field[one.field] = (*by_field.get(one.field, ()), one)
    before = filled(section, values, tree)
    told = {
        name: text
        for name, text in (sources or {}).items()
        if any(_same(raw, before, key) for key in before if key == name or key.startswith(f"{name}."))
    }
    typed = _Typed(raw, by_field, tree, told)
    questions = _questions(form, section.fields, "", now, typed)
    number = form.sections.index(section) + 1 if section in form.sections else 0
    return Page(
        section,
        number,
        len(form.sections),
        questions,
        answer.problems if answer else (),
        bool(answer and answer.more and not answer.pressed),
        tuple(_paths(questions)),
        any(one.field.kind == "file" for one in _flat(questions)),
        answer.pressed if answer else "",
    )


def _questions(
    form: Form, fields: Sequence[Field], prefix: str, values: Mapping[str, Any], typed: _Typed
) -> tuple[Question, ...]:
    asked = applicable(form, values)
    return tuple(
        _question(one, prefix + one.name, asked[one.name], values.get(one.name), typed)
        for one in fields
        if one.name in asked
    )


def _question(field: Field, path: str, required: bool, value: Any, typed: _Typed) -> Question:
    first = (typed.raw.get(path) or [""])[0]
    kept = value if isinstance(value, list) else [value] if value else []
    return Question(
        field,
        path,
        required,
        first,
        typed.problems.get(path, ()),
        _options(field, path, typed.raw.get(path, [])),
        _parts(field, path, typed),
        tuple(kept) if field.kind == "file" else (),
        _entries(field, path, value, typed) if field.kind == "group" else (),
        typed.sources.get(path),
    )


def _options(field: Field, path: str, chosen: Sequence[str]) -> tuple[Option, ...]:
    pairs: Sequence[tuple[str, Text]] = ()
    if field.kind == "yesno":
        pairs = (("yes", T("form.yes")), ("no", T("form.no")))
    elif field.kind == "choice":
        pairs = [(str(value), label) for value, label in field.choices]
    return tuple(
        Option(input_id(path, str(number)), value, label, value in chosen)
        for number, (value, label) in enumerate(pairs)
    )


def _parts(field: Field, path: str, typed: _Typed) -> tuple[Part, ...]:
    wrong = {one.target for one in typed.problems.get(path, ())}
    if field.kind == "date":
        return tuple(
            Part(
                input_id(path, part),
                f"{path}.{part}",
                T(f"form.part.{part}"),
                (typed.raw.get(f"{path}.{part}") or [""])[0],
                "w4" if part == "year" else "w2",
                invalid=input_id(path, part) in wrong,
            )
            for part in DATE_PARTS
        )
    return _steps(field, path, typed, wrong) if field.kind == "place" else ()


def _steps(field: Field, path: str, typed: _Typed, wrong: set[str]) -> tuple[Part, ...]:
    """Return the selects of a place: down to the first step that has no answer yet."""
    parts: list[Part] = []
    code: str | None = None
    for step in range(1, field.steps + 1):
        choices = typed.places.children(code)
        if not choices:
            break
        name, id = f"{path}.{step}", input_id(path, str(step))
        chosen = (typed.raw.get(name) or [""])[0]
        options = tuple(Option("", one, title, one == chosen) for one, title in choices)
        parts.append(Part(id, name, T(f"form.step.{step}"), options=options, invalid=id in wrong))
        if chosen not in {one for one, _ in choices}:
            break
        code = chosen
    return tuple(parts)


def _entries(field: Field, path: str, value: Any, typed: _Typed) -> tuple[Entry, ...]:
    if field.form is None:
        return ()
    values = value if isinstance(value, list) else []
    return tuple(
        Entry(
            number,
            _questions(
                field.form,
                tuple(field.form.fields.values()),
                f"{path}.{number}.",
                values[number] if number < len(values) else {},
                typed,
            ),
        )
        for number in range(entry_count(field, path, typed.raw))
    )


def _flat(questions: Sequence[Question]) -> list[Question]:
    inner = [one for question in questions for entry in question.entries for one in entry.questions]
    return [*questions, *(_flat(inner) if inner else [])]


def _paths(questions: Sequence[Question]) -> list[str]:
    return [one.path for one in _flat(questions)]
