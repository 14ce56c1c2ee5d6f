"""The second wall knows who asks: a case, and all that hangs on it, is seen only by those it concerns.

What each policy says stands in `yiwang.store.wall` and docs/walls.md.
"""

from django.db import migrations

from yiwang.store.wall import (
    ALL,
    SYSTEM,
    kind_wall,
    ledger_wall,
    listed,
    of_case,
    of_case_sealed,
    projection_wall,
)

FORWARD = "\n".join(
    [
        ledger_wall(),
        kind_wall("case", "case_row", of_case, (SYSTEM, ALL), sealed=of_case_sealed, opens=(SYSTEM,)),
        projection_wall("task_row", "case", also=f"body = ANY {listed('bodies')}"),
        projection_wall("wait_row", "case"),
    ]
)

BACK = """
DO $$
DECLARE policy record; guarded regclass;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public'
        AND (policyname IN ('theirs', 'city_itself', 'door_in', 'door_on', 'door_out')
             OR policyname LIKE 'theirs\\_%')
        AND (tablename IN ('case_row', 'task_row', 'wait_row', 'leaf', 'command_key', 'vault')
             OR tablename LIKE 'event%')
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
    FOR guarded IN
        SELECT unnest(ARRAY['case_row', 'task_row', 'wait_row', 'leaf', 'command_key', 'vault',
            'event']::regclass[])
        UNION ALL SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'event'::regclass
    LOOP
        EXECUTE format('CREATE POLICY own_city ON %s FOR SELECT'
            ' USING (city = current_setting(''yiwang.city'', true))', guarded);
        EXECUTE format('CREATE POLICY through_the_door_in ON %s FOR INSERT WITH CHECK ('
            'city = current_setting(''yiwang.city'', true)'
            ' AND current_setting(''yiwang.door'', true) = ''open'')', guarded);
        EXECUTE format('CREATE POLICY through_the_door_on ON %s FOR UPDATE'
            ' USING (city = current_setting(''yiwang.city'', true)'
            ' AND current_setting(''yiwang.door'', true) = ''open'')', guarded);
        EXECUTE format('CREATE POLICY through_the_door_out ON %s FOR DELETE'
            ' USING (city = current_setting(''yiwang.city'', true)'
            ' AND current_setting(''yiwang.door'', true) = ''open'')', guarded);
    END LOOP;
END $$;
DROP FUNCTION sees_case(text, uuid);
DROP FUNCTION opens_case(text, uuid);
"""


class Migration(migrations.Migration):
    """A case is seen by those it concerns."""

    dependencies = [("store", "0009_cases_are_found_by_what_they_wait_for")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
