"""What a webhook carries: one CloudEvent 1.0 in its structured JSON form. Pure.

Number, matter, place, phase and outcome of a case; no fact of a form and nobody. Who may read more asks the
API with the key of the same machine client.
"""

from __future__ import annotations

import json
from typing import Any

from yiwang.nets.messages.records import Message

SPEC = "1.0"
TYPE = "cn.yiwang."


def cloud_event(id: str, city: str, message: Message, origin: str = "") -> str:
    """Return the event as text, the same for every attempt.

    Source: CloudEvents 1.0 (id, source, specversion, type are required); the text is not at hand.

    Args:
        id: of the message. origin: the address people type; without it the source is a relative reference.
    """
    about = message.about
    told: dict[str, Any] = {
        "specversion": SPEC,
        "id": id,
        "source": f"{origin}/{city}",
        "type": f"{TYPE}{about.event}",
        "time": (about.at or message.created_at).isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
    }
    if about.number:
        told["subject"] = about.number
    fields = ("number", "matter", "place", "phase", "outcome")
    told["data"] = {name: value for name in fields if (value := getattr(about, name))}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
