"""The newest cases of a person, a body, a window or a city are read from an index, in the list's own order.

A body that assists is found by a small table of its own: an index over the array of bodies has no order.
The index by lead and deadline, which no query asks for, goes; every column in an index makes a change of
a row dearer. No index begins with the city: a server without statistics would take it to look for an id
(migration 0008).
"""

from django.db import migrations

from yiwang.store.wall import listed, projection_wall

TABLE = """
CREATE TABLE assist_row (
    city text NOT NULL, stream uuid NOT NULL, body text NOT NULL, opened_at timestamptz NOT NULL,
    PRIMARY KEY (city, stream, body)
);
CREATE INDEX assist_row_newest ON assist_row (city, body, opened_at DESC, stream DESC);
INSERT INTO assist_row SELECT DISTINCT city, id, body, opened_at FROM case_row, unnest(bodies) AS body
    WHERE body <> lead;
ALTER TABLE assist_row ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON assist_row TO yiwang_app;
"""

INDEXES = """
DROP INDEX case_row_applicant;
DROP INDEX case_row_lead;
CREATE INDEX case_row_applicant ON case_row (applicant, city, opened_at DESC, id DESC) WHERE applicant <> '';
CREATE INDEX case_row_lead ON case_row (lead, city, opened_at DESC, id DESC);
CREATE INDEX case_row_window ON case_row (window_body, city, opened_at DESC, id DESC) WHERE window_body <> '';
CREATE INDEX case_row_newest ON case_row (opened_at DESC, city, id DESC);
"""

WALL = projection_wall("assist_row", "case", also=f"body = ANY {listed('bodies')}")

BACK = """
DROP TABLE assist_row;
DROP INDEX case_row_newest;
DROP INDEX case_row_window;
DROP INDEX case_row_lead;
DROP INDEX case_row_applicant;
CREATE INDEX case_row_applicant ON case_row (city, applicant, opened_at DESC) WHERE applicant <> '';
CREATE INDEX case_row_lead ON case_row (city, lead, due_at) WHERE ended_at IS NULL;
"""


class Migration(migrations.Migration):
    """Lists come from an index."""

    dependencies = [("store", "0012_a_case_is_seen_by_those_it_concerns")]
    operations = [migrations.RunSQL(TABLE + INDEXES + WALL, BACK)]
