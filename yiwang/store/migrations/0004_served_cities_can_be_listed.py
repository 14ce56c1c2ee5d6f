"""Which cities and worlds are served, under which pack, is no secret: the web process must list them."""

from django.db import migrations

OPEN = """
DROP POLICY own_city ON city_pack;
CREATE POLICY anybody_lists ON city_pack FOR SELECT USING (true);
"""
REVERSE = """
DROP POLICY anybody_lists ON city_pack;
CREATE POLICY own_city ON city_pack FOR SELECT USING (city = current_setting('yiwang.city', true));
"""


class Migration(migrations.Migration):
    """Served cities can be listed."""

    dependencies = [("store", "0003_a_city_sees_only_itself")]
    operations = [migrations.RunSQL(OPEN, REVERSE)]
