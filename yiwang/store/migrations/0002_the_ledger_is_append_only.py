"""What happened cannot be rewritten, not even by the owner's own slip: a trigger says no."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER leaf_append_only BEFORE UPDATE OR DELETE ON leaf
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER checkpoint_append_only BEFORE UPDATE OR DELETE ON checkpoint
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER pack_append_only BEFORE UPDATE OR DELETE ON pack
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
DO $$
DECLARE partition regclass;
BEGIN
    FOR partition IN
        SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'event'::regclass
        UNION ALL SELECT 'event'::regclass UNION ALL SELECT 'leaf'::regclass
        UNION ALL SELECT 'checkpoint'::regclass UNION ALL SELECT 'pack'::regclass
    LOOP
        EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %s'
            ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()', partition);
    END LOOP;
END $$;
"""

REVERSE = "DROP FUNCTION refuse_rewriting() CASCADE;"


class Migration(migrations.Migration):
    """The ledger is append-only."""

    dependencies = [("store", "0001_a_city_has_rows_a_ledger_and_a_vault")]
    operations = [migrations.RunSQL(APPEND_ONLY, REVERSE)]
