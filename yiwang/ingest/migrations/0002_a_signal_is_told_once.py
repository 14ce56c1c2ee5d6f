"""A signal is told once: what rules remember is kept with what they are about to say, and where they stand.

Each part of the rules (those of one lateness) has a watermark of its own. `pending` is what was said and may
not have reached the records yet: it is said again, which changes nothing, and only then taken away.
"""

from django.db import migrations

from yiwang.store.wall import CITY_ITSELF, CITY_WRITES, SYSTEM, kind_wall, listed

BASE = """
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
"""
TABLES = f"""
CREATE TABLE signal_row ({BASE}
    rule text NOT NULL, about text NOT NULL, place text NOT NULL, body text NOT NULL, severity text NOT NULL,
    since timestamptz NOT NULL, until timestamptz, lead text NOT NULL, number text NOT NULL,
    silenced boolean NOT NULL, acknowledged boolean NOT NULL, PRIMARY KEY (city, id)
);
CREATE INDEX signal_row_open ON signal_row (city, since) WHERE until IS NULL;
CREATE INDEX signal_row_since ON signal_row (city, since);
CREATE INDEX signal_row_about ON signal_row (city, about, since);
CREATE INDEX signal_row_lead ON signal_row (city, lead) WHERE lead <> '';
CREATE INDEX signal_row_number ON signal_row (city, number) WHERE number <> '';
CREATE TABLE silence_row ({BASE}
    rule text NOT NULL, at text NOT NULL, body text NOT NULL, since timestamptz NOT NULL,
    until timestamptz NOT NULL, ended timestamptz, PRIMARY KEY (city, id)
);
CREATE INDEX silence_row_until ON silence_row (city, until);
CREATE TABLE signal_cursor (
    city text NOT NULL, part integer NOT NULL, version bigint NOT NULL, mark timestamptz NOT NULL,
    rules bytea NOT NULL, board bytea NOT NULL, pending bytea NOT NULL, PRIMARY KEY (city, part)
);
CREATE TABLE signal_state (
    city text NOT NULL, part integer NOT NULL, about text NOT NULL, state bytea NOT NULL,
    PRIMARY KEY (city, part, about)
) WITH (fillfactor = 70);
ALTER TABLE signal_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE silence_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE signal_cursor ENABLE ROW LEVEL SECURITY;
ALTER TABLE signal_state ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON signal_row, silence_row TO yiwang_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON signal_cursor, signal_state TO yiwang_app;
"""


def of_its_body(row: str) -> str:
    """Those of the body whose things they are."""
    return f"{row}.body = ANY {listed('bodies')}"


def own_wall(table: str) -> str:
    """Only the city itself reads and writes what its rules remember."""
    return f"""
CREATE POLICY theirs ON {table} FOR SELECT USING ({CITY_ITSELF});
CREATE POLICY door_in ON {table} FOR INSERT WITH CHECK ({CITY_WRITES});
CREATE POLICY door_on ON {table} FOR UPDATE USING ({CITY_WRITES});
CREATE POLICY door_out ON {table} FOR DELETE USING ({CITY_WRITES});
"""


WALL = "\n".join(
    [
        kind_wall(
            "signal", "signal_row", of_its_body, (SYSTEM, "all", "desk"), sealed=of_its_body, opens=(SYSTEM,)
        ),
        kind_wall(
            "silence",
            "silence_row",
            of_its_body,
            (SYSTEM, "all", "desk"),
            sealed=of_its_body,
            opens=(SYSTEM, "all", "desk"),
        ),
        own_wall("signal_cursor"),
        own_wall("signal_state"),
    ]
)

DROP = """
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies
        WHERE schemaname = 'public' AND policyname IN ('theirs_signal', 'theirs_silence')
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
DROP FUNCTION sees_signal(text, uuid), opens_signal(text, uuid), sees_silence(text, uuid),
    opens_silence(text, uuid);
DROP TABLE IF EXISTS signal_row, silence_row, signal_cursor, signal_state CASCADE;
"""


class Migration(migrations.Migration):
    """A signal is told once."""

    dependencies = [("ingest", "0001_an_observation_is_kept_once_and_in_its_month")]
    operations = [migrations.RunSQL(TABLES + WALL, DROP)]
