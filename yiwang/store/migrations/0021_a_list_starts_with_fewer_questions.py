"""A list under the wall starts with fewer questions: each costs as much as the reading of several rows.

Whether the reach is known is asked with the city, once for a statement and before any row, not with each list
of ids. What each policy says stands in `yiwang.store.wall` and docs/walls.md; no more and no less is seen or
written than before.
"""

from django.db import migrations

from yiwang.store.wall import ALL, SYSTEM, of_case, once, projection_wall, rows_wall

AGAIN = """
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public'
        AND tablename IN ('case_row', 'task_row', 'wait_row', 'assist_row')
        AND policyname IN ('theirs', 'door_in', 'door_on', 'door_out')
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
"""

FORWARD = "\n".join(
    [
        AGAIN,
        rows_wall("case_row", of_case, (SYSTEM, ALL)),
        projection_wall("task_row", "case", also=f"body = ANY {once('bodies')}"),
        projection_wall("wait_row", "case"),
        projection_wall("assist_row", "case", also=f"body = ANY {once('bodies')}"),
    ]
)


class Migration(migrations.Migration):
    """A list starts with fewer questions."""

    dependencies = [("store", "0020_a_command_on_a_case_is_two_calls")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
