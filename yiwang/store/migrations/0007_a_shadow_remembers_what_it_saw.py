"""What a shadow saw in another system: each case as last read, and each reading. Of its own world only."""

from django.db import migrations

FORWARD = """
CREATE TABLE shadow_reading (
    city text NOT NULL, at timestamptz NOT NULL, source text NOT NULL, counts jsonb NOT NULL,
    PRIMARY KEY (city, at)
);
CREATE TABLE shadow_case (
    city text NOT NULL, stream uuid NOT NULL, name text NOT NULL, theirs timestamptz,
    ours timestamptz, refused jsonb NOT NULL, marks text[] NOT NULL, read_at timestamptz NOT NULL,
    PRIMARY KEY (city, stream)
);
DO $$
DECLARE guarded regclass;
BEGIN
    FOREACH guarded IN ARRAY ARRAY['shadow_reading', 'shadow_case']::regclass[]
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
GRANT SELECT, INSERT, UPDATE ON shadow_reading, shadow_case TO yiwang_app;
"""


class Migration(migrations.Migration):
    """A shadow remembers what it saw."""

    dependencies = [("store", "0006_a_city_may_go_back_to_an_earlier_pack")]
    operations = [migrations.RunSQL(FORWARD, "DROP TABLE IF EXISTS shadow_case, shadow_reading CASCADE;")]
