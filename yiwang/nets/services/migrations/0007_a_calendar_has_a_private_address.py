"""The private address of one's calendar: one for a person, kept as a digest, gone when it is revoked.

The row is its person's own; who has the address itself sees it by its digest (`wall.showing`).
"""

from django.db import migrations

from yiwang.store.wall import THIS_CITY, each_time, listed

FORWARD = f"""
CREATE TABLE calendar_link (
    city text NOT NULL, person text NOT NULL, digest text NOT NULL, made_at timestamptz NOT NULL,
    PRIMARY KEY (city, person)
);
CREATE UNIQUE INDEX calendar_link_digest ON calendar_link (city, digest);
ALTER TABLE calendar_link ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_person ON calendar_link
    USING (city = {THIS_CITY} AND person = ANY {listed("person")});
CREATE POLICY shown ON calendar_link FOR SELECT
    USING (city = {THIS_CITY} AND digest = ANY ({each_time("glass")}));
GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_link TO yiwang_app;
"""


class Migration(migrations.Migration):
    """A calendar has a private address."""

    dependencies = [("services", "0006_a_view_of_the_inbox_is_its_persons_own")]
    operations = [migrations.RunSQL(FORWARD, "DROP TABLE calendar_link")]
