"""A login is a Django user without a name: an account within a city, and which person of the city it is.

The username is `city:account`. A resident's account is a random number; a staff account is the code that
the city's directory gives. A person who is both a resident and on the staff may have both by one login.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from yiwang.kernel.access import system
from yiwang.store import wall

ACCOUNT = re.compile(r"[A-Za-z0-9._@-]{1,64}\Z")
DIGITS = "0123456789"
ACCOUNT_DIGITS = 12
INVITATION_LASTS = timedelta(days=7)
KINDS = ("resident", "staff")
PEOPLE_OF = "SELECT person, kind FROM sign_in WHERE city = %s AND user_id = %s ORDER BY kind DESC, person"


@dataclass(frozen=True)
class SignIn:
    """Which person of a city a login is, as `resident` or as `staff`."""

    person: str
    kind: str


def username(city: str, account: str) -> str:
    """Return the username of an account typed in a city; letters of an account have no case."""
    return f"{city}:{account.strip().lower().replace(chr(0), '')}"


def account_of(user: Any) -> str:
    """Return the account as its owner types it."""
    return str(user.username).partition(":")[2]


def find(city: str, account: str) -> User | None:
    """Return the login of an account, active or not; None when there is none."""
    return User.objects.filter(username=username(city, account)).first()


def new_resident(city: str, person: str) -> User:
    """Make a login without a password for a resident; the account is random digits."""
    account = "".join(secrets.choice(DIGITS) for _ in range(ACCOUNT_DIGITS))
    return _new(city, account, person, "resident")


def new_staff(city: str, code: str, person: str) -> User:
    """Return the login of somebody on the staff, made when the directory names them first.

    Args:
        code: the account, which the directory gives; letters, digits and . _ @ - only.
    Raises:
        ValueError: the code can not be an account, or is another person's.
    """
    if not ACCOUNT.match(code):
        raise ValueError(f"not an account: {code!r}")
    found = find(city, code)
    if found is None:
        try:
            return _new(city, code, person, "staff")
        except IntegrityError:  # somebody else made it this moment
            found = find(city, code)
            if found is None:
                raise
    if [one.person for one in people_of(city, found.pk) if one.kind == "staff"] != [person]:
        raise ValueError(f"the account {code!r} is another person's")
    return found


def _new(city: str, account: str, person: str, kind: str) -> User:
    with transaction.atomic():
        user = User(username=username(city, account))
        user.set_unusable_password()
        user.save()
        add_person(city, user.pk, person, kind)
    return user


def add_person(city: str, user_id: int, person: str, kind: str) -> None:
    """Let a login be a person of the city, as `kind`. Twice is once."""
    if kind not in KINDS:
        raise ValueError(f"not a kind: {kind!r}")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(wall.OPEN, wall.opening(city, system("account"), door=True))
        cursor.execute(
            "INSERT INTO sign_in (city, user_id, person, kind) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (city, user_id, person) DO NOTHING",
            (city, user_id, person, kind),
        )


def people_of(city: str, user_id: int) -> tuple[SignIn, ...]:
    """Return whom a login is in a city: staff first, then the resident; empty in any other city."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(wall.OPEN, wall.opening(city, system("account")))
        cursor.execute(PEOPLE_OF, (city, user_id))
        return tuple(SignIn(*row) for row in cursor.fetchall())


def invite(city: str, user: User, now: datetime) -> str:
    """Return a one-time token with which the owner of a login sets its password and second factor.

    It lasts seven days and voids every earlier one of the login. Only its hash is kept, so it can not be
    read again: whoever invites hands it over at once.
    """
    token = secrets.token_urlsafe(32)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM invitation WHERE user_id = %s", (user.pk,))
        cursor.execute(
            "INSERT INTO invitation (token, city, user_id, expires_at) VALUES (%s, %s, %s, %s)",
            (_hash(token), city, user.pk, now + INVITATION_LASTS),
        )
    return token


def invited(city: str, token: str, now: datetime) -> User | None:
    """Return whose invitation this is; None when it is unknown, used or over, which are not told apart."""
    found = _one_id(
        "SELECT user_id FROM invitation WHERE token = %s AND city = %s AND used_at IS NULL"
        " AND expires_at > %s",
        (_hash(token), city, now),
    )
    return User.objects.filter(pk=found or 0, is_active=True).first()


def use_invitation(city: str, token: str, now: datetime) -> User | None:
    """Return whose invitation this is and use it up; of two at the same moment one gets None."""
    found = _one_id(
        "UPDATE invitation SET used_at = %s WHERE token = %s AND city = %s AND used_at IS NULL"
        " AND expires_at > %s RETURNING user_id",
        (now, _hash(token), city, now),
    )
    return User.objects.filter(pk=found or 0, is_active=True).first()


def _one_id(statement: str, values: tuple[Any, ...]) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
