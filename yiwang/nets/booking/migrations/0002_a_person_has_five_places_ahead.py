"""Which of a person's five places ahead an appointment takes: the key of the table gives each once.

Appointments made before take none; they are counted by the page.
"""

from django.db import migrations

from yiwang.store.wall import projection_wall

FORWARD = f"""
CREATE TABLE booking_ahead (
    city text NOT NULL, stream uuid NOT NULL, person text NOT NULL, ahead integer NOT NULL,
    CONSTRAINT one_place_ahead_is_taken_once PRIMARY KEY (city, person, ahead)
);
CREATE INDEX booking_ahead_stream ON booking_ahead (city, stream);
ALTER TABLE booking_ahead ENABLE ROW LEVEL SECURITY;
{projection_wall("booking_ahead", "booking")}
GRANT SELECT, INSERT, UPDATE, DELETE ON booking_ahead TO yiwang_app;
"""


class Migration(migrations.Migration):
    """A person has five places ahead."""

    dependencies = [("booking", "0001_a_day_is_seen_by_who_comes_and_who_waits")]
    operations = [migrations.RunSQL(FORWARD, "DROP TABLE IF EXISTS booking_ahead;")]
