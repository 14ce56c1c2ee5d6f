"""Passkeys (WebAuthn): a device proves that it is there and knows its user, so one counts as two factors.

The challenge lies in the session and is good for one answer. The person's verification by the device (PIN,
finger, face; nothing of it leaves the device) is required, both when a passkey is made and when it is used.
"""

from __future__ import annotations

import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from yiwang.web.account.factors import LEVEL_TWO, Proof

NEWCOMER = "passkey-newcomer"
LONGEST_ANSWER = 20_000  # characters
NAME_LENGTH = 40


class BadPasskey(Exception):
    """The device's answer can not be accepted: another challenge, another site, not verified, or unknown."""


def options_to_make(user: User) -> dict[str, Any]:
    """Return what the browser needs to make a passkey for `user`."""
    return auth.begin_registration(user, passwordless=True)


def options_to_use(user: User | None = None) -> dict[str, Any]:
    """Return what the browser needs to use a passkey: any of this site, or one of `user`'s."""
    return auth.begin_authentication(user)


def made(answer: str) -> dict[str, Any]:
    """Check the answer of a device that made a passkey, and return the credential to `keep`.

    Raises:
        BadPasskey: it does not answer our challenge, or the device did not verify its user.
    """
    credential = _read(answer)
    try:
        data = auth.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError) as error:
        raise BadPasskey from error
    finally:
        auth.clear_state()
    if not data.is_user_verified():
        raise BadPasskey
    return credential


def keep(user: User, credential: dict[str, Any], name: str) -> None:
    """Keep a passkey under the name its owner knows the device by."""
    auth.WebAuthn.add(user, name.strip()[:NAME_LENGTH] or "1", credential)


def proven(answer: str, user: User | None = None) -> Proof:
    """Check the answer of a device that used a passkey: of `user`, or of whoever's it is.

    Raises:
        BadPasskey: it does not answer our challenge, its login is unknown, or the user was not verified.
    """
    response = _read(answer)
    try:
        owner = user or auth.extract_user_from_response(response)
        found = auth.complete_authentication(owner, response)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadPasskey from error
    finally:
        auth.clear_state()
    verified = auth.parse_authentication_response(response).response.authenticator_data.is_user_verified()
    if not owner.is_active or not verified:
        raise BadPasskey
    found.record_usage()
    return Proof(owner, LEVEL_TWO, "passkey")


def remove(user: User, number: int) -> bool:
    """Forget one passkey of `user`; False when it is not theirs."""
    mine = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN, pk=number)
    return bool(mine.delete()[0])


def newcomer(request: HttpRequest, user: User | None) -> None:
    """Remember, in the session, the login that is about to be made with its first passkey."""
    if user is None:
        request.session.pop(NEWCOMER, None)
    else:
        request.session[NEWCOMER] = user.username


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise BadPasskey
    try:
        read = json.loads(answer)
    except ValueError as error:
        raise BadPasskey from error
    if not isinstance(read, dict):
        raise BadPasskey
    return read
