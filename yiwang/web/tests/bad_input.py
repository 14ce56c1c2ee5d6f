"""What nobody should send, drawn by a seed: requests that spoil an operation's own example."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

JUNK: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**70,
    1e308,
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "x" * 5000,
    "吉𠮷",
    "'; --",
    "2026-13-45",
    "0000-00-00",
    "9999-12-31T23:59:59+99:99",
    "..%2f..",
    [],
    [[]],
    {},
    {"": {}},
    ["\x00"],
    {"zh": "\x00"},
)
PARTS = (
    "",
    "\x00",
    "%",
    "é",
    "x" * 300,
    "0",
    "-1",
    "01a20606-35c0-78fd-887b-825248bd329c",
    "a b",
    "2611-000000000",
)
RAW = (b"", b"{", b"\xff\xfe", b"null", b"[1]", b'"text"', b'{"a":' * 2000, b'{"x": NaN}', b"\x00")


class Spoiler:
    """Draws bad requests of one operation. The same seed draws the same."""

    def __init__(self, path: str, operation: Mapping[str, Any], seed: str, known: Mapping[str, str]) -> None:
        self.path, self.operation, self.known = path, operation, known
        self.chance = random.Random(seed)

    def address(self) -> str:
        """Return an address: real parts where there are, or none that could be one."""
        address = self.path
        asked = self.operation.get("parameters", ())
        for name in [one["name"] for one in asked if one["in"] == "path"]:
            real = self.known.get(name)
            part = real if real and self.chance.random() < 0.6 else self.chance.choice(PARTS) or "-"
            address = address.replace(f"{{{name}}}", quote(part, safe=""))
        query = {
            one["name"]: self._text() for one in asked if one["in"] == "query" and self.chance.random() < 0.5
        }
        return f"{address}?{urlencode(query)}" if query else address

    def headers(self) -> dict[str, str]:
        """Return a sound key most of the time, and now and then a version that nothing has."""
        found = {}
        if self.chance.random() < 0.9:
            found["Idempotency-Key"] = f"bad-input-{self.chance.getrandbits(64):016x}"
        if self.chance.random() < 0.3:
            found["If-Match"] = self.chance.choice(['"0"', "*", "x", '"' + "9" * 40 + '"'])
        return found

    def body(self) -> bytes:
        """Return a body: no JSON at all, or the example with something in it spoiled."""
        if self.chance.random() < 0.25:
            return self.chance.choice(RAW)
        content = self.operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        example = copy.deepcopy(content.get("example", {}))
        for _ in range(self.chance.randint(1, 3)):
            example = self._spoiled(example)
        return json.dumps(example).encode()

    def _spoiled(self, node: Any) -> Any:
        if isinstance(node, dict) and node and self.chance.random() < 0.8:
            name = self.chance.choice(list(node))
            if self.chance.random() < 0.2:
                return {key: value for key, value in node.items() if key != name}
            if self.chance.random() < 0.2:
                return {**node, "\x00" if self.chance.random() < 0.5 else "colour": self.chance.choice(JUNK)}
            return {**node, name: self._spoiled(node[name])}
        if isinstance(node, list) and node and self.chance.random() < 0.5:
            return [*node[1:], self._spoiled(node[0])]
        return self.chance.choice(JUNK)

    def _text(self) -> str:
        drawn = self.chance.choice(JUNK)
        return drawn.encode("utf-8", "replace").decode() if isinstance(drawn, str) else str(drawn)
