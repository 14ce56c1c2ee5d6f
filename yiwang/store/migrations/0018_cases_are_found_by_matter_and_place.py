"""Cases of one matter, or of one place, are read from an index in the order of a list.

Whoever may see a whole city and looks for the cases of a rare matter would else read every case of it.
Neither column ever changes, so a change of a row pays nothing for these; a new case pays two entries.
"""

from django.db import migrations

INDEXES = """
CREATE INDEX case_row_matter ON case_row (matter, city, opened_at DESC, id DESC);
CREATE INDEX case_row_place ON case_row (place, city, opened_at DESC, id DESC);
"""

BACK = """
DROP INDEX case_row_place;
DROP INDEX case_row_matter;
"""


class Migration(migrations.Migration):
    """Cases are found by matter and place."""

    dependencies = [("store", "0016_a_command_on_a_case_is_two_calls")]
    operations = [migrations.RunSQL(INDEXES, BACK)]
