"""A draft lies sealed under a key of its own, and only the person who writes it can see the row."""

from django.db import migrations

TABLES = """
CREATE TABLE draft (
    city text NOT NULL, id uuid NOT NULL, person text NOT NULL, matter text NOT NULL,
    purpose text NOT NULL, key_id text NOT NULL, wrapped bytea NOT NULL, box bytea NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (city, id)
);
CREATE INDEX draft_person ON draft (city, person, updated_at DESC);
CREATE TABLE draft_file (
    city text NOT NULL, draft uuid NOT NULL, person text NOT NULL, sha256 text NOT NULL,
    key_id text NOT NULL, wrapped bytea NOT NULL, box bytea NOT NULL,
    PRIMARY KEY (city, draft, sha256)
);
CREATE TABLE sealed_reading (
    city text NOT NULL, case_id uuid NOT NULL, actor text NOT NULL, purpose text NOT NULL,
    at timestamptz NOT NULL, fields integer NOT NULL
);
CREATE INDEX sealed_reading_case ON sealed_reading (city, case_id, at);
DO $$
DECLARE guarded regclass;
BEGIN
    FOREACH guarded IN ARRAY ARRAY['draft', 'draft_file']::regclass[]
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('CREATE POLICY own_person ON %s'
            ' USING (city = current_setting(''yiwang.city'', true)'
            ' AND person = current_setting(''yiwang.person'', true))', guarded);
    END LOOP;
END $$;
ALTER TABLE sealed_reading ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_city ON sealed_reading
    USING (city = current_setting('yiwang.city', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON draft, draft_file TO yiwang_app;
GRANT SELECT, INSERT ON sealed_reading TO yiwang_app;
"""

DROP = "DROP TABLE IF EXISTS sealed_reading, draft_file, draft CASCADE;"


class Migration(migrations.Migration):
    """A draft is its person's own."""

    dependencies = [("store", "0003_a_city_sees_only_itself")]
    operations = [migrations.RunSQL(TABLES, DROP)]
