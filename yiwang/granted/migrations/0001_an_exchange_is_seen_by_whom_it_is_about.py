"""An exchange is seen by whom it is about, who asked, the two bodies, and the auditor."""

from django.db import migrations

from yiwang.store.wall import ALL, SYSTEM, kind_wall, listed

TABLES = """
CREATE TABLE exchange_row (
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
    subject text NOT NULL, asked_by text NOT NULL, bodies text[] NOT NULL, grant_id text NOT NULL,
    about text NOT NULL, last_at timestamptz NOT NULL, PRIMARY KEY (city, id)
);
CREATE INDEX exchange_row_subject ON exchange_row (city, subject, last_at DESC);
CREATE INDEX exchange_row_newest ON exchange_row (city, last_at DESC);
CREATE INDEX exchange_row_about ON exchange_row (city, about);
ALTER TABLE exchange_row ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON exchange_row TO yiwang_app;
"""


def exchange(row: str) -> str:
    """Whom it is about, who asked, the body that received it and the one whose product it is."""
    return (
        f"{row}.subject = ANY {listed('person')} OR {row}.asked_by = ANY {listed('person')}"
        f" OR {row}.bodies && {listed('bodies')}"
    )


WALL = kind_wall("exchange", "exchange_row", exchange, (SYSTEM, ALL), sealed=exchange, opens=(SYSTEM,))
DROP = """
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies
        WHERE schemaname = 'public' AND policyname = 'theirs_exchange'
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
DROP FUNCTION sees_exchange(text, uuid), opens_exchange(text, uuid);
DROP TABLE IF EXISTS exchange_row CASCADE;
"""


class Migration(migrations.Migration):
    """An exchange is seen by whom it is about."""

    dependencies = [("store", "0020_a_command_on_a_case_is_two_calls")]
    operations = [migrations.RunSQL(TABLES + WALL, DROP)]
