"""Signed requests and answers: HTTP Message Signatures (RFC 9421) over Content-Digest (RFC 9530).

One profile, and nothing beside it: Ed25519, one signature, its parameters `created`, `nonce`, `keyid` and if
wanted `expires`, `alg`, `tag`, written as the RFC serialises them. It covers at least method, authority,
path and content digest. What reads it here is small on purpose; the tests hold it against an
independent implementation of the whole RFC.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from yiwang.gateway.crypto import DEFAULT

AGE = 300
"""Seconds after `created` for which a request is good."""

SKEW = 5
"""Seconds by which the clocks of the two sides may differ."""

REQUIRED = ("@method", "@authority", "@path", "content-digest")
COVERED = frozenset({*REQUIRED, "@query", "content-type", "content-length", "date"})
TAG = "yiwang-gateway"
LABEL = "yw"

_INPUT = re.compile(
    r"([a-z*][a-z0-9_.*-]{0,30})="  # the label
    r'(\(("[a-z@-]+"(?: "[a-z@-]+")*)\)'  # what is covered
    r'((?:;[a-z]+=(?:\d{1,12}|"[\x20\x21\x23-\x5b\x5d-\x7e]{0,200}"))+))\Z'  # integers and plain strings
)
_PARAMETER = re.compile(r';([a-z]+)=(?:(\d{1,12})|"([^"]*)")')
_SIGNATURE = re.compile(r"([a-z*][a-z0-9_.*-]{0,30})=:([A-Za-z0-9+/]{86}==):\Z")
_DIGEST = re.compile(r"sha-256=:([A-Za-z0-9+/]{43}=):\Z")
_NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}\Z")
_KNOWN = frozenset({"created", "expires", "nonce", "keyid", "alg", "tag"})
_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?\Z")


class Unsigned(Exception):
    """A request is not signed as it must be. `why`: a word for the log and the asker, never a value."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Request:
    """What of a request is signed.

    Attributes:
        method: upper case. authority: host and port, lower case. path: as sent, percent-encoded.
        query: as sent, without `?`. headers: lower case name → value; of a name sent twice, joined by `, `.
    """

    method: str
    authority: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Claim:
    """What a signature says of itself, before anybody knows whether it holds.

    Attributes:
        keyid: as written. created: seconds since 1970. base: the bytes that were signed.
        label: of the signature in its two headers.
    """

    keyid: str
    nonce: str
    created: int
    base: bytes
    signature: bytes
    label: str

    def holds(self, public: bytes) -> bool:
        """Say whether the signature is that of the key (32 bytes)."""
        return DEFAULT.is_signed(public, self.base, self.signature)


def claim(request: Request, now: datetime) -> Claim:
    """Return what a request's signature claims. Digest, window, coverage and form are checked here.

    Raises:
        Unsigned: `no-signature`, `form`, `digest`, `coverage`, `algorithm`, `window` or `nonce`.
    """
    headers = request.headers
    if "signature-input" not in headers or "signature" not in headers:
        raise Unsigned("no-signature")
    said, signed = _INPUT.match(headers["signature-input"]), _SIGNATURE.match(headers["signature"])
    if said is None or signed is None or said[1] != signed[1]:
        raise Unsigned("form")
    names = said[3][1:-1].split('" "')
    if len(set(names)) != len(names) or not COVERED.issuperset(names):
        raise Unsigned("coverage")
    if not set(REQUIRED).issubset(names):
        raise Unsigned("coverage")
    found = _PARAMETER.findall(said[4])
    parameters = {name: int(number) if number else text for name, number, text in found}
    if len(parameters) != len(found) or not _KNOWN.issuperset(parameters):
        raise Unsigned("form")
    created, nonce, keyid = (parameters.get(name) for name in ("created", "nonce", "keyid"))
    _check_window(created, parameters.get("expires"), now)
    if not isinstance(nonce, str) or _NONCE.match(nonce) is None:
        raise Unsigned("nonce")
    if not isinstance(keyid, str) or parameters.get("alg", "ed25519") != "ed25519":
        raise Unsigned("algorithm")
    _check_digest(headers.get("content-digest", ""), request.body)
    lines = [f'"{name}": {_component(request, name)}' for name in names]
    lines.append(f'"@signature-params": {said[2]}')
    return Claim(keyid, nonce, int(created or 0), "\n".join(lines).encode(), b64decode(signed[2]), said[1])


