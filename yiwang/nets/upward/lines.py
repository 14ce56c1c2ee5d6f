"""Which platforms are connected here: by the environment and key files, never by a pack.

For the platform `province` of the city `yueyang`: `YIWANG_UPWARD_YUEYANG_PROVINCE` is its address,
`YIWANG_UPWARD_YUEYANG_PROVINCE_KEY` the file with the key that signs (at least 16 bytes), or
`YIWANG_UPWARD_YUEYANG_PROVINCE_ADAPTER` names `module:factory` of a city's own adapter. Without any of them
records wait. In the demo a fake platform on this machine stands in, and the page says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from pathlib import Path

from yiwang.kernel.upward import Upward, digest_of
from yiwang.ports.fake_platform import FakePlatform, Trouble
from yiwang.ports.https_platform import HttpsPlatform
from yiwang.ports.platform import Platform

SHORTEST_KEY = 16
FOLDER = "upward"
ONE_IN = 60
"""Of so many records the demo's fake refuses one."""


def variable(city: str, platform: str) -> str:
    """Return the name of the setting of one platform."""
    return f"YIWANG_UPWARD_{city}_{platform}".upper().replace("-", "_")


def connected(
    environ: Mapping[str, str], data: Path, city: str, mapping: Upward, clock: Callable[[], datetime]
) -> Platform | None:
    """Return the adapter to a platform; None where none is set.

    Raises:
        ValueError: a setting cannot be used; says which.
    """
    name = variable(city, mapping.id)
    named = environ.get(f"{name}_ADAPTER", "").strip()
    if named:
        module, _, factory = named.partition(":")
        try:
            made: Platform = getattr(import_module(module), factory)(mapping)
        except (ImportError, AttributeError) as fault:
            message = f"{name}_ADAPTER: {named} cannot be loaded ({type(fault).__name__})"
            raise ValueError(message) from fault
        return made
    address = environ.get(name, "").strip()
    if address:
        return HttpsPlatform(address, _key(name, environ), mapping.names, clock)
    demo = demo_file(data, city, mapping.id)
    if is_demo(environ) and demo.is_file():
        said = json.loads(demo.read_text())
        return HttpsPlatform(said["address"], bytes.fromhex(said["key"]), mapping.names, clock)
    return None


def demo_file(data: Path, city: str, platform: str) -> Path:
    """Return the file that says where the demo's fake of a platform is."""
    return data / FOLDER / f"{city}.{platform}.json"


def is_connected(environ: Mapping[str, str], city: str, platform: str) -> str:
    """Say how a platform is reached: `own`, `fake` (demo) or "" for not at all."""
    name = variable(city, platform)
    if environ.get(name, "").strip() or environ.get(f"{name}_ADAPTER", "").strip():
        return "own"
    return "fake" if is_demo(environ) else ""


def is_demo(environ: Mapping[str, str]) -> bool:
    """Say whether fakes may stand in."""
    from yiwang.web.environment import flag

    return flag(environ, "YIWANG_DEMO")


def stand_in(data: Path, city: str, mapping: Upward, key: bytes) -> FakePlatform:
    """Start the demo's fake of a platform and write down where it is, for the command line."""
    folder = data / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    trouble = Trouble(refuse=_now_and_then(next(iter(mapping.reasons), "DEMO")))
    kept = folder / f"{city}.{mapping.id}.kept.json"
    fake = FakePlatform(key, trouble=trouble, names=mapping.names, file=kept).start()
    file = demo_file(data, city, mapping.id)
    file.write_text(json.dumps({"address": fake.address, "key": key.hex()}))
    file.chmod(0o600)
    return fake


def _now_and_then(code: str) -> Callable[[str, Mapping[str, str]], tuple[str, str]]:
    """Refuse few records, and each once: so that the demo has something to mend."""
    before: set[str] = set()

    def refuse(kind: str, fields: Mapping[str, str]) -> tuple[str, str]:
        digest = digest_of(kind, fields)
        if int(digest, 16) % ONE_IN or digest in before:
            return "", ""
        before.add(digest)
        return code, ""

    return refuse


def _key(name: str, environ: Mapping[str, str]) -> bytes:
    where = environ.get(f"{name}_KEY", "").strip()
    try:
        key = Path(where).read_bytes().strip() if where else b""
    except OSError as fault:
        raise ValueError(f"{name}_KEY: the key file cannot be read ({type(fault).__name__})") from fault
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"{name}_KEY: the key has {len(key)} bytes; it needs at least {SHORTEST_KEY}")
    return key
