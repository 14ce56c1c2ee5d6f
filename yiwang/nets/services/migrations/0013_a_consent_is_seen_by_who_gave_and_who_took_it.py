"""A consent at a counter is seen by who gave it, by the clerk who took it, and by who shows its code."""

from django.db import migrations

from yiwang.store.wall import SYSTEM, each_time, kind_wall, listed

TABLE = """
CREATE TABLE consent_row (
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
    person text NOT NULL, clerk text NOT NULL, digest text NOT NULL, draft text NOT NULL, day date NOT NULL,
    PRIMARY KEY (city, id)
);
CREATE INDEX consent_row_person ON consent_row (city, person, changed_at DESC);
CREATE INDEX consent_row_digest ON consent_row (city, digest) WHERE digest <> '';
ALTER TABLE consent_row ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON consent_row TO yiwang_app;
"""


def party(row: str) -> str:
    """Who gave it, and who took it."""
    mine = listed("person")
    return f"{row}.person = ANY {mine} OR ({row}.clerk <> '' AND {row}.clerk = ANY {mine})"


def seen(row: str) -> str:
    """And who shows the code, while it was not used."""
    return f"{party(row)} OR ({row}.digest <> '' AND {row}.digest = ANY ({each_time('glass')}))"


FORWARD = TABLE + kind_wall("consent", "consent_row", seen, (SYSTEM,), sealed=party, opens=(SYSTEM,))
BACK = """
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies WHERE policyname = 'theirs_consent'
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
DROP TABLE consent_row;
DROP FUNCTION sees_consent(text, uuid), opens_consent(text, uuid);
"""


class Migration(migrations.Migration):
    """A consent is seen by who gave it and who took it."""

    dependencies = [
        ("services", "0012_a_draft_is_its_writers_alone"),
        ("store", "0020_a_command_on_a_case_is_two_calls"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACK)]
