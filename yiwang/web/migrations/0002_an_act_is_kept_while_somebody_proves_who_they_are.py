"""What was posted is kept, sealed, while its sender is at the identity service to prove who they are.

The browser leaves our pages for it and can carry nothing along. A row is gone when its act went on, at the
latest soon after `until`. Like the other tables of sign-in it is found by its secret id alone, together with
the login (docs/walls.md).
"""

from django.db import migrations

TABLE = """
CREATE TABLE held_act (
    id uuid PRIMARY KEY, city text NOT NULL, user_id integer NOT NULL, until timestamptz NOT NULL,
    sealed text NOT NULL
);
CREATE INDEX held_act_user ON held_act (user_id, until);
CREATE INDEX held_act_until ON held_act (until);
GRANT SELECT, INSERT, DELETE ON held_act TO yiwang_app;
"""


class Migration(migrations.Migration):
    """An act is kept while somebody proves who they are."""

    dependencies = [("web", "0001_people_sign_in")]
    operations = [migrations.RunSQL(TABLE, "DROP TABLE IF EXISTS held_act CASCADE;")]
