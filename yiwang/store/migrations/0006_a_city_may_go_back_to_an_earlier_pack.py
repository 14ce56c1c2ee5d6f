"""A pack that was in force before may be put in force again: each time is a line of its own."""

from django.db import migrations

FORWARD = """
ALTER TABLE city_pack DROP CONSTRAINT city_pack_pkey, ADD PRIMARY KEY (city, since, hash);
"""
REVERSE = """
ALTER TABLE city_pack DROP CONSTRAINT city_pack_pkey, ADD PRIMARY KEY (city, hash);
"""


class Migration(migrations.Migration):
    """A city may go back to an earlier pack."""

    dependencies = [("store", "0005_the_tree_only_grows")]
    operations = [migrations.RunSQL(FORWARD, REVERSE)]
