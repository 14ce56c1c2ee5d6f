"""An event's row says how its dispatch went; each decision about whose it is stands in a list of its own.

The rates and the public lists are read from these columns. Decisions are walled as cases are.
"""

from django.db import migrations

from yiwang.store.wall import projection_wall

TABLES = """
ALTER TABLE event_row
    ADD COLUMN dispatched_at timestamptz, ADD COLUMN respond_due timestamptz,
    ADD COLUMN responded_at timestamptz, ADD COLUMN safe_at timestamptz,
    ADD COLUMN checked text NOT NULL DEFAULT '', ADD COLUMN answer text NOT NULL DEFAULT '',
    ADD COLUMN satisfaction text NOT NULL DEFAULT '', ADD COLUMN returns integer NOT NULL DEFAULT 0,
    ADD COLUMN hold_cause text NOT NULL DEFAULT '', ADD COLUMN hold_owner text NOT NULL DEFAULT '',
    ADD COLUMN hold_since timestamptz, ADD COLUMN hold_next timestamptz,
    ADD COLUMN shown boolean NOT NULL DEFAULT false;
CREATE INDEX event_row_held ON event_row (city, hold_next, stream) WHERE on_hold;
CREATE INDEX event_row_shown ON event_row (city, ended_at DESC, stream DESC) WHERE shown;
CREATE TABLE dispatch_line (
    city text NOT NULL, stream uuid NOT NULL, seq integer NOT NULL, matter text NOT NULL,
    event_kind text NOT NULL, place text NOT NULL, body text NOT NULL, former text NOT NULL,
    decided_by text NOT NULL, decided_at timestamptz NOT NULL, PRIMARY KEY (city, stream, seq)
);
CREATE INDEX dispatch_line_newest ON dispatch_line (city, decided_at DESC, stream, seq);
ALTER TABLE dispatch_line ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON dispatch_line TO yiwang_app;
"""

BACK = """
DROP TABLE IF EXISTS dispatch_line;
DROP INDEX IF EXISTS event_row_held;
DROP INDEX IF EXISTS event_row_shown;
ALTER TABLE event_row DROP COLUMN dispatched_at, DROP COLUMN respond_due, DROP COLUMN responded_at,
    DROP COLUMN safe_at, DROP COLUMN checked, DROP COLUMN answer, DROP COLUMN satisfaction,
    DROP COLUMN returns, DROP COLUMN hold_cause, DROP COLUMN hold_owner, DROP COLUMN hold_since,
    DROP COLUMN hold_next, DROP COLUMN shown;
"""


class Migration(migrations.Migration):
    """An event says how its dispatch went."""

    dependencies = [("operations", "0001_an_event_is_where_it_is")]
    operations = [migrations.RunSQL(TABLES + projection_wall("dispatch_line", "case"), BACK)]
