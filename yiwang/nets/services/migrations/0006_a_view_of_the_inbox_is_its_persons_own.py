"""A view of the inbox is its person's own setting: a name and an address, seen by nobody else."""

from django.db import migrations

OWN = (
    "city = current_setting('yiwang.city', true)"
    " AND person = ANY (string_to_array(current_setting('yiwang.person', true), ' '))"
)
TABLE = f"""
CREATE TABLE inbox_view (
    city text NOT NULL, person text NOT NULL, name text NOT NULL, address text NOT NULL,
    kept_at timestamptz NOT NULL,
    PRIMARY KEY (city, person, name)
);
ALTER TABLE inbox_view ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_person ON inbox_view USING ({OWN});
GRANT SELECT, INSERT, UPDATE, DELETE ON inbox_view TO yiwang_app;
"""


class Migration(migrations.Migration):
    """A view of the inbox is its person's own."""

    dependencies = [("services", "0005_services_are_found_by_words")]
    operations = [migrations.RunSQL(TABLE, "DROP TABLE IF EXISTS inbox_view")]
