"""When a machine client's key was last used, to the hour, so that an unused key can be seen and ended.

Not in the ledger: a system that asks every second would fill it, and the hour decides nothing. A row is
written by the city's edge, seen by the client's body and the three administrators.
"""

from django.db import migrations

from yiwang.store.wall import CITY_WRITES, DESK, SYSTEM, reading

FORWARD = f"""
CREATE TABLE key_use (
    city text NOT NULL, stream uuid NOT NULL, key text NOT NULL, used_at timestamptz NOT NULL,
    PRIMARY KEY (city, stream, key)
);
ALTER TABLE key_use ENABLE ROW LEVEL SECURITY;
CREATE POLICY theirs ON key_use FOR SELECT USING ({reading(SYSTEM, DESK)} OR sees_client(city, stream));
CREATE POLICY door_in ON key_use FOR INSERT WITH CHECK ({CITY_WRITES});
CREATE POLICY door_on ON key_use FOR UPDATE USING ({CITY_WRITES});
GRANT SELECT, INSERT, UPDATE ON key_use TO yiwang_app;
"""


class Migration(migrations.Migration):
    """The last use of a key is kept."""

    dependencies = [("people", "0002_a_record_is_seen_by_those_it_concerns")]
    operations = [migrations.RunSQL(FORWARD, "DROP TABLE IF EXISTS key_use;")]
