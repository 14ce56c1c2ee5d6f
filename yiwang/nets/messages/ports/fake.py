"""The fake of the demo: nothing leaves; each message is a line of a file, which says that it is one."""

from __future__ import annotations

import json
import os
from pathlib import Path

from yiwang.nets.messages.ports import Letter, Outcome, delivered, later

FILE = "messages-not-sent.jsonl"
SAYS = "假的通道，没有真的发出 / a fake channel: nothing was sent"


class FilePort:
    """Writes what would have been sent to a file that only this account reads."""

    fake = True

    def __init__(self, channel: str, path: Path) -> None:
        self.channel, self.path = channel, path

    def send(self, letter: Letter) -> Outcome:
        """Write one line: JSON."""
        line = {
            "fake": SAYS,
            "channel": self.channel,
            "id": letter.id,
            "to": letter.to,
            "subject": letter.subject,
            "text": letter.text,
        }
        try:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError:
            return later("away")
        return delivered("fake")
