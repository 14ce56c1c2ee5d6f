"""Alerts, responses and bulletins are for everybody; a draft is for the body that writes it.

An identifier of a message is there once: what is taken in twice is one alert.
"""

from django.db import migrations

from yiwang.store.wall import SYSTEM, kind_wall, listed

BASE = """
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
"""
TABLES = f"""
CREATE TABLE alert_row ({BASE}
    bodies text[] NOT NULL, public boolean NOT NULL, phase text NOT NULL, source text NOT NULL,
    names text[] NOT NULL, identifiers text[] NOT NULL, expires timestamptz, sent timestamptz,
    PRIMARY KEY (city, id)
);
CREATE INDEX alert_row_due ON alert_row (city, wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX alert_row_sent ON alert_row (city, phase, sent DESC);
CREATE INDEX alert_row_names ON alert_row USING gin (names);
CREATE TABLE response_row ({BASE}
    plan text NOT NULL, level text NOT NULL, run integer NOT NULL, PRIMARY KEY (city, id)
);
CREATE TABLE bulletin_row ({BASE}
    number text NOT NULL, plan text NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (city, id)
);
CREATE UNIQUE INDEX bulletin_row_number ON bulletin_row (city, number);
CREATE INDEX bulletin_row_at ON bulletin_row (city, plan, at DESC);
ALTER TABLE alert_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE response_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE bulletin_row ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON alert_row, response_row, bulletin_row TO yiwang_app;
"""


def alert(row: str) -> str:
    """Everybody once it is out, before that the body that writes it."""
    return f"{row}.public OR {row}.bodies && {listed('bodies')}"


def everybody(row: str) -> str:
    """Everybody."""
    return "true"


def nothing(row: str) -> str:
    """Nothing is sealed in it."""
    return "false"


NAMES = ("alert", "response", "bulletin")
WALL = "\n".join(
    [
        kind_wall("alert", "alert_row", alert, (SYSTEM,), sealed=nothing, opens=(SYSTEM,)),
        kind_wall("response", "response_row", everybody, (SYSTEM,), sealed=nothing, opens=(SYSTEM,)),
        kind_wall("bulletin", "bulletin_row", everybody, (SYSTEM,), sealed=nothing, opens=(SYSTEM,)),
    ]
)
DROP = f"""
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public'
        AND policyname IN ({", ".join(f"'theirs_{one}'" for one in NAMES)})
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
DROP FUNCTION {", ".join(f"sees_{one}(text, uuid), opens_{one}(text, uuid)" for one in NAMES)};
DROP TABLE IF EXISTS {", ".join(f"{one}_row" for one in NAMES)} CASCADE;
"""


class Migration(migrations.Migration):
    """An alert is for everybody once it is out."""

    dependencies = [("store", "0020_a_command_on_a_case_is_two_calls")]
    operations = [migrations.RunSQL(TABLES + WALL, DROP)]
