"""Fees and parcels of cases: seen by the applicant, the lead body and the window of the place."""

from django.db import migrations

from yiwang.store.wall import SYSTEM, kind_wall, listed

ROW = """
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
    applicant text NOT NULL, case_id text NOT NULL, bodies text[] NOT NULL, phase text NOT NULL,
    PRIMARY KEY (city, id)
"""
TABLES = f"""
CREATE TABLE fee_row ({ROW});
CREATE TABLE parcel_row ({ROW});
ALTER TABLE fee_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE parcel_row ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON fee_row, parcel_row TO yiwang_app;
"""


def theirs(row: str) -> str:
    """The applicant, the lead body, the window of the place."""
    return f"{row}.applicant = ANY {listed('person')} OR {row}.bodies && {listed('bodies')}"


WALL = "\n".join(
    kind_wall(kind, f"{kind}_row", theirs, (SYSTEM,), sealed=theirs, opens=(SYSTEM,))
    for kind in ("fee", "parcel")
)

DROP = """
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies
        WHERE schemaname = 'public' AND policyname IN ('theirs_fee', 'theirs_parcel')
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
DROP FUNCTION sees_fee(text, uuid), opens_fee(text, uuid), sees_parcel(text, uuid), opens_parcel(text, uuid);
DROP TABLE IF EXISTS fee_row, parcel_row CASCADE;
"""


class Migration(migrations.Migration):
    """A fee is seen by who pays and who asks."""

    dependencies = [("store", "0020_a_command_on_a_case_is_two_calls")]
    operations = [migrations.RunSQL(TABLES + WALL, DROP)]
