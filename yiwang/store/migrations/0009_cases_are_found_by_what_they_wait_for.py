"""What cases wait for, so that a signal, or a message with a key, finds them without reading every case."""

from django.db import migrations

FORWARD = """
CREATE TABLE wait_row (
    city text NOT NULL, stream uuid NOT NULL, token text NOT NULL,
    event text NOT NULL, name text NOT NULL, key text NOT NULL,
    PRIMARY KEY (city, stream, token)
);
CREATE INDEX wait_row_name ON wait_row (city, name, key);
ALTER TABLE wait_row ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_city ON wait_row FOR SELECT USING (city = current_setting('yiwang.city', true));
CREATE POLICY through_the_door_in ON wait_row FOR INSERT WITH CHECK (
    city = current_setting('yiwang.city', true) AND current_setting('yiwang.door', true) = 'open');
CREATE POLICY through_the_door_on ON wait_row FOR UPDATE USING (
    city = current_setting('yiwang.city', true) AND current_setting('yiwang.door', true) = 'open');
CREATE POLICY through_the_door_out ON wait_row FOR DELETE USING (
    city = current_setting('yiwang.city', true) AND current_setting('yiwang.door', true) = 'open');
GRANT SELECT, INSERT, UPDATE, DELETE ON wait_row TO yiwang_app;
"""


class Migration(migrations.Migration):
    """Cases are found by what they wait for."""

    dependencies = [("store", "0008_a_case_is_found_by_its_id")]
    operations = [migrations.RunSQL(FORWARD, "DROP TABLE IF EXISTS wait_row CASCADE;")]
