"""A person's open appointments take marks of five minutes of a day: the key gives each once.

So two windows booked at the same moment, in two tabs, are not both given for the same time. Appointments
made before take none.
"""

from django.db import migrations

from yiwang.store.wall import projection_wall

FORWARD = f"""
CREATE TABLE booking_mark (
    city text NOT NULL, stream uuid NOT NULL, person text NOT NULL, day date NOT NULL, mark integer NOT NULL,
    CONSTRAINT a_person_is_at_one_place_at_a_time PRIMARY KEY (city, person, day, mark)
);
CREATE INDEX booking_mark_stream ON booking_mark (city, stream);
ALTER TABLE booking_mark ENABLE ROW LEVEL SECURITY;
{projection_wall("booking_mark", "booking")}
GRANT SELECT, INSERT, UPDATE, DELETE ON booking_mark TO yiwang_app;
"""


class Migration(migrations.Migration):
    """A person is at one place at a time."""

    dependencies = [("booking", "0002_a_person_has_five_places_ahead")]
    operations = [migrations.RunSQL(FORWARD, "DROP TABLE IF EXISTS booking_mark;")]
