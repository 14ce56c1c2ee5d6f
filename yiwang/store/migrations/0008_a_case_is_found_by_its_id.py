"""The index of case numbers begins with the number, so that nobody takes it to look for an id.

With the city first it was as good as the key to a server that has no statistics yet: of two unique
indexes on a new city's empty table it took this one for `WHERE city = … AND id = …`, kept the prepared plan,
and read every case of the city for each command. City and number together stay unique.
"""

from django.db import migrations

FORWARD = """
DROP INDEX case_row_number;
CREATE UNIQUE INDEX case_row_number ON case_row (number, city);
"""

BACK = """
DROP INDEX case_row_number;
CREATE UNIQUE INDEX case_row_number ON case_row (city, number);
"""


class Migration(migrations.Migration):
    """A case is found by its id."""

    dependencies = [("store", "0007_a_shadow_remembers_what_it_saw")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
