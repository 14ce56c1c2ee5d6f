"""The second wall: each transaction names its city, and writes only with the door open.

`yiwang.city` and `yiwang.door` are set by `set_config(…, true)` inside the transaction, so that
without them nothing is seen and nothing written: it fails closed. Partitions carry the same
policies as their parent, for a partition named directly is guarded by its own alone.
"""

from django.db import migrations

GUARDED = (
    "case_row",
    "task_row",
    "command_key",
    "leaf",
    "tree_node",
    "tree_edge",
    "checkpoint",
    "relay_cursor",
    "vault",
    "city_pack",
)

POLICIES = """
DO $$
DECLARE guarded regclass;
BEGIN
    FOR guarded IN
        SELECT unnest(ARRAY[{tables}]::regclass[])
        UNION ALL SELECT 'event'::regclass
        UNION ALL SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'event'::regclass
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
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
GRANT USAGE ON SCHEMA public TO yiwang_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON case_row, task_row, command_key, tree_edge,
    relay_cursor, vault TO yiwang_app;
GRANT SELECT, INSERT ON event, leaf, tree_node, checkpoint, pack, city_pack TO yiwang_app;
""".format(tables=", ".join(f"'{name}'" for name in GUARDED))

REVERSE = """
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public'
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
        EXECUTE format('ALTER TABLE %I DISABLE ROW LEVEL SECURITY', policy.tablename);
    END LOOP;
END $$;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM yiwang_app;
"""


class Migration(migrations.Migration):
    """A city sees only itself."""

    dependencies = [("store", "0002_the_ledger_is_append_only")]
    operations = [migrations.RunSQL(POLICIES, REVERSE)]