def _check_window(created: object, expires: object, now: datetime) -> None:
    moment = now.timestamp()
    if not isinstance(created, int) or not isinstance(expires, int | None):
        raise Unsigned("window")
    if not created - SKEW <= moment <= created + AGE:
        raise Unsigned("window")
    if expires is not None and moment > expires + SKEW:
        raise Unsigned("window")


def _check_digest(said: str, body: bytes) -> None:
    digest = _DIGEST.match(said)
    try:
        right = digest is not None and b64decode(digest[1], validate=True) == DEFAULT.digest(body)
    except NotBase64:
        right = False
    if not right:
        raise Unsigned("digest")


def _component(request: Request, name: str) -> str:
    match name:
        case "@method":
            value = request.method
        case "@authority":
            value = request.authority
        case "@path":
            value = request.path
        case "@query":
            value = f"?{request.query}"
        case _:
            value = request.headers.get(name, "").strip()
    if _VALUE.match(value) is None:
        raise Unsigned("coverage")
    return value


def content_digest(body: bytes) -> str:
    """Return the value of Content-Digest."""
    return f"sha-256=:{b64encode(DEFAULT.digest(body)).decode()}:"


def signed_request(
    method: str,
    authority: str,
    path: str,
    body: bytes,
    private: Ed25519PrivateKey,
    *,
    keyid: str,
    nonce: str,
    now: datetime,
) -> dict[str, str]:
    """Return the headers that sign a request: Content-Digest, Signature-Input, Signature.

    Args:
        keyid: `<client>.<key>`. nonce: 16 to 64 characters, never used before.
    """
    digest = content_digest(body)
    values = (method, authority.lower(), path, digest)
    inner = (
        "("
        + " ".join(f'"{name}"' for name in REQUIRED)
        + f');created={int(now.timestamp())};keyid="{keyid}";nonce="{nonce}";alg="ed25519";tag="{TAG}"'
    )
    lines = [f'"{name}": {value}' for name, value in zip(REQUIRED, values, strict=True)]
    base = "\n".join((*lines, f'"@signature-params": {inner}')).encode()
    return {
        "Content-Digest": digest,
        "Signature-Input": f"{LABEL}={inner}",
        "Signature": f"{LABEL}=:{b64encode(DEFAULT.sign(private, base)).decode()}:",
    }


def signed_answer(
    status: int,
    body: bytes,
    request: Request,
    label: str,
    private: Ed25519PrivateKey,
    keyid: str,
    now: datetime,
) -> dict[str, str]:
    """Return the headers that sign an answer, bound to the request by the request's own signature.

    Args:
        label: of the request's signature. keyid: of the city's key, as in its CITY.pub.
    """
    digest = content_digest(body)
    asked = _SIGNATURE.match(request.headers.get("signature", ""))
    assert asked is not None, "only a request whose signature held is answered so"
    inner = f'("@status" "content-digest" "signature";req;key="{label}");created={int(now.timestamp())}' + (
        f';keyid="{keyid}";alg="ed25519";tag="{TAG}"'
    )
    base = "\n".join(
        (
            f'"@status": {status}',
            f'"content-digest": {digest}',
            f'"signature";req;key="{label}": :{asked[2]}:',
            f'"@signature-params": {inner}',
        )
    ).encode()
    return {
        "content-digest": digest,
        "signature-input": f"{LABEL}={inner}",
        "signature": f"{LABEL}=:{b64encode(DEFAULT.sign(private, base)).decode()}:",
    }
