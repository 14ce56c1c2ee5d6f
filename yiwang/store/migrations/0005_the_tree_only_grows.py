"""What a complete subtree hashes to, and which pack a city used when, never change either."""

from django.db import migrations

FORWARD = """
DO $$
DECLARE kept regclass;
BEGIN
    FOREACH kept IN ARRAY ARRAY['tree_node', 'city_pack']::regclass[] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %s'
            ' FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()', kept);
        EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %s'
            ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()', kept);
    END LOOP;
END $$;
"""

REVERSE = """
DROP TRIGGER append_only ON tree_node;
DROP TRIGGER never_emptied ON tree_node;
DROP TRIGGER append_only ON city_pack;
DROP TRIGGER never_emptied ON city_pack;
"""


class Migration(migrations.Migration):
    """The tree only grows."""

    dependencies = [("store", "0004_served_cities_can_be_listed")]
    operations = [migrations.RunSQL(FORWARD, REVERSE)]
