"""OpenID Connect, the authorization code flow with PKCE: what we send, and what we accept.

Checked of every token: signature by a key of the provider (fetched anew when it has rotated), an asymmetric
algorithm (never `none`), issuer, audience, time within a minute of ours, and nonce.
Source: OpenID Connect Core 1.0 §3.1; Back-Channel Logout 1.0 §2; RFC 7636; RFC 9207.
"""

from __future__ import annotations

import secrets
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from threading import Lock
from typing import Any
from urllib.parse import urlencode, urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from yiwang.web.identity.config import LOOPBACK, Provider
from yiwang.web.identity.line import Asking, ProviderDown, ProviderRefuses

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
SKEW_SECONDS = 60
OLDEST_SECONDS = 600  # of a token that was issued for this sign-in
KNOWN_FOR_SECONDS = 3600.0  # how long a provider's addresses are good
KEYS_ANEW_AFTER_SECONDS = 30.0  # an unknown key makes us ask again, not more often
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LONGEST_SUBJECT = 255


class BadToken(Exception):
    """What came back can not be believed; `reason` is the name of a text `account.identity.<reason>`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Began:
    """What is kept in the session while somebody is at the provider. Each of it works once.

    Attributes:
        confirm: the act that waits for a fresh proof (`held_acts`), "" for a sign-in.
        since: seconds since 1970 from which on they must have proven themselves there; 0 for a sign-in.
    """

    state: str
    nonce: str
    verifier: str
    next: str
    confirm: str = ""
    since: int = 0


@dataclass
class _Known:
    about: dict[str, Any]
    keys: dict[str, Any]
    asked_at: float
    keys_at: float


_known: dict[tuple[str, str], _Known] = {}
_knowing = Lock()


def forget() -> None:
    """Forget every provider's addresses and keys: the state at start."""
    with _knowing:
        _known.clear()


def about(provider: Provider, asking: Asking) -> _Known:
    """Return the provider's own description and keys, kept for an hour.

    Raises:
        ProviderDown: it does not answer. BadToken: it says it is another issuer.
    """
    key = (provider.issuer, provider.client_id)
    with _knowing:
        found = _known.get(key)
    if found is not None and time.monotonic() - found.asked_at < KNOWN_FOR_SECONDS:
        return found
    said = asking.get(provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if said.get("issuer") != provider.issuer:
        raise BadToken("wrong-issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not _is_safe(said.get(name)):
            raise ProviderDown(name)
    now = time.monotonic()
    found = _Known(said, asking.get(said["jwks_uri"]), now, now)
    with _knowing:
        _known[key] = found
    return found


def begin(
    provider: Provider,
    redirect: str,
    back: str,
    *,
    confirm: str = "",
    now: datetime | None = None,
    strong: bool = False,
) -> tuple[str, Began]:
    """Return the address to send somebody to, and what to keep until they come back.

    With `confirm` and `now` the provider is asked to have them prove themselves again and to say when they
    did (`prompt`, `max_age`; Core 1.0 §3.1.2.1), `strong` by two factors (`acr_values`).
    """
    known = about(provider, Asking())
    began = Began(
        *(secrets.token_urlsafe(32) for _ in range(3)),
        next=back,
        confirm=confirm,
        since=int(now.timestamp()) if confirm and now else 0,
    )
    challenge = urlsafe_b64encode(sha256(began.verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect,
        "scope": " ".join(provider.scopes),
        "state": began.state,
        "nonce": began.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    if confirm:
        query |= {"prompt": "login", "max_age": "0"}
        if strong and provider.level is not None and provider.level.claim == "acr":
            two = [value for value, meaning in provider.level.meanings.items() if meaning == "two"]
            query["acr_values"] = " ".join(two)
    address = str(known.about["authorization_endpoint"])
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}", began


def finish(
    provider: Provider, began: Began, redirect: str, code: str, now: datetime
) -> tuple[dict[str, Any], str]:
    """Change a code for who signed in. Returns the checked claims, and the ID token as it came.

    Raises:
        BadToken, ProviderDown.
    """
    asking = Asking()
    known = about(provider, asking)
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect,
        "code_verifier": began.verifier,
        "client_id": provider.client_id,
    }
    try:
        answer = asking.post(known.about["token_endpoint"], fields, provider.client_id, provider.secret)
    except ProviderRefuses as error:
        raise BadToken("code-refused") from error
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise BadToken("no-token")
    claims = checked(provider, token, now, asking)
    if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), began.nonce.encode()):
        raise BadToken("wrong-nonce")
    if now.timestamp() - _number(claims, "iat") > OLDEST_SECONDS:
        raise BadToken("expired")
    if claims.get("sub") is None:
        raise BadToken("missing-claim")
    if began.since:
        _proven_since(claims, began.since, now)
    return {**_more(known, answer, claims, asking), **claims}, token


