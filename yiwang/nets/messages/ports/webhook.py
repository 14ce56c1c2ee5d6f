"""Webhooks: a POST of one CloudEvent, signed as Standard Webhooks says, to an address that is not private.

The host's addresses are looked up once and held against the rules, and the connection goes to one that was
looked at: a name cannot come to lead elsewhere in between. No redirect is followed, no answer's body is read.
Private addresses are refused unless YIWANG_WEBHOOK_PRIVATE lists their net (`10.2.0.0/16,127.0.0.1/32`); only
there may it be http.
"""

from __future__ import annotations

import base64
import hmac
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from yiwang.nets.messages.ports import Letter, Outcome, delivered, later, never, ours

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
PREFIX = "whsec_"
SECONDS, IN_ALL = 8.0, 20.0
MOST_BYTES = 64 * 1024
NAT64 = ipaddress.ip_network("64:ff9b::/96")


def signature(secrets: Iterable[bytes], id: str, timestamp: int, body: str) -> str:
    """Return the value of `webhook-signature`: one `v1,<base64>` for each secret, newest first.

    Source: Standard Webhooks (HMAC-SHA256 over `id.timestamp.body`); read in descriptions, the text
    of the standard is not at hand.
    """
    signed = f"{id}.{timestamp}.{body}".encode()
    macs = (hmac.new(secret, signed, sha256).digest() for secret in secrets)
    return " ".join(f"v1,{base64.b64encode(mac).decode()}" for mac in macs)


def secret_text(secret: bytes) -> str:
    """Return a secret as it is shown, once: `whsec_` and base64."""
    return PREFIX + base64.b64encode(secret).decode()


def secret_bytes(text: str) -> bytes:
    """Return the key that a shown secret stands for."""
    return base64.b64decode(text.removeprefix(PREFIX))


def allowed_networks(environ: Mapping[str, str]) -> tuple[Network, ...]:
    """Return the private nets that webhooks may go to, by YIWANG_WEBHOOK_PRIVATE.

    Raises:
        ValueError: one of them is no net.
    """
    written = environ.get("YIWANG_WEBHOOK_PRIVATE", "")
    return tuple(ipaddress.ip_network(one.strip()) for one in written.split(",") if one.strip())


def is_public(address: Address) -> bool:
    """Say whether an address belongs to everybody's net; what an IPv6 address wraps is looked at, too."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if inner:
            return is_public(inner)
        if address in NAT64:
            return False
    return address.is_global and not address.is_multicast


@dataclass(frozen=True)
class WebhookPort:
    """Posts to webhooks. `allowed`: private nets that it may reach."""

    allowed: tuple[Network, ...] = ()
    fake = False

    def send(self, letter: Letter) -> Outcome:
        """POST the letter's text, signed."""
        parts = urlsplit(letter.to)
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        if not letter.secrets:
            return ours("no-secret")
        if len(letter.text.encode()) > MOST_BYTES:
            return ours("too-large")
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return later("away")
        addresses = list(dict.fromkeys(ipaddress.ip_address(one[4][0]) for one in found))
        if not addresses or not all(self._may(one, secure) for one in addresses):
            return never("unsafe-address")
        try:
            return self._post(letter, _Pinned(str(addresses[0]), host, port, secure), parts.path or "/")
        except TimeoutError:
            return later("timeout")
        except ssl.SSLError:
            return later("tls")
        except (OSError, http.client.HTTPException):
            return later("away")

    def _may(self, address: Address, secure: bool) -> bool:
        if any(address in net for net in self.allowed):
            return True
        return secure and is_public(address)

    def _post(self, letter: Letter, connection: _Pinned, path: str) -> Outcome:
        timestamp = int(letter.at.timestamp())
        headers = {
            "Content-Type": CONTENT_TYPE,
            "User-Agent": "yiwang-webhooks",
            "webhook-id": letter.id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": signature(letter.secrets, letter.id, timestamp, letter.text),
        }
        alarm = threading.Timer(IN_ALL, connection.cut)  # for who answers a byte at a time
        alarm.start()
        try:
            connection.request("POST", path, letter.text.encode(), headers)
            answer = connection.getresponse()
            return outcome_of(answer.status, answer.headers.get("Retry-After", ""))
        finally:
            alarm.cancel()
            connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was looked at, for a host's name."""

    def __init__(self, address: str, host: str, port: int, secure: bool) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self._address, self._secure = address, secure

    def connect(self) -> None:
        """Connect to the address, and prove the name by TLS."""
        self.sock = socket.create_connection((self._address, self.port), SECONDS)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End it from another thread."""
        sock = self.sock
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def outcome_of(status: int, retry_after: str = "") -> Outcome:
    """Say what an answer means: 2xx taken, 3xx and most 4xx for good, the rest for a while (RFC 9110)."""
    if 200 <= status < 300:
        return delivered()
    if 300 <= status < 400:
        return never("redirect")
    if status == 410:
        return never("gone")
    if status in (408, 409, 425, 429) or status >= 500:
        asked = retry_after.strip()
        return later("busy", int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0)
    return never("rejected")
