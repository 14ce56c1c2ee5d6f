"""An inbox tells what stands still from what runs: a case says whether a clock of it is paused.

Pauses stand in the state of each case; without a column a list would have to open every one.
"""

from django.db import migrations

FORWARD = """
ALTER TABLE case_row ADD COLUMN paused boolean NOT NULL DEFAULT false;
UPDATE case_row c SET paused = c.phase = 'suspended' OR EXISTS (
    SELECT FROM jsonb_each(coalesce(convert_from(c.state, 'UTF8')::jsonb -> 'clocks', '{}')) AS clock,
        jsonb_array_elements(clock.value -> 'pauses') AS pause
    WHERE clock.value ->> 'stopped_at' IS NULL AND pause ->> 'until' IS NULL
) WHERE c.ended_at IS NULL AND octet_length(c.state) > 0;
"""

BACK = "ALTER TABLE case_row DROP COLUMN paused;"


class Migration(migrations.Migration):
    """An inbox knows what stands still."""

    dependencies = [("store", "0018_cases_are_found_by_matter_and_place")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
