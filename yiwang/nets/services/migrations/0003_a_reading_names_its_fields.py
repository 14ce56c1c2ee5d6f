"""A reading of sealed values says which fields were opened, and whether a break-glass opened the case;
a draft says for whom it is written."""

from django.db import migrations

FORWARD = """
ALTER TABLE sealed_reading ADD COLUMN names text[] NOT NULL DEFAULT '{}';
ALTER TABLE sealed_reading ADD COLUMN glass boolean NOT NULL DEFAULT false;
ALTER TABLE draft ADD COLUMN principal text NOT NULL DEFAULT '';
"""

BACK = """
ALTER TABLE draft DROP COLUMN principal;
ALTER TABLE sealed_reading DROP COLUMN glass;
ALTER TABLE sealed_reading DROP COLUMN names;
"""


class Migration(migrations.Migration):
    """A reading names its fields."""

    dependencies = [("services", "0002_a_reading_is_seen_by_those_its_case_concerns")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
