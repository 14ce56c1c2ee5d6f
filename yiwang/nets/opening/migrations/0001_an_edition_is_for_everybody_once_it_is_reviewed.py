"""An edition of an open data set is for everybody once it was reviewed, before that for the body it is of."""

from django.db import migrations

from yiwang.store.wall import SYSTEM, kind_wall, listed

TABLES = """
CREATE TABLE edition_row (
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
    bodies text[] NOT NULL, public boolean NOT NULL, data_set text NOT NULL, number integer NOT NULL,
    phase text NOT NULL, published_at timestamptz, PRIMARY KEY (city, id)
);
CREATE UNIQUE INDEX edition_row_number ON edition_row (city, data_set, number);
CREATE INDEX edition_row_published ON edition_row (city, phase, published_at);
ALTER TABLE edition_row ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON edition_row TO yiwang_app;
"""


def edition(row: str) -> str:
    """Everybody once it was reviewed and given out, before that the body that prepares it."""
    return f"{row}.public OR {row}.bodies && {listed('bodies')}"


def nothing(row: str) -> str:
    """Nothing is sealed in it."""
    return "false"


WALL = kind_wall("edition", "edition_row", edition, (SYSTEM,), sealed=nothing, opens=(SYSTEM,))
DROP = """
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public'
        AND policyname IN ('theirs_edition')
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
DROP FUNCTION sees_edition(text, uuid), opens_edition(text, uuid);
DROP TABLE IF EXISTS edition_row CASCADE;
"""


class Migration(migrations.Migration):
    """An edition is for everybody once it was reviewed."""

    dependencies = [("store", "0024_witnesses_co_sign_checkpoints")]
    operations = [migrations.RunSQL(TABLES + WALL, DROP)]
