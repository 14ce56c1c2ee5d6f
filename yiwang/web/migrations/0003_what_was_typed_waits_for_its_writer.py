"""What somebody typed after their session had ended waits an hour, sealed under a key only their browser has.

No wall stands round it: it is written before anybody is somebody. A row is found by the HMAC of that key,
and the database alone can neither open it nor tell whose it is.
"""

from django.db import migrations

TABLE = """
CREATE TABLE typed_before_sign_in (
    key bytea PRIMARY KEY, box bytea NOT NULL, until timestamptz NOT NULL
);
CREATE INDEX typed_before_sign_in_until ON typed_before_sign_in (until);
GRANT SELECT, INSERT, DELETE ON typed_before_sign_in TO yiwang_app;
"""


class Migration(migrations.Migration):
    """What was typed waits for its writer."""

    dependencies = [("web", "0002_an_act_is_kept_while_somebody_proves_who_they_are")]
    operations = [migrations.RunSQL(TABLE, "DROP TABLE IF EXISTS typed_before_sign_in;")]
