"""Which pictures of a report everybody may see: those that a desk masked, looked at and released."""

from django.db import migrations

ADD = "ALTER TABLE told_row ADD COLUMN released text[] NOT NULL DEFAULT '{}'"


class Migration(migrations.Migration):
    """A desk releases a picture that it masked."""

    dependencies = [("reports", "0002_only_a_person_has_a_staff_code")]
    operations = [migrations.RunSQL(ADD, "ALTER TABLE told_row DROP COLUMN released")]
