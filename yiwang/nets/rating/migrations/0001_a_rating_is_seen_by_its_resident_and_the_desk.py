"""Ratings and words that nothing gets done are records, seen by their resident and the desk outside.

The body rated is among a rating's bodies only while the resident lets it see the rating.
"""

from django.db import migrations

from yiwang.store.wall import SYSTEM, each_time, kind_wall, listed

BASE = """
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
"""
TABLES = f"""
CREATE TABLE rating_row ({BASE}
    applicant text NOT NULL, case_id text NOT NULL, bodies text[] NOT NULL, body text NOT NULL,
    matter text NOT NULL, opened text NOT NULL, period text NOT NULL, counted smallint NOT NULL,
    bad boolean NOT NULL, change_year integer, PRIMARY KEY (city, id)
);
CREATE INDEX rating_row_case ON rating_row (city, case_id);
CREATE INDEX rating_row_opened ON rating_row (city, opened) WHERE opened <> '';
CREATE INDEX rating_row_figures ON rating_row (city, period, body, matter, counted);
CREATE INDEX rating_row_changes ON rating_row (city, change_year) WHERE change_year IS NOT NULL;
CREATE TABLE stuck_row ({BASE}
    applicant text NOT NULL, desk text NOT NULL, number text NOT NULL, earlier text NOT NULL,
    digest text NOT NULL, at timestamptz NOT NULL, change_year integer, PRIMARY KEY (city, id)
);
CREATE UNIQUE INDEX stuck_row_number ON stuck_row (city, number);
CREATE INDEX stuck_row_earlier ON stuck_row (city, earlier) WHERE earlier <> '';
CREATE INDEX stuck_row_unsigned ON stuck_row (city, at) WHERE digest <> '';
CREATE INDEX stuck_row_changes ON stuck_row (city, change_year) WHERE change_year IS NOT NULL;
ALTER TABLE rating_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE stuck_row ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON rating_row, stuck_row TO yiwang_app;
"""


def rating(row: str) -> str:
    """The resident, the desk once there is a case or a review, the body rated if it is let."""
    return f"{row}.applicant = ANY {listed('person')} OR {row}.bodies && {listed('bodies')}"


def stuck(row: str) -> str:
    """The resident, the desk, and who shows the code given to whoever had no account."""
    return (
        f"{row}.applicant = ANY {listed('person')} OR {row}.desk = ANY {listed('bodies')}"
        f" OR ({row}.digest <> '' AND {row}.digest = ANY ({each_time('glass')}))"
    )


WALL = "\n".join(
    [
        kind_wall("rating", "rating_row", rating, (SYSTEM,), sealed=rating, opens=(SYSTEM,)),
        kind_wall("stuck", "stuck_row", stuck, (SYSTEM,), sealed=stuck, opens=(SYSTEM,)),
    ]
)

DROP = """
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies
        WHERE schemaname = 'public' AND policyname IN ('theirs_rating', 'theirs_stuck')
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
DROP FUNCTION sees_rating(text, uuid), opens_rating(text, uuid), sees_stuck(text, uuid),
    opens_stuck(text, uuid);
DROP TABLE IF EXISTS rating_row, stuck_row CASCADE;
"""


class Migration(migrations.Migration):
    """A rating is seen by its resident and the desk."""

    dependencies = [("store", "0012_a_case_is_seen_by_those_it_concerns")]
    operations = [migrations.RunSQL(TABLES + WALL, DROP)]
