"""One model for each city, as numbers in JSON: whoever is in the city reads it, the city itself writes it."""

from django.db import migrations

from yiwang.store.wall import CITY_WRITES, THIS_CITY

TABLE = f"""
CREATE TABLE event_model (
    city text NOT NULL PRIMARY KEY, trained_at timestamptz NOT NULL, model bytea NOT NULL
);
ALTER TABLE event_model ENABLE ROW LEVEL SECURITY;
CREATE POLICY theirs ON event_model FOR SELECT USING (city = {THIS_CITY});
CREATE POLICY door_in ON event_model FOR INSERT WITH CHECK ({CITY_WRITES});
CREATE POLICY door_on ON event_model FOR UPDATE USING ({CITY_WRITES});
GRANT SELECT, INSERT, UPDATE ON event_model TO yiwang_app;
"""


class Migration(migrations.Migration):
    """A city learns kinds of events from its own closed ones."""

    dependencies = [("operations", "0002_an_event_says_how_its_dispatch_went")]
    operations = [migrations.RunSQL(TABLE, "DROP TABLE IF EXISTS event_model")]
