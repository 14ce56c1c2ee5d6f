"""An inbox is read from an index in its own order, no further than its page.

A task says until when it or its case must be done, whichever is sooner, and whether the case is late already.
"""

from django.db import migrations

FORWARD = """
ALTER TABLE task_row ADD COLUMN late boolean NOT NULL DEFAULT false;
UPDATE task_row t SET late = c.late, due_at = least(t.due_at, c.due_at) FROM case_row c
    WHERE c.city = t.city AND c.id = t.stream;
DROP INDEX task_row_inbox;
CREATE INDEX task_row_inbox ON task_row (city, body, late, due_at, opened_at, stream, id);
"""

BACK = """
DROP INDEX task_row_inbox;
CREATE INDEX task_row_inbox ON task_row (city, body, role);
ALTER TABLE task_row DROP COLUMN late;
"""


class Migration(migrations.Migration):
    """An inbox comes in order from an index."""

    dependencies = [("store", "0013_lists_come_from_an_index")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
