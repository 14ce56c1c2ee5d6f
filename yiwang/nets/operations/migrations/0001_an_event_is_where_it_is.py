"""Events have a table of their own beside their cases: kind, position, severity, whether they are on hold.

It is walled as cases are: who sees the case sees its row.
"""

from django.db import migrations

from yiwang.store.wall import projection_wall

TABLE = """
CREATE TABLE event_row (
    city text NOT NULL, stream uuid NOT NULL, number text NOT NULL, matter text NOT NULL,
    event_kind text NOT NULL, phase text NOT NULL, place text NOT NULL, lead text NOT NULL,
    longitude double precision, latitude double precision, severity text NOT NULL,
    opened_at timestamptz NOT NULL, due_at timestamptz, ended_at timestamptz, late boolean NOT NULL,
    on_hold boolean NOT NULL, PRIMARY KEY (city, stream)
);
CREATE INDEX event_row_opened ON event_row (city, opened_at DESC, stream DESC);
CREATE INDEX event_row_open ON event_row (city, longitude, latitude)
    WHERE ended_at IS NULL AND longitude IS NOT NULL;
CREATE INDEX event_row_place ON event_row (city, place, opened_at DESC);
ALTER TABLE event_row ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON event_row TO yiwang_app;
"""


class Migration(migrations.Migration):
    """An event is where it is."""

    initial = True
    dependencies = [("store", "0021_a_list_starts_with_fewer_questions")]
    operations = [
        migrations.RunSQL(TABLE + projection_wall("event_row", "case"), "DROP TABLE IF EXISTS event_row")
    ]
