"""A report is two records: who told, seen by intake and by themselves; and what was told, seen with the case.

The counts against floods know a keyed digest of an address for an hour, never the address. Pictures of a
report that is not sent yet lie in a box for an hour.
"""

from django.db import migrations

from yiwang.store.wall import SYSTEM, each_time, kind_wall, listed

BASE = """
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
"""
TABLES = f"""
CREATE TABLE report_row ({BASE}
    applicant text NOT NULL, desk text NOT NULL, number text NOT NULL, told uuid NOT NULL,
    digest text NOT NULL, at timestamptz NOT NULL, channel text NOT NULL, asked boolean NOT NULL,
    PRIMARY KEY (city, id)
);
CREATE UNIQUE INDEX report_row_number ON report_row (city, number);
CREATE INDEX report_row_applicant ON report_row (city, applicant, at DESC) WHERE applicant <> '';
CREATE INDEX report_row_desk ON report_row (city, desk, at DESC, id);
CREATE INDEX report_row_unsigned ON report_row (city, at) WHERE digest <> '';
CREATE TABLE told_row ({BASE}
    report uuid NOT NULL, case_id uuid NOT NULL, number text NOT NULL, desk text NOT NULL,
    kind text NOT NULL, place text NOT NULL, longitude double precision, latitude double precision,
    at timestamptz NOT NULL, whistle boolean NOT NULL, outside text NOT NULL,
    joined boolean NOT NULL, PRIMARY KEY (city, id)
);
CREATE INDEX told_row_case ON told_row (city, case_id);
CREATE INDEX told_row_near ON told_row (city, longitude, latitude, at)
    WHERE longitude IS NOT NULL AND NOT whistle;
CREATE INDEX told_row_place ON told_row (city, place, at DESC) WHERE NOT whistle;
CREATE INDEX told_row_at ON told_row (city, at DESC, id) WHERE NOT whistle AND NOT joined;
CREATE INDEX told_row_number ON told_row (city, number);
CREATE TABLE report_flood (
    city text NOT NULL, who bytea NOT NULL, hour timestamptz NOT NULL, count integer NOT NULL,
    PRIMARY KEY (city, who, hour)
);
CREATE TABLE report_picture (
    city text NOT NULL, report uuid NOT NULL, number smallint NOT NULL, key_id text NOT NULL,
    wrapped bytea NOT NULL, box bytea NOT NULL, until timestamptz NOT NULL, PRIMARY KEY (city, report, number)
);
CREATE INDEX report_picture_until ON report_picture (until);
ALTER TABLE report_picture ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_city ON report_picture USING (city = current_setting('yiwang.city', true))
    WITH CHECK (city = current_setting('yiwang.city', true));
GRANT SELECT, INSERT, DELETE ON report_picture TO yiwang_app;
CREATE INDEX report_flood_hour ON report_flood (city, hour);
ALTER TABLE report_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE told_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_flood ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_city ON report_flood USING (city = current_setting('yiwang.city', true))
    WITH CHECK (city = current_setting('yiwang.city', true));
GRANT SELECT, INSERT, UPDATE ON report_row, told_row TO yiwang_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_flood TO yiwang_app;
"""


def report(row: str) -> str:
    """Whoever told, by account or by the code shown; and the body that takes reports in."""
    return (
        f"{row}.applicant = ANY {listed('person')} OR {row}.desk = ANY {listed('bodies')}"
        f" OR ({row}.digest <> '' AND {row}.digest = ANY ({each_time('glass')}))"
    )


def told(row: str) -> str:
    """Who sees the case; the body that takes reports in; and whoever told."""
    return (
        f"{row}.desk = ANY {listed('bodies')} OR sees_report({row}.city, {row}.report)"
        f" OR sees_case({row}.city, {row}.case_id)"
    )


WALL = "\n".join(
    [
        kind_wall("report", "report_row", report, (SYSTEM,), sealed=report, opens=(SYSTEM,)),
        kind_wall("told", "told_row", told, (SYSTEM,), sealed=told, opens=(SYSTEM,)),
    ]
)

DROP = """
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies
        WHERE schemaname = 'public' AND policyname IN ('theirs_report', 'theirs_told')
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
DROP POLICY IF EXISTS theirs ON told_row;
DROP FUNCTION sees_told(text, uuid), opens_told(text, uuid), sees_report(text, uuid),
    opens_report(text, uuid);
DROP TABLE IF EXISTS report_picture, report_flood, told_row, report_row CASCADE;
"""


class Migration(migrations.Migration):
    """Who told is seen by intake alone."""

    initial = True
    dependencies = [("store", "0021_a_list_starts_with_fewer_questions")]
    operations = [migrations.RunSQL(TABLES + WALL, DROP)]
