"""Answers sent as JSON, read by the rules that read what is typed: both find the same sound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yiwang.nets.services import filling
from yiwang.web import forms
from yiwang.web.forms import Field, Form, Places, Problem
from yiwang.web.forms.parse import MOST_ENTRIES, filled
from yiwang.web.rest.problems import Unsound
from yiwang.web.words import T

DEEPEST = 4  # lists in groups; a form has none deeper


@dataclass(frozen=True)
class Read:
    """What was read: sound values in the form's shapes, files by SHA-256, and what is to be mended."""

    values: Mapping[str, Any]
    contents: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def read(
    form: Form, sent: Mapping[str, Any], files: Mapping[str, Any], *, today: date, places: Places
) -> Read:
    """Read a whole form.

    Args:
        sent: field → value as the form has it: text, number or decimal string, `YYYY-MM-DD`, true or false,
            a place's code, a list where many are chosen, a list of objects for a group. No files.
        files: those that came with it, by the name of their input (`plan`, `staff.0.card`).
    """
    problems = faults(form, sent)
    wrong = {one.field for one in problems}
    sound = {name: value for name, value in sent.items() if name in form.fields and name not in wrong}
    whole = filling.page_named(form, filling.ALL)
    answer = forms.parse(form, whole, filled(whole, sound, places), files, today=today, places=places)
    problems += answer.problems
    if answer.more and not problems:  # a place was not told down to where the form asks
        missing = forms.complete(form, answer.values, today=today, places=places)
        problems += [one for found in missing.values() for one in found]
    return Read(answer.values, filling.files_of(answer), tuple(problems))


def sound(
    form: Form, sent: Mapping[str, Any], files: Mapping[str, Any], *, today: date, places: Places
) -> Read:
    """Read a whole form that has to be sound.

    Raises:
        Unsound: with every problem, by field.
    """
    found = read(form, sent, files, today=today, places=places)
    say(found.problems)
    return found


def faults(form: Form, sent: Mapping[str, Any]) -> list[Problem]:
    """Return what is not of the form's shapes, or not of the form at all; what it says is not judged."""
    known = [name for name in sent if name in form.fields]
    misshapen = [form.fields[name] for name in known if not _has_shape(form.fields[name], sent[name])]
    return [*_unknown(form, sent), *(_misshapen(one) for one in misshapen)]


def signed_together() -> Unsound:
    """Say that several people sign this application."""
    return Unsound(
        "api.signed-together",
        "这份申请要几个人共同签名，请在网页上办理。",
        "Several people sign this application together; that is done on its pages.",
        status=409,
    )


def nobody_present() -> Unsound:
    """Say that a window has to name whom it saw."""
    return Unsound(
        "api.nobody-present",
        "窗口代填要在 present 里写明到场的人：姓名、证件、证件号码和怎么同意的。",
        "Say in `present` who is at the window: name, document, its number, and how they agreed.",
    )


def say(problems: Sequence[Problem]) -> None:
    """Raise Unsound with these problems, if there are any."""
    if problems:
        raise Unsound(
            "api.answers",
            f"有 {len(problems)} 处要改，见 problems。",
            f"{len(problems)} things to mend; see `problems`.",
            problems=[{"field": one.field, "code": one.code, **one.says} for one in problems],
        )


def _unknown(form: Form, sent: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what the form does not ask: a slip of a name would otherwise be an answer lost."""
    for name in sent:
        if name not in form.fields:
            yield Problem(name[:80], "", "form.unknown-field", T("form.unknown-field"))


def _misshapen(field: Field) -> Problem:
    code = "form.file-as-part" if field.kind == "file" else "form.shape"
    kind = field.kind if field.kind in {"date", "number", "yesno", "choice", "place", "group"} else "text"
    expected = T(f"form.shape.{kind}")
    says = {
        language: T(code)[language].replace("{expected}", expected[language]) for language in ("zh", "en")
    }
    return Problem(field.name, "", code, says)


def _has_shape(field: Field, value: Any, depth: int = 0) -> bool:
    """Say whether a value is of the field's JSON shape; what it says is judged as on the page."""
    if value is None:
        return True
    match field.kind:
        case "file":
            return False
        case "yesno":
            return isinstance(value, bool)
        case "number":
            return isinstance(value, int | float | str) and not isinstance(value, bool)
        case "date":
            return isinstance(value, str) and value.count("-") == 2
        case "choice" if field.many:
            return isinstance(value, list) and all(isinstance(one, str | int) for one in value)
        case "choice":
            return isinstance(value, str | int)
        case "group":
            sound = depth < DEEPEST and isinstance(value, list) and len(value) <= MOST_ENTRIES
            return sound and all(_is_entry(field, one, depth) for one in value)
        case _:
            return isinstance(value, str)


def _is_entry(field: Field, entry: Any, depth: int) -> bool:
    known = field.form.fields if field.form else {}
    return isinstance(entry, dict) and all(
        name in known and _has_shape(known[name], value, depth + 1) for name, value in entry.items()
    )
