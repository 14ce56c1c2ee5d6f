"""Open events come by their clocks, ended ones by their end, a body's own by their lead: from indexes.

Who sees an event stays who sees its case. That a body leads it, or that somebody reads every case, is now
told from the row itself, as the wall of cases tells it: a map counts all events of a body, and to ask for the
case of each takes seconds.
"""

from django.db import migrations

from yiwang.store.wall import ALL, SYSTEM, listed, projection_wall, within

INDEXES = """
CREATE INDEX event_row_clock ON event_row (city, (coalesce(due_at, 'infinity'::timestamptz)), stream)
    WHERE ended_at IS NULL;
CREATE INDEX event_row_ended ON event_row (city, ended_at DESC, stream) WHERE ended_at IS NOT NULL;
CREATE INDEX event_row_lead ON event_row (city, lead);
"""
OF_LEAD = f"(SELECT {within(SYSTEM, ALL)}) OR lead = ANY {listed('bodies')}"
AGAIN = "".join(f"DROP POLICY {name} ON event_row;" for name in ("theirs", "door_in", "door_on", "door_out"))
WALL = AGAIN + projection_wall("event_row", "case", also=OF_LEAD)
BEFORE = AGAIN + projection_wall("event_row", "case")
DROP = "DROP INDEX IF EXISTS event_row_clock, event_row_ended, event_row_lead;"


class Migration(migrations.Migration):
    """A list of events comes in order from an index."""

    initial = True
    dependencies = [("operations", "0001_an_event_is_where_it_is")]
    operations = [migrations.RunSQL(INDEXES + WALL, DROP + BEFORE)]
