"""Who types wrong codes waits: tries are counted for each person, and only that person's row is seen."""

from django.db import migrations

TABLE = """
CREATE TABLE code_try (
    city text NOT NULL, person text NOT NULL, tries integer NOT NULL, last_at timestamptz NOT NULL,
    PRIMARY KEY (city, person)
);
ALTER TABLE code_try ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_person ON code_try
    USING (city = current_setting('yiwang.city', true)
        AND person = ANY (string_to_array(current_setting('yiwang.person', true), ' ')));
GRANT SELECT, INSERT, UPDATE, DELETE ON code_try TO yiwang_app;
"""


class Migration(migrations.Migration):
    """Wrong codes are counted for each person."""

    dependencies = [("people", "0001_people_are_records_of_their_city")]
    operations = [migrations.RunSQL(TABLE, "DROP TABLE IF EXISTS code_try CASCADE;")]
