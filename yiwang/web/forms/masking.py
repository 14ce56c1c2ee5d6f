"""Personal answers as staff see them before they give a purpose: just enough to tell two apart. Pure.

A field has one class of the written list below (`x-yw-mask`; by default what its kind suggests). A value
too short to hide anything is masked whole, and what has no rule of its own is masked to a fixed length, so
that the mask does not tell how long it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

STAR, WHOLE = "*", "****"

CLASSES: Mapping[str, Mapping[str, str]] = {
    "name": {"zh": "姓名", "en": "name"},
    "identity-number": {"zh": "身份号码", "en": "identity number"},
    "credit-code": {"zh": "统一社会信用代码", "en": "credit code"},
    "phone": {"zh": "电话", "en": "telephone"},
    "email": {"zh": "电子邮箱", "en": "e-mail"},
    "address": {"zh": "地址", "en": "address"},
    "bank-account": {"zh": "银行账号", "en": "bank account"},
    "birth-date": {"zh": "出生日期", "en": "date of birth"},
    "health": {"zh": "健康信息", "en": "health"},
    "file": {"zh": "照片和文件", "en": "photo or file"},
    "other": {"zh": "其他", "en": "other"},
}

_BY_KIND = {
    "id-number": "identity-number",
    "credit-code": "credit-code",
    "phone": "phone",
    "email": "email",
    "place": "address",
    "file": "file",
    "date": "birth-date",
}
_BY_SOURCE = {"name": "name", "domicile": "address", "address": "address", "phone": "phone"}
_PARTS = re.compile(r"([\s·•・‧、，,；;]+)")
_UP_TO_COUNTY = re.compile(r"\A.{0,20}?[县区](?=.{4})|\A.{0,14}?[省市州](?=.{4})")


def class_of(kind: str, schema: Mapping[str, Any]) -> str:
    """Return the class of a field: the one it names, else the one its kind or its source suggests."""
    named = schema.get("x-yw-mask")
    if named in CLASSES:
        return str(named)
    source = schema.get("x-yw-source") or {}
    return _BY_KIND.get(kind) or _BY_SOURCE.get(source.get("field", ""), "other")


def masked(value: str, of: str) -> str:
    """Return a value of the class `of` as it is shown masked: `张**`, `430***********1234`, `138****5678`."""
    text = value.strip()
    rule = _RULES.get(of)
    return rule(text) if rule is not None and text else WHOLE


def _name(text: str) -> str:
    """The first character of each part; of a name of one character, nothing."""
    parts = _PARTS.split(text)
    if len(parts) == 1 and len(text) == 1:
        return STAR
    shown = "".join(part if number % 2 else _initial(part) for number, part in enumerate(parts))
    return shown if STAR in shown else WHOLE


def _initial(part: str) -> str:
    return part[:1] + STAR * (len(part) - 1) if len(part) > 1 else STAR * len(part)


def _ends(first: int, last: int, least: int) -> Callable[[str], str]:
    """Return a rule that keeps the first and last characters of a value of at least `least`."""

    def rule(text: str) -> str:
        if len(text) < least:
            return WHOLE
        return text[:first] + STAR * (len(text) - first - last) + text[len(text) - last :]

    return rule


def _email(text: str) -> str:
    local, at, domain = text.rpartition("@")
    if not at or not local:
        return WHOLE
    return (local[:1] if len(local) > 2 else "") + f"{WHOLE}@{domain}"


def _address(text: str) -> str:
    """Down to the county or city, when at least four characters more are hidden behind it."""
    found = _UP_TO_COUNTY.match(text)
    return (found[0] if found else "") + WHOLE


def _year(text: str) -> str:
    return f"{text[:4]}-**-**" if re.match(r"\d{4}-\d\d-\d\d\Z", text) else WHOLE


_RULES: Mapping[str, Callable[[str], str]] = {
    "name": _name,
    "identity-number": _ends(3, 4, 15),
    "credit-code": _ends(2, 4, 15),
    "phone": _ends(3, 4, 11),
    "email": _email,
    "address": _address,
    "bank-account": _ends(0, 4, 12),
    "birth-date": _year,
}
