"""What proves a login: a password, a code of an authenticator app or from paper, a passkey.

Password and code are asked on one page and answered by one sentence, so that nobody learns whether an
account exists, whether the password alone was right, or whether a second factor is set up. For the same
reason every check does the same work: an account that does not exist has a password and secrets, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code, normalize_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt, encrypt
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from yiwang.web.account import logins
from yiwang.web.account import secret as secrets_of_server

LEVEL_NONE, LEVEL_ONE, LEVEL_TWO = 0, 1, 2
COUNTER = "last_counter"


@dataclass(frozen=True)
class Proof:
    """Who was proven, by what. `level` 2 means two factors (or a passkey that verified its user)."""

    user: User
    level: int
    how: str  # password | code | recovery | passkey | identity


@cache
def _nobody(keys: Path) -> tuple[str, str]:
    """Return TOTP secret and seed of nobody, sealed as somebody's are under the keys of this folder."""
    return encrypt(generate_totp_secret()), encrypt(RecoveryCodes.generate_seed())


@cache
def _nobodys_password() -> str:
    return make_password("the password of nobody")


def prove(city: str, account: str, password: str, code: str) -> Proof | None:
    """Check what was typed on the sign-in page. None: something is wrong, and nothing says what.

    A login with a second factor needs its code; a resident's without a password may enter by a recovery
    code alone, which is used up by it.
    """
    user = logins.find(city, account)
    known = user if user is not None and user.is_active else None
    usable = known is not None and known.has_usable_password()
    right = check_password(password, known.password if known and usable else _nobodys_password()) and usable
    kept = _kept(known.pk if known else 0)
    matched = _match(kept, code)
    # Staff without a password have a passkey; one paper code alone shall not open a desk.
    only_resident = {one.kind for one in logins.people_of(city, known.pk if known else 0)} == {"resident"}
    if known is None:
        return None
    has_second = any(one.type != Authenticator.Type.RECOVERY_CODES for one in kept.values())
    if usable:
        if not right:
            return None
        if not has_second and not code:
            return Proof(known, LEVEL_ONE, "password")
        return Proof(known, LEVEL_TWO, matched) if matched and _use(known, matched, code) else None
    if matched == "recovery" and only_resident and not password and _use(known, matched, code):
        return Proof(known, LEVEL_ONE, "recovery")
    return None


def confirm(user: User, password: str, code: str) -> str | None:
    """Check a login anew, for an act: returns by what (`code`, `recovery`, `password`), None when wrong.

    The password counts only where there is no second factor.
    """
    kept = _kept(user.pk)
    matched = _match(kept, code)
    has_second = any(one.type != Authenticator.Type.RECOVERY_CODES for one in kept.values())
    if matched and _use(user, matched, code):
        return matched
    usable = user.has_usable_password()
    right = check_password(password, user.password if usable else _nobodys_password())
    return "password" if right and usable and not has_second and not code else None


def _kept(user_id: int) -> dict[str, Authenticator]:
    """Return the factors of a login by kind; of passkeys one stands for all."""
    return {one.type: one for one in Authenticator.objects.filter(user_id=user_id)}


def _match(kept: dict[str, Authenticator], code: str) -> str | None:
    """Compare a code with every secret. Uses nothing up; takes as long whether there are secrets or none."""
    nobodys_secret, nobodys_seed = _nobody(secrets_of_server.folder())
    totp, recovery = kept.get(Authenticator.Type.TOTP), kept.get(Authenticator.Type.RECOVERY_CODES)
    secret = decrypt(totp.data["secret"] if totp else nobodys_secret)
    counters = [one for one, value in _values(secret) if _is(code, value)]
    paper = RecoveryCodes(recovery or Authenticator(data={"seed": nobodys_seed, "used_mask": 0}))
    papers = [one for one in paper.get_unused_codes() if _is(code, one)]
    if totp and counters:
        return "code"
    return "recovery" if recovery and papers else None


def _values(secret: str) -> list[tuple[int, str]]:
    """Return the steps of half a minute that count now, each with its code."""
    return [(one, format_hotp_value(hotp_value(secret, one))) for one in yield_hotp_counters_from_time()]


def _is(typed: str, expected: str) -> bool:
    return bool(compare_user_code(actual=typed, expected=expected))


def _use(user: User, matched: str, code: str) -> bool:
    """Use a code up, once among all processes."""
    if matched == "recovery":
        paper = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
        return bool(RecoveryCodes(paper).validate_code(code))
    with transaction.atomic():
        totp = Authenticator.objects.select_for_update().get(user=user, type=Authenticator.Type.TOTP)
        secret, last = decrypt(totp.data["secret"]), totp.data.get(COUNTER, -1)
        for counter, value in _values(secret):
            if counter > last and _is(code, value):
                totp.data[COUNTER] = counter
                totp.record_usage()
                totp.save(update_fields=["data"])
                return True
    return False


def code_is_of(secret: str, code: str) -> bool:
    """Say whether a code belongs to a TOTP secret that is being set up."""
    return any(_is(code, value) for _, value in _values(secret))


def set_totp(user: User, secret: str, code: str) -> None:
    """Keep a TOTP secret, in place of the one before; the code that proved it is used up."""
    used = next((counter for counter, value in _values(secret) if _is(code, value)), -1)
    with transaction.atomic():
        Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
        data = {"secret": encrypt(secret), COUNTER: used}
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)


def remove_totp(user: User) -> None:
    """Forget the TOTP secret."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()


def new_recovery_codes(user: User) -> list[str]:
    """Make ten recovery codes, void those before, and return them: the only time they are seen."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
        return [in_groups(one) for one in RecoveryCodes.activate(user).generate_codes()]


def in_groups(code: str) -> str:
    """Return a code in groups of four, as people read and type it."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def clean_code(typed: str) -> str:
    """Return a typed code without the spaces and dashes people put in."""
    return str(normalize_user_code(typed)) if typed else ""


@dataclass(frozen=True)
class Factors:
    """What a login has, for its owner to see."""

    password: bool
    totp: Authenticator | None
    passkeys: tuple[Authenticator, ...]
    codes_left: int

    @property
    def second(self) -> bool:
        """Whether there is a second factor, or a passkey, which is both."""
        return self.totp is not None or bool(self.passkeys)


def of(user: User) -> Factors:
    """Return the factors of a login."""
    found = list(Authenticator.objects.filter(user=user).order_by("id"))
    paper = next((one for one in found if one.type == Authenticator.Type.RECOVERY_CODES), None)
    return Factors(
        password=user.has_usable_password(),
        totp=next((one for one in found if one.type == Authenticator.Type.TOTP), None),
        passkeys=tuple(one for one in found if one.type == Authenticator.Type.WEBAUTHN),
        codes_left=len(RecoveryCodes(paper).get_unused_codes()) if paper else 0,
    )


def password_problem(user: Any, password: str, again: str) -> str | None:
    """Return the key of the sentence that says why a new password will not do; None when it will."""
    if password != again:
        return "account.password.differ"
    try:
        validate_password(password, user)
    except ValidationError as error:
        code = str(error.error_list[0].code)
        return f"account.password.{code.removeprefix('password_').replace('_', '-')}"
    return None
