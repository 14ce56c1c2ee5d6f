"""Proposed directory changes and exports are records; each opening of names at the desk is counted."""

from django.db import migrations

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

WALL = """
DO $$
DECLARE guarded regclass;
BEGIN
    FOREACH guarded IN ARRAY ARRAY['proposal_row', 'acts_export_row', 'person_reading']::regclass[]
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('CREATE POLICY own_city ON %s FOR SELECT'
            ' USING (city = current_setting(''yiwang.city'', true))', guarded);
        EXECUTE format('CREATE POLICY through_the_door_in ON %s FOR INSERT WITH CHECK ('
            'city = current_setting(''yiwang.city'', true)'
            ' AND current_setting(''yiwang.door'', true) = ''open'')', guarded);
        EXECUTE format('CREATE POLICY through_the_door_on ON %s FOR UPDATE'
            ' USING (city = current_setting(''yiwang.city'', true)'
            ' AND current_setting(''yiwang.door'', true) = ''open'')', guarded);
    END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON proposal_row, acts_export_row TO yiwang_app;
GRANT SELECT, INSERT ON person_reading TO yiwang_app;
"""

DROP = """
DROP INDEX IF EXISTS event_of_people, glass_row_to_review;
DROP TABLE IF EXISTS person_reading, acts_export_row, proposal_row CASCADE;
"""


class Migration(migrations.Migration):
    """A directory change has two pairs of eyes."""

    dependencies = [("people", "0001_people_are_records_of_their_city")]
    operations = [migrations.RunSQL(TABLES + WALL, DROP)]
