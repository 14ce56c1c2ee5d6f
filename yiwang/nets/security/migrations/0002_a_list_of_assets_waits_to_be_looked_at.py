"""A list of assets that was sent waits, sealed, until whoever sent it has seen what it would change."""

from django.db import migrations

from yiwang.store.wall import listed

TABLES = f"""
CREATE TABLE asset_list (
    city text NOT NULL, id uuid NOT NULL, body text NOT NULL, until timestamptz NOT NULL, box bytea NOT NULL,
    PRIMARY KEY (city, id)
);
CREATE INDEX asset_list_until ON asset_list (city, until);
ALTER TABLE asset_list ENABLE ROW LEVEL SECURITY;
CREATE POLICY theirs ON asset_list USING (
    city = current_setting('yiwang.city', true) AND body = ANY {listed("bodies")}
) WITH CHECK (city = current_setting('yiwang.city', true) AND body = ANY {listed("bodies")});
GRANT SELECT, INSERT, DELETE ON asset_list TO yiwang_app;
"""


class Migration(migrations.Migration):
    """A list of assets waits to be looked at."""

    dependencies = [("security", "0001_what_is_weak_is_seen_by_its_body_alone")]
    operations = [migrations.RunSQL(TABLES, "DROP TABLE asset_list")]
