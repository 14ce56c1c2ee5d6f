"""Functions of strings. Positions count characters, not bytes and not halves of a pair."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from yiwang.kernel.feel.patterns import compiled, replacement_of
from yiwang.kernel.feel.signature import builtin


@builtin("substring", "string: string", "start position: number", "length: number?")
def _substring(text: str, start: Decimal, length: Decimal | None = None) -> str | None:
    at = int(start)
    if at == 0 or abs(at) > len(text) + (at > 0):
        return None if at == 0 or abs(at) > len(text) + 1 else ""
    begin = at - 1 if at > 0 else len(text) + at
    if length is None:
        return text[begin:]
    return text[begin : begin + int(length)] if length >= 1 else None


@builtin("string length", "string: string")
def _length(text: str) -> Decimal:
    return Decimal(len(text))


@builtin("upper case", "string: string")
def _upper(text: str) -> str:
    return text.upper()


@builtin("lower case", "string: string")
def _lower(text: str) -> str:
    return text.lower()


@builtin("substring before", "string: string", "match: string")
def _before(text: str, match: str) -> str:
    return text.partition(match)[0] if match and match in text else ""


@builtin("substring after", "string: string", "match: string")
def _after(text: str, match: str) -> str:
    return text.partition(match)[2] if match else text


@builtin("contains", "string: string", "match: string")
def _contains(text: str, match: str) -> bool:
    return match in text


@builtin("starts with", "string: string", "match: string")
def _starts(text: str, match: str) -> bool:
    return text.startswith(match)


@builtin("ends with", "string: string", "match: string")
def _ends(text: str, match: str) -> bool:
    return text.endswith(match)


@builtin("matches", "input: string", "pattern: string", "flags: string?")
def _matches(text: str, pattern: str, flags: str | None = None) -> bool | None:
    found = compiled(pattern, flags or "")
    return None if found is None else found.search(text) is not None


@builtin("replace", "input: string", "pattern: string", "replacement: string", "flags: string?")
def _replace(text: str, pattern: str, replacement: str, flags: str | None = None) -> str | None:
    found = compiled(pattern, flags or "")
    if found is None or found.search("") is not None:
        return None
    template = replacement_of(replacement, found.groups, literal="q" in (flags or ""))
    return None if template is None else found.sub(lambda match: _filled(template, match), text)


def _filled(template: list[str | int], match: Any) -> str:
    return "".join(part if isinstance(part, str) else (match[part] or "") for part in template)


@builtin("split", "string: string", "delimiter: string")
def _split(text: str, delimiter: str) -> list[str] | None:
    found = compiled(delimiter, "")
    if found is None or found.search("") is not None:
        return None
    parts, at = [], 0
    for match in found.finditer(text):
        parts.append(text[at : match.start()])
        at = match.end()
    return [*parts, text[at:]]


@builtin("string join", "list: strings", "delimiter: string?")
def _join(items: list[str | None], delimiter: str | None = None) -> str:
    return (delimiter or "").join(item for item in items if item is not None)
