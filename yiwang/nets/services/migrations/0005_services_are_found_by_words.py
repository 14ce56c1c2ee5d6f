"""The services of a pack are found by words. The rows are of a pack, as public as the pack, and of no city.

So they have no wall, which would also keep PostgreSQL from using the index: `@@` is not leakproof.
What ranks the rows found stays beside their id; the rest lies apart, and is read by the index alone.
"""

from django.db import migrations

TABLE = """
CREATE TABLE item_row (
    pack text NOT NULL, id text NOT NULL, version integer NOT NULL, rank integer NOT NULL,
    titles tsvector NOT NULL, words tsvector NOT NULL, near tsvector NOT NULL,
    audience text[] NOT NULL, events text[] NOT NULL, type text NOT NULL, level text NOT NULL,
    functions text[] NOT NULL, places text[] NOT NULL,
    PRIMARY KEY (pack, id)
) WITH (toast_tuple_target = 128);
ALTER TABLE item_row ALTER titles SET STORAGE PLAIN;
ALTER TABLE item_row ALTER words SET STORAGE EXTERNAL;
ALTER TABLE item_row ALTER near SET STORAGE EXTERNAL;
CREATE INDEX item_row_titles ON item_row USING gin (titles) WITH (fastupdate = off);
CREATE INDEX item_row_words ON item_row USING gin (words) WITH (fastupdate = off);
CREATE INDEX item_row_near ON item_row USING gin (near) WITH (fastupdate = off);
GRANT SELECT ON item_row TO yiwang_app;
"""


class Migration(migrations.Migration):
    """Services are found by words."""

    dependencies = [
        ("services", "0004_the_administrators_see_who_opened_sealed_answers"),
        ("store", "0014_an_inbox_comes_in_order_from_an_index"),
    ]
    operations = [migrations.RunSQL(TABLE, "DROP TABLE IF EXISTS item_row")]
