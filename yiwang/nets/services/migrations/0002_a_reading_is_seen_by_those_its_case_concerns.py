"""Who opened sealed answers is told to those the case concerns, and a draft to whoever acts for its person.

A draft may be its person's or a principal's: `yiwang.person` holds all whom the actor is or acts for.
"""

from django.db import migrations

from yiwang.store.wall import CITY_ITSELF, THIS_CITY, listed

THEIRS = f"{CITY_ITSELF} OR sees_case(city, case_id)"
OWN = f"city = {THIS_CITY} AND person = ANY {listed('person')}"

FORWARD = f"""
DROP POLICY own_city ON sealed_reading;
CREATE POLICY theirs ON sealed_reading FOR SELECT USING ({THEIRS});
CREATE POLICY by_readers ON sealed_reading FOR INSERT WITH CHECK ({THEIRS});
DROP POLICY own_person ON draft;
CREATE POLICY own_person ON draft USING ({OWN});
DROP POLICY own_person ON draft_file;
CREATE POLICY own_person ON draft_file USING ({OWN});
"""

BACK = """
DROP POLICY theirs ON sealed_reading;
DROP POLICY by_readers ON sealed_reading;
CREATE POLICY own_city ON sealed_reading USING (city = current_setting('yiwang.city', true));
DROP POLICY own_person ON draft;
CREATE POLICY own_person ON draft USING (city = current_setting('yiwang.city', true)
    AND person = current_setting('yiwang.person', true));
DROP POLICY own_person ON draft_file;
CREATE POLICY own_person ON draft_file USING (city = current_setting('yiwang.city', true)
    AND person = current_setting('yiwang.person', true));
"""


class Migration(migrations.Migration):
    """A reading is seen by those its case concerns."""

    dependencies = [
        ("services", "0001_a_draft_is_its_persons_own"),
        ("store", "0012_a_case_is_seen_by_those_it_concerns"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACK)]
