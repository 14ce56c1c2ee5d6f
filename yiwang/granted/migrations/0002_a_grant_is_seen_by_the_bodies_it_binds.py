"""A grant is seen by who has it, who provides under it, the sharing authority, and the auditor."""

from django.db import migrations

from yiwang.store.wall import ALL, SYSTEM, kind_wall, listed

TABLES = """
CREATE TABLE grant_row (
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
    granted_to text NOT NULL, klass text NOT NULL, bodies text[] NOT NULL, grants text[] NOT NULL,
    cases text[] NOT NULL, PRIMARY KEY (city, id)
);
CREATE INDEX grant_row_grants ON grant_row USING gin (grants);
CREATE INDEX grant_row_bodies ON grant_row USING gin (bodies);
CREATE INDEX grant_row_cases ON grant_row USING gin (cases);
ALTER TABLE grant_row ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON grant_row TO yiwang_app;
"""


def bound(row: str) -> str:
    """Whose grant it is: of the bodies it binds."""
    return f"{row}.bodies && {listed('bodies')}"


WALL = kind_wall("grant", "grant_row", bound, (SYSTEM, ALL), sealed=bound, opens=(SYSTEM,))
DROP = """
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies
        WHERE schemaname = 'public' AND policyname = 'theirs_grant'
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
DROP FUNCTION sees_grant(text, uuid), opens_grant(text, uuid);
DROP TABLE IF EXISTS grant_row CASCADE;
"""


class Migration(migrations.Migration):
    """A grant is seen by the bodies it binds."""

    dependencies = [("granted", "0001_an_exchange_is_seen_by_whom_it_is_about")]
    operations = [migrations.RunSQL(TABLES + WALL, DROP)]
