"""Who opened sealed answers, of which case and what for, is told to the administrators: never a value."""

from django.db import migrations

from yiwang.store.wall import DESK, reading


class Migration(migrations.Migration):
    """The administrators see who opened sealed answers."""

    dependencies = [("services", "0003_a_reading_names_its_fields")]
    operations = [
        migrations.RunSQL(
            f"CREATE POLICY desk ON sealed_reading FOR SELECT USING ({reading(DESK)})",
            "DROP POLICY desk ON sealed_reading",
        )
    ]
