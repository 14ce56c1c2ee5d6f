"""Proposed directory changes and exports are records; each opening of names at the desk is counted."""

from django.db import migrations

from yiwang.store.wall import DESK, DOOR_IS_OPEN, SYSTEM, THIS_CITY, kind_wall, listed, reading

BASE = """
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
"""

TABLES = f"""
CREATE TABLE proposal_row ({BASE}
    by text NOT NULL, phase text NOT NULL, PRIMARY KEY (city, id)
);
CREATE TABLE acts_export_row ({BASE} PRIMARY KEY (city, id));
CREATE TABLE person_reading (
    city text NOT NULL, person text NOT NULL, actor text NOT NULL, purpose text NOT NULL,
    at timestamptz NOT NULL, fields integer NOT NULL
);
CREATE INDEX person_reading_person ON person_reading (city, person, at);
CREATE INDEX person_reading_at ON person_reading (city, at);
CREATE INDEX glass_row_to_review ON glass_row (city, lead) WHERE phase <> 'reviewed';
CREATE INDEX event_of_people ON event (city, at)
    WHERE kind IN ('person', 'mandate', 'client', 'glass', 'directory', 'export');
"""

READING = f"""
ALTER TABLE proposal_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE acts_export_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_reading ENABLE ROW LEVEL SECURITY;
CREATE POLICY theirs ON person_reading FOR SELECT
    USING ({reading(SYSTEM, DESK)} OR (city = {THIS_CITY} AND person = ANY {listed("person")}));
CREATE POLICY door_in ON person_reading FOR INSERT WITH CHECK ({DOOR_IS_OPEN});
GRANT SELECT, INSERT, UPDATE ON proposal_row, acts_export_row TO yiwang_app;
GRANT SELECT, INSERT ON person_reading TO yiwang_app;
"""


def _nobody_else(row: str) -> str:
    """Only the city itself and the three administrators."""
    return "FALSE"


ADMINISTRATORS = (SYSTEM, DESK)
WALL = READING + "\n".join(
    kind_wall(kind, table, _nobody_else, ADMINISTRATORS, sealed=_nobody_else, opens=ADMINISTRATORS)
    for kind, table in (("directory", "proposal_row"), ("export", "acts_export_row"))
)

DROP = """
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies
        WHERE schemaname = 'public' AND policyname IN ('theirs_directory', 'theirs_export')
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
DROP INDEX IF EXISTS event_of_people, glass_row_to_review;
DROP FUNCTION sees_directory(text, uuid), opens_directory(text, uuid), sees_export(text, uuid),
    opens_export(text, uuid);
DROP TABLE IF EXISTS person_reading, acts_export_row, proposal_row CASCADE;
"""


class Migration(migrations.Migration):
    """A directory change has two pairs of eyes."""

    dependencies = [("people", "0002_a_record_is_seen_by_those_it_concerns")]
    operations = [migrations.RunSQL(TABLES + WALL, DROP)]