def _proven_since(claims: dict[str, Any], since: int, now: datetime) -> None:
    """Go on only if the provider says that somebody proved themselves after `since` (Core 1.0 §2, auth_time).

    A provider that keeps silent about it may have let an old session through, and is not believed.
    """
    if "auth_time" not in claims or _number(claims, "auth_time") < since - SKEW_SECONDS:
        raise BadToken("not-anew")
    if _number(claims, "auth_time") > now.timestamp() + SKEW_SECONDS:
        raise BadToken("clock-skew")


def _more(known: _Known, answer: dict[str, Any], claims: dict[str, Any], asking: Asking) -> dict[str, Any]:
    """Return the claims that the provider keeps at its userinfo address, if they are of the same subject."""
    address, token = known.about.get("userinfo_endpoint"), answer.get("access_token")
    if not _is_safe(address) or not isinstance(token, str):
        return {}
    try:
        said = asking.get(str(address), bearer=token)
    except ProviderRefuses:
        return {}
    if said.get("sub") != claims["sub"]:
        raise BadToken("wrong-subject")
    return said


def checked(provider: Provider, token: str, now: datetime, asking: Asking) -> dict[str, Any]:
    """Return the claims of a token that the provider signed for us and that is good now.

    Raises:
        BadToken: anything about it is wrong.
    """
    claims = _signed(provider, token, asking)
    if claims.get("iss") != provider.issuer:
        raise BadToken("wrong-issuer")
    audience = claims.get("aud")
    listed = audience if isinstance(audience, list) else [audience]
    if provider.client_id not in listed or claims.get("azp", provider.client_id) != provider.client_id:
        raise BadToken("wrong-audience")
    if len(listed) > 1 and "azp" not in claims:
        raise BadToken("wrong-audience")
    moment = now.timestamp()
    if _number(claims, "iat") > moment + SKEW_SECONDS:
        raise BadToken("clock-skew")
    if _number(claims, "exp") <= moment - SKEW_SECONDS:
        raise BadToken("expired")
    if "nbf" in claims and _number(claims, "nbf") > moment + SKEW_SECONDS:
        raise BadToken("clock-skew")
    subject = claims.get("sub")
    if subject is not None and not (isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT):
        raise BadToken("missing-claim")
    return claims


def logout_of(provider: Provider, token: str, now: datetime) -> dict[str, Any]:
    """Return the claims of a token by which a provider ends sessions. The caller sees to `jti` being new.

    Raises:
        BadToken, ProviderDown.
    """
    claims = checked(provider, token, now, Asking())
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict) or "nonce" in claims:
        raise BadToken("not-a-logout")
    if not isinstance(claims.get("jti"), str) or not (claims.get("sub") or claims.get("sid")):
        raise BadToken("missing-claim")
    if now.timestamp() - _number(claims, "iat") > OLDEST_SECONDS:
        raise BadToken("expired")
    return claims


def end_address(provider: Provider, id_token: str, back: str) -> str | None:
    """Return the address at which somebody signs out of the provider, too; None when it offers none."""
    try:
        address = about(provider, Asking()).about.get("end_session_endpoint")
    except (ProviderDown, ProviderRefuses, BadToken):
        return None
    if not provider.single_logout or not _is_safe(address):
        return None
    query = {"id_token_hint": id_token, "post_logout_redirect_uri": back, "client_id": provider.client_id}
    return f"{address}{'&' if '?' in str(address) else '?'}{urlencode(query)}"


def _signed(provider: Provider, token: str, asking: Asking) -> dict[str, Any]:
    """Return the claims of a token whose signature is by a key of the provider, asking for new keys once."""
    known = about(provider, asking)
    try:
        return _decoded(token, known.keys)
    except (JoseError, ValueError, TypeError, KeyError):
        if time.monotonic() - known.keys_at < KEYS_ANEW_AFTER_SECONDS:
            raise BadToken("forged") from None
    known.keys, known.keys_at = asking.get(known.about["jwks_uri"]), time.monotonic()
    try:
        return _decoded(token, known.keys)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise BadToken("forged") from error


def _decoded(token: str, keys: dict[str, Any]) -> dict[str, Any]:
    asymmetric = [one for one in keys["keys"] if one.get("kty") in ("RSA", "EC", "OKP")]
    usable = [one for one in asymmetric if one.get("use", "sig") == "sig"]
    return dict(jwt.decode(token, KeySet.import_key_set({"keys": usable}), algorithms=ALGORITHMS).claims)


def _number(claims: dict[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadToken("missing-claim")
    return float(value)


def _is_safe(address: object) -> bool:
    if not isinstance(address, str):
        return False
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
