"""Acts that are open now, as they are sent: for which task, and what each asks for."""

from __future__ import annotations

from typing import Any


def as_sent(one: Any) -> dict[str, Any]:
    """Return an offer of a net's table of acts: `act`, `task`, `title` and `inputs` with their options."""
    return {
        "act": one.act.id,
        "task": one.task.id if one.task is not None else "",
        "title": one.title,
        "inputs": [
            {
                "name": asked.name,
                "kind": asked.kind,
                "title": asked.title,
                "required": asked.required,
                "options": [{"value": option.value, "title": option.title} for option in asked.options],
            }
            for asked in one.inputs
        ],
    }
