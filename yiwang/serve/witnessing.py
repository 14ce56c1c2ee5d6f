"""`yiwang witness`: another office watches a city, keeps what it signed, and co-signs what only grew.

Its file has a line of JSON for each checkpoint it read. What holds is what the next one is compared with;
what does not is written too, with both signatures of the city: that pair is the evidence.
"""

from __future__ import annotations

import base64
import json
import os
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from yiwang.kernel.receipt import Checkpoint, PublicKey, SignedCheckpoint, Verdict
from yiwang.kernel.witness import Judgement, judge, read, said
from yiwang.store.keys import Keyring, export_line, is_signed
from yiwang.store.receipts import keys_of_file

WAIT = 20  # seconds for an answer
MOST = 4 << 20  # bytes of an answer
HOLDS, WRONG, UNKNOWN = 0, 1, 2
"""What the command exits with."""

Fetch = Callable[[str, bytes | None], tuple[int, bytes]]
"""`fetch(address, body to post)` → status and answer. Raises OSError where nobody answers."""


class Line(msgspec.Struct, frozen=True):
    """One line of a witness's file."""

    at: datetime
    code: str
    checkpoint: SignedCheckpoint


@dataclass(frozen=True)
class Wish:
    """What a witness was asked to do.

    Attributes:
        base: address of the city (`https://…/CITY`). key: its public keys. state: the witness's file.
        name, keyring: as whom it co-signs, with keys from where; "" and None: it only watches.
    """

    base: str
    key: Path
    state: Path
    name: str = ""
    keyring: Keyring | None = None


@dataclass(frozen=True)
class Seen:
    """What came of one look. `exit`: 0 it only grew; 1 it did not, or was refused; 2 nothing is known."""

    exit: int
    code: str
    zh: str
    en: str
    size: int = 0
    cosigned: bool = False


def own_key(keyring: Keyring, name: str) -> str:
    """Return the line of a witness's public key, for the city's pack; the key is made if there is none."""
    return export_line(keyring.signing(name), name).strip()


def witness(wish: Wish, now: datetime, fetch: Fetch) -> Seen:
    """Look at a city once: compare with what was seen before, keep it, and co-sign where that is asked."""
    keys = keys_of_file(wish.key)
    if isinstance(keys, Verdict):
        return Seen(UNKNOWN, keys.code, keys.zh, keys.en)
    try:
        before = _before(wish.state, keys)
        given = _asked(fetch, f"{wish.base}/api/v1/checkpoints/latest", None)
        signed = _signed(given["checkpoint"])
        point = read(signed, keys, is_signed)
        if isinstance(point, Judgement):
            return Seen(WRONG, point.code, point.zh, point.en)
        found = judge(before, point, _path(fetch, wish.base, before, point))
    except (_NoAnswer, _BadState) as trouble:
        return Seen(UNKNOWN, trouble.code, trouble.zh, trouble.en)
    except (KeyError, TypeError, msgspec.ValidationError):
        return Seen(UNKNOWN, *_unreadable(wish.base))
    if found.code != "witness.same":
        _keep(wish.state, Line(now, found.code, signed))
    if not found.holds:
        return Seen(WRONG, found.code, found.zh, found.en, point.size)
    if wish.keyring is None:
        return Seen(HOLDS, found.code, found.zh, found.en, point.size)
    return _cosign(wish, found, point, signed, now, fetch)


def _signed(sent: dict[str, str]) -> SignedCheckpoint:
    found = {"body": sent["statement"], "key_id": sent["key_id"], "signature": sent["signature"]}
    return msgspec.convert(found, SignedCheckpoint)


def over_http(address: str, body: bytes | None) -> tuple[int, bytes]:
    """Fetch an address, or post to it, as JSON."""
    assert address.startswith(("http://", "https://"))  # `sound_base` let nothing else through
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    request = urllib.request.Request(address, data=body, headers=headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=WAIT) as answer:  # noqa: S310
            return answer.status, answer.read(MOST)
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read(MOST)


def sound_base(text: str) -> str | None:
    """Return the address of a city without its last slash, None for what is no http address."""
    parts = urlsplit(text)
    sound = parts.scheme in ("http", "https") and parts.netloc and not parts.query
    return text.rstrip("/") if sound else None


