"""What witnesses say of a checkpoint is kept beside it, once for each, and never changed."""

from django.db import migrations

from yiwang.store.wall import CITY_WRITES, THIS_CITY

TABLE = f"""
CREATE TABLE cosignature (
    city text NOT NULL, size bigint NOT NULL, witness text NOT NULL, at timestamptz NOT NULL,
    body bytea NOT NULL, signature bytea NOT NULL, PRIMARY KEY (city, size, witness)
);
CREATE TRIGGER cosignature_append_only BEFORE UPDATE OR DELETE ON cosignature
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON cosignature
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE cosignature ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody_reads ON cosignature FOR SELECT USING (city = {THIS_CITY});
CREATE POLICY city_writes ON cosignature FOR INSERT WITH CHECK ({CITY_WRITES});
GRANT SELECT, INSERT ON cosignature TO yiwang_app;
"""


class Migration(migrations.Migration):
    """Witnesses co-sign checkpoints."""

    dependencies = [("store", "0022_a_command_on_a_known_case_is_one_call")]
    operations = [migrations.RunSQL(TABLE, "DROP TABLE IF EXISTS cosignature")]
