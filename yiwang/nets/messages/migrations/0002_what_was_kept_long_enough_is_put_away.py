"""What was kept long enough is found by an index, and the city itself forgets who has read it."""

from django.db import migrations

from yiwang.store.wall import CITY_ITSELF, CITY_WRITES

FORWARD = f"""
CREATE INDEX message_row_kept ON message_row (city, created_at, id)
    WHERE phase IN ('delivered', 'permanent-failure', 'technical-failure');
CREATE INDEX message_read_message ON message_read (city, message);
CREATE POLICY city_itself ON message_read FOR SELECT USING ({CITY_ITSELF});
CREATE POLICY door_out ON message_read FOR DELETE USING ({CITY_WRITES});
"""
BACK = """
DROP POLICY city_itself ON message_read;
DROP POLICY door_out ON message_read;
DROP INDEX message_read_message, message_row_kept;
"""


class Migration(migrations.Migration):
    """What was kept long enough is put away."""

    dependencies = [("yiwang_messages", "0001_a_message_is_seen_by_its_receiver_and_the_body")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
