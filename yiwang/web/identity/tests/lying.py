"""A provider of the tests' own that lies on demand: another issuer, old keys, any claims, silence."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey


@dataclass
class Liar:
    """What the provider says next. `token` replaces its own; `silent`: seconds before any answer."""

    issuer: str = ""
    claimed_issuer: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    published: list[RSAKey] = field(default_factory=list)
    claims: dict[str, Any] = field(default_factory=dict)
    token: str = ""
    silent: float = 0
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def signed(self, **claims: Any) -> str:
        """Return a token as this provider signs them, its claims changed as said (None: left out)."""
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": "yiwang", "sub": "someone", "iat": now, "exp": now + 300}
        kept = {key: value for key, value in {**usual, **claims}.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, kept, self.key)

    def signs_in(self, address: str, code: str = "good") -> dict[str, str]:
        """Act as if somebody had signed in at `address`. Returns the query with which they come back."""
        query = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        self.codes[code] = query
        return {"code": code, "state": query["state"]}

    def answer(self, path: str, fields: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Return status and JSON of an answer."""
        self.asked.append(path)
        time.sleep(self.silent)
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.claimed_issuer or self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "end_session_endpoint": f"{self.issuer}/end",
            }
        if path == "/keys":
            keys = self.published or [self.key]
            return 200, KeySet(keys).as_dict(private=False)
        begun = self.codes.pop(fields.get("code", ""), None)
        if begun is None or not fields.get("code_verifier"):
            return 400, {"error": "invalid_grant"}
        claims = {"nonce": begun["nonce"], **self.claims}
        return 200, {"id_token": self.token or self.signed(**claims), "token_type": "Bearer"}


def by_secret(claims: dict[str, Any]) -> str:
    """Return a token signed by a secret, as one is who takes a public key for a secret."""
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(b"0" * 64))


@contextmanager
def lying() -> Iterator[Liar]:
    """Run the provider in this process."""
    liar = Liar()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say({key: values[0] for key, values in parse_qs(body).items()})

        def _say(self, fields: dict[str, str]) -> None:
            status, said = liar.answer(urlsplit(self.path).path, fields)
            try:
                self.send_response(status)
                self.end_headers()
                self.wfile.write(json.dumps(said).encode())
            except OSError:
                pass

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    liar.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield liar
    server.shutdown()
    thread.join()
    server.server_close()
