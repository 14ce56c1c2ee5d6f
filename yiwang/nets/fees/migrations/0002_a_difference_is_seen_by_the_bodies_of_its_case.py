"""A payment that differs from the provider's books is the lead body's to see, and the auditor's."""

from django.db import migrations

from yiwang.store.wall import ALL, SYSTEM, kind_wall, listed

TABLE = """
CREATE TABLE payment_difference_row (
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
    bodies text[] NOT NULL, day date NOT NULL, phase text NOT NULL, found_at timestamptz NOT NULL,
    PRIMARY KEY (city, id)
);
CREATE INDEX payment_difference_row_open ON payment_difference_row (city, found_at DESC, id DESC);
CREATE INDEX payment_difference_row_day ON payment_difference_row (city, day) WHERE phase = 'open';
CREATE INDEX fee_row_changed ON fee_row (city, changed_at);
ALTER TABLE payment_difference_row ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON payment_difference_row TO yiwang_app;
"""


def theirs(row: str) -> str:
    """The bodies of the case."""
    return f"{row}.bodies && {listed('bodies')}"


WALL = kind_wall(
    "payment_difference",
    "payment_difference_row",
    theirs,
    (SYSTEM, ALL),
    sealed=theirs,
    opens=(SYSTEM,),
)
DROP = """
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies
        WHERE schemaname = 'public' AND policyname = 'theirs_payment_difference'
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
DROP FUNCTION sees_payment_difference(text, uuid), opens_payment_difference(text, uuid);
DROP TABLE IF EXISTS payment_difference_row CASCADE;
DROP INDEX IF EXISTS fee_row_changed;
"""


class Migration(migrations.Migration):
    """A difference is seen by the bodies of its case."""

    dependencies = [("fees", "0001_a_fee_is_seen_by_who_pays_and_who_asks")]
    operations = [migrations.RunSQL(TABLE + WALL, DROP)]
