"""What the environment says: pure readings for `settings.py`, each tested alone."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from psycopg.conninfo import conninfo_to_dict

YES = frozenset({"1", "true", "yes", "on"})


def flag(environ: Mapping[str, str], name: str) -> bool:
    """Say whether `name` is switched on."""
    return environ.get(name, "").strip().lower() in YES


def data_folder(environ: Mapping[str, str]) -> Path:
    """Return the folder of this server's own files: YIWANG_DATA, else the user's state directory."""
    if chosen := environ.get("YIWANG_DATA"):
        return Path(chosen).expanduser()
    state = environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(state) / "yiwang"


def secret_key(environ: Mapping[str, str], folder: Path) -> str:
    """Return the key that signs cookies: YIWANG_SECRET_KEY, else a file that is made once.

    The file is readable by its owner only. Two processes that start together agree on one key,
    because the file is linked into place whole and never overwritten.
    """
    if key := environ.get("YIWANG_SECRET_KEY"):
        return key
    path = folder / "secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = folder / f".secret-key-{os.getpid()}-{secrets.token_hex(4)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def databases(environ: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES from YIWANG_DATABASE, a DSN with the app's role; {} without one."""
    dsn = environ.get("YIWANG_DATABASE")
    if not dsn:
        return {}
    parts: dict[str, Any] = dict(conninfo_to_dict(dsn))
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    settings: dict[str, Any] = {
        django: str(parts.pop(libpq)) for libpq, django in named.items() if libpq in parts
    }
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            **settings,
            "OPTIONS": {"connect_timeout": 2, **parts},
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    }


def origin(environ: Mapping[str, str]) -> tuple[str, str] | None:
    """Return (scheme, host) of YIWANG_ORIGIN, the address people type, e.g. https://yw.example.cn."""
    address = environ.get("YIWANG_ORIGIN")
    if not address:
        return None
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("YIWANG_ORIGIN must be like https://yw.example.cn")
    return parts.scheme, parts.hostname


def allowed_hosts(environ: Mapping[str, str]) -> list[str]:
    """Return the host names answered to: this machine, YIWANG_HOSTS (comma-separated), the origin."""
    extra = [host.strip() for host in environ.get("YIWANG_HOSTS", "").split(",") if host.strip()]
    public = origin(environ)
    return ["127.0.0.1", "localhost", "[::1]", *extra, *([public[1]] if public else [])]


def proxies(environ: Mapping[str, str], https: bool) -> int:
    """Return how many proxies of our own add to X-Forwarded-For: YIWANG_PROXIES, else 1 behind https, else 0.

    Raises:
        ValueError: YIWANG_PROXIES is not a number from 0 to 9.
    """
    given = environ.get("YIWANG_PROXIES", "").strip()
    if not given:
        return 1 if https else 0
    if not given.isascii() or not given.isdigit() or len(given) > 1:
        raise ValueError(f"YIWANG_PROXIES must be a number from 0 to 9, not {given!r}")
    return int(given)
