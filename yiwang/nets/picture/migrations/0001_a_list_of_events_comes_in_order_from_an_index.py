"""Open events come by their clocks, and ended ones by their end, from an index in the list's own order."""

from django.db import migrations

INDEXES = """
CREATE INDEX event_row_clock ON event_row (city, (coalesce(due_at, 'infinity'::timestamptz)), stream)
    WHERE ended_at IS NULL;
CREATE INDEX event_row_ended ON event_row (city, ended_at DESC, stream) WHERE ended_at IS NOT NULL;
"""
DROP = "DROP INDEX IF EXISTS event_row_clock, event_row_ended;"


class Migration(migrations.Migration):
    """A list of events comes in order from an index."""

    initial = True
    dependencies = [("operations", "0001_an_event_is_where_it_is")]
    operations = [migrations.RunSQL(INDEXES, DROP)]
