"""What is sealed for sign-in, sealed anew under the current key: secrets, seeds, tokens, waiting acts."""

from __future__ import annotations

import psycopg
from psycopg.types.json import Json

from yiwang.web.account import secret

FACTORS = "SELECT id, data::jsonb FROM mfa_authenticator WHERE type IN ('totp', 'recovery_codes') FOR UPDATE"
SECRETS = ("secret", "seed")
BOXES = (("open_session", "id_token", secret.TOKEN), ("held_act", "sealed", secret.ACT))


def reseal(connection: psycopg.Connection) -> tuple[int, int]:
    """Seal everything anew, in one transaction. Returns how much was sealed, and how much did not open.

    What does not open was sealed under a key that is lost, and is left as it is.

    Args:
        connection: of the role that owns the tables; no transaction is open.
    """
    done = lost = 0
    with connection.transaction():
        for number, data in connection.execute(FACTORS).fetchall():
            new = {name: _anew(secret.FACTOR, data[name]) for name in SECRETS if name in data}
            lost += sum(box is None for box in new.values())
            kept = {name: box for name, box in new.items() if box is not None}
            if kept:
                connection.execute(
                    "UPDATE mfa_authenticator SET data = %s WHERE id = %s", (Json({**data, **kept}), number)
                )
            done += len(kept)
        for table, column, use in BOXES:
            rows = connection.execute(f"SELECT id, {column} FROM {table} WHERE {column} <> '' FOR UPDATE")
            for number, box in rows.fetchall():
                made = _anew(use, box)
                lost, done = lost + (made is None), done + (made is not None)
                if made is not None:
                    connection.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", (made, number))
    return done, lost


def _anew(use: str, box: str) -> str | None:
    try:
        return secret.sealed(use, secret.unsealed(use, box))
    except ValueError:
        return None
