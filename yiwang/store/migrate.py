"""Bring a database to this version's tables, as the owner. The app's role can not."""

from __future__ import annotations

from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg.conninfo import conninfo_to_dict

ALIAS = "owner"
_DJANGO_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def migrate(owner_dsn: str) -> None:
    """Apply every migration of every installed app that is still missing. Twice is once.

    Needs Django's settings (`DJANGO_SETTINGS_MODULE`); their DATABASES are not used. Two at a time
    wait for one another.

    Raises:
        django.db.Error: the server refuses; migrations that were whole before it stay.
    """
    if not apps.ready:
        django.setup()
    connection = DatabaseWrapper(_settings(owner_dsn), ALIAS)
    connections[ALIAS] = connection
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('yiwang migrate'))")
        call_command("migrate", database=ALIAS, verbosity=0, interactive=False)
    finally:
        del connections[ALIAS]
        connection.close()


def _settings(dsn: str) -> dict[str, Any]:
    given: dict[str, Any] = dict(conninfo_to_dict(dsn))
    named = {django_name: str(given.pop(name, "")) for name, django_name in _DJANGO_NAMES.items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **named,
        "OPTIONS": given,
        "ATOMIC_REQUESTS": False,
        "AUTOCOMMIT": True,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": False,
        "TIME_ZONE": None,
        "TEST": {},
    }