class _NoAnswer(Exception):
    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.code, self.zh, self.en = code, zh, en


class _BadState(_NoAnswer):
    pass


def _unreadable(address: str) -> tuple[str, str, str]:
    return (
        "witness.no-answer",
        f"{address} 的答复不是存证根；地址要写到城市，例如 https://…/城市。",
        f"{address} does not answer with a checkpoint; the address ends with the city: https://…/CITY.",
    )


def _asked(fetch: Fetch, address: str, body: bytes | None) -> dict[str, Any]:
    try:
        status, answer = fetch(address, body)
    except (OSError, ValueError) as error:
        why = getattr(error, "reason", error)
        zh, en = f"{address} 没有答复：{why}。", f"{address} does not answer: {why}."
        raise _NoAnswer("witness.no-answer", zh, en) from None
    try:
        told = json.loads(answer)
    except ValueError:
        raise _NoAnswer(*_unreadable(address)) from None
    if status != 200:
        said_ = told.get("error", {}) if isinstance(told, dict) else {}
        if not isinstance(said_, dict) or "code" not in said_:
            raise _NoAnswer(*_unreadable(address))
        raise _NoAnswer(str(said_["code"]), str(said_.get("zh", "")), str(said_.get("en", "")))
    if not isinstance(told, dict):
        raise _NoAnswer(*_unreadable(address))
    return told


def _before(state: Path, keys: tuple[PublicKey, ...]) -> Checkpoint | None:
    """Return the last checkpoint in the witness's own file that held."""
    try:
        text = state.read_text("utf-8") if state.exists() else ""
        lines = [msgspec.json.decode(line, type=Line) for line in text.splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError, msgspec.DecodeError) as error:
        raise _BadState(
            "witness.state",
            f"见证文件 {state} 读不了：{error}。修好它，不要删：里面是先前看到的。",
            f"The witness's file {state} cannot be read: {error}. Mend it and do not delete it: it holds"
            " what was seen.",
        ) from None
    good = [line for line in lines if line.code in ("witness.first", "witness.grew")]
    if not good:
        return None
    point = read(good[-1].checkpoint, keys, is_signed)
    if isinstance(point, Judgement):
        raise _BadState(
            "witness.state",
            f"见证文件 {state} 的最后一条不是这座城市签的：{point.zh}",
            f"The last line of {state} was not signed by this city: {point.en}",
        )
    return point


def _path(fetch: Fetch, base: str, before: Checkpoint | None, point: Checkpoint) -> list[str]:
    if before is None or before.size >= point.size:
        return []
    address = f"{base}/api/v1/checkpoints/consistency?old={before.size}&new={point.size}"
    try:
        return [str(step) for step in _asked(fetch, address, None)["proof"]]
    except _NoAnswer as refused:
        if refused.code == "witness.no-checkpoint":  # it no longer knows what it signed: judged as no proof
            return []
        raise


def _keep(state: Path, line: Line) -> None:
    """Add a line, on the disk before anything is co-signed."""
    state.parent.mkdir(parents=True, exist_ok=True)
    with state.open("ab") as file:
        file.write(msgspec.json.encode(line) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _cosign(
    wish: Wish, found: Judgement, point: Checkpoint, signed: SignedCheckpoint, now: datetime, fetch: Fetch
) -> Seen:
    assert wish.keyring is not None
    body = said(wish.name, point, signed, now)
    given = {
        "witness": wish.name,
        "statement": base64.b64encode(body).decode(),
        "signature": wish.keyring.signing(wish.name).sign(body).hex(),
    }
    try:
        _asked(fetch, f"{wish.base}/api/v1/checkpoints/cosignatures", json.dumps(given).encode())
    except _NoAnswer as refused:
        return Seen(WRONG, refused.code, refused.zh, refused.en, point.size)
    zh = f"{found.zh}已加签。"
    return Seen(HOLDS, found.code, zh, f"{found.en} Co-signed.", point.size, cosigned=True)


def printed(seen: Seen, as_json: bool) -> str:
    """Return what the command prints."""
    if as_json:
        told = {name: getattr(seen, name) for name in ("code", "zh", "en", "size", "cosigned")}
        return json.dumps(told, ensure_ascii=False)
    return f"{seen.zh}\n{seen.en}\n[{seen.code}]"
