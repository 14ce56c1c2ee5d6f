"""An offer is seen by its person, and whom a mandate lets act for them; when it ends nothing of it stays.

It is no stream: the ledger never forgets, and whether somebody took an offer or not is nobody's to keep.
How far each policy has looked, and how many it was offered to, name no person.
"""

from django.db import migrations

from yiwang.store.wall import CITY_ITSELF, CITY_WRITES, THIS_CITY, listed

TABLES = f"""
CREATE TABLE offer (
    city text NOT NULL, id uuid NOT NULL, policy text NOT NULL, person text NOT NULL,
    until date NOT NULL, key_id text NOT NULL, wrapped bytea NOT NULL, box bytea NOT NULL,
    PRIMARY KEY (city, id), UNIQUE (city, policy, person)
);
CREATE INDEX offer_person ON offer (city, person);
CREATE INDEX offer_until ON offer (city, until);
CREATE TABLE offer_mark (
    city text NOT NULL, policy text NOT NULL, edition text NOT NULL, position bigint NOT NULL,
    PRIMARY KEY (city, policy)
);
CREATE TABLE offer_count (
    city text NOT NULL, policy text NOT NULL, taken bigint NOT NULL, ended bigint NOT NULL,
    PRIMARY KEY (city, policy)
);
ALTER TABLE offer ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer_mark ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer_count ENABLE ROW LEVEL SECURITY;
CREATE POLICY city_itself ON offer FOR SELECT USING ({CITY_ITSELF});
CREATE POLICY theirs ON offer FOR SELECT USING (city = {THIS_CITY} AND person = ANY {listed("person")});
CREATE POLICY door_in ON offer FOR INSERT WITH CHECK ({CITY_WRITES});
CREATE POLICY door_out ON offer FOR DELETE USING ({CITY_WRITES});
CREATE POLICY city_itself ON offer_mark FOR SELECT USING ({CITY_ITSELF});
CREATE POLICY door_in ON offer_mark FOR INSERT WITH CHECK ({CITY_WRITES});
CREATE POLICY door_on ON offer_mark FOR UPDATE USING ({CITY_WRITES});
CREATE POLICY city_itself ON offer_count FOR SELECT USING ({CITY_ITSELF});
CREATE POLICY door_in ON offer_count FOR INSERT WITH CHECK ({CITY_WRITES});
CREATE POLICY door_on ON offer_count FOR UPDATE USING ({CITY_WRITES});
GRANT SELECT, INSERT, DELETE ON offer TO yiwang_app;
GRANT SELECT, INSERT, UPDATE ON offer_mark, offer_count TO yiwang_app;
"""


class Migration(migrations.Migration):
    """An offer is seen by its person alone."""

    dependencies = [("store", "0012_a_case_is_seen_by_those_it_concerns")]
    operations = [migrations.RunSQL(TABLES, "DROP TABLE IF EXISTS offer, offer_mark, offer_count CASCADE;")]
