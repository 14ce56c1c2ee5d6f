"""Which answers of a form go to the vault, and how they part from the others."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import msgspec

from yiwang.kernel.matter import Matter
from yiwang.web.forms.branches import prune
from yiwang.web.forms.model import Field, Form


def is_secret(matter: Matter, field: Field) -> bool:
    """Say whether an answer goes to the vault: personal ones, and files, whose names may be personal."""
    if field.name in matter.sealed_fields or field.personal or field.kind == "file":
        return True
    return field.form is not None and any(is_secret(matter, one) for one in field.form.fields.values())


def split(
    matter: Matter, form: Form, values: Mapping[str, Any], contents: Mapping[str, bytes]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return (facts, secrets) of the answers that apply.

    A secret that is not text is JSON; a file's content is a secret of its own, `name#sha256`, in base 64.
    """
    facts: dict[str, Any] = {}
    secrets: dict[str, str] = {}
    for name, value in prune(form, values).items():
        field = form.fields[name]
        if not is_secret(matter, field):
            facts[name] = value
            continue
        secrets[name] = value if isinstance(value, str) else msgspec.json.encode(value).decode()
        if field.kind == "file":
            for one in value if isinstance(value, list) else [value]:
                if one["sha256"] in contents:
                    secrets[f"{name}#{one['sha256']}"] = base64.b64encode(contents[one["sha256"]]).decode()
    return facts, secrets
