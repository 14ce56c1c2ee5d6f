"""The wall says the same in fewer words: what a statement of one row asks is a function, not sub-queries.

A sub-query in a policy costs every statement when it is planned and when it starts. What each policy says
stands in `yiwang.store.wall` and docs/walls.md; no more and no less is seen or written than before.
"""

from django.db import migrations

from yiwang.store.wall import ALL, FUNCTIONS, SYSTEM, listed, of_case, projection_wall, rows_wall

AGAIN = """
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public'
        AND (tablename IN ('case_row', 'task_row', 'wait_row', 'assist_row')
             AND policyname IN ('theirs', 'door_in', 'door_on', 'door_out')
             OR tablename = 'command_key' AND policyname IN ('city_itself', 'door_in'))
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
CREATE POLICY city_itself ON command_key FOR SELECT USING (wall_hangs(city, stream));
CREATE POLICY door_in ON command_key FOR INSERT WITH CHECK (wall_writes(city, stream));
"""

FORWARD = "\n".join(
    [
        FUNCTIONS,
        AGAIN,
        rows_wall("case_row", of_case, (SYSTEM, ALL)),
        projection_wall("task_row", "case", also=f"body = ANY {listed('bodies')}"),
        projection_wall("wait_row", "case"),
        projection_wall("assist_row", "case", also=f"body = ANY {listed('bodies')}"),
    ]
)


class Migration(migrations.Migration):
    """The wall asks functions of what few rows come to."""

    dependencies = [("store", "0014_an_inbox_comes_in_order_from_an_index")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
