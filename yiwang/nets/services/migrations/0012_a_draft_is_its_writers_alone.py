"""What somebody types is theirs alone: whoever acts for them by a mandate does not see their drafts.

Before, the wall opened to an agent whatever the principal typed; the pages never showed it.
"""

from django.db import migrations

from yiwang.store.wall import ONESELF, THIS_CITY, listed

OWN = f"city = {THIS_CITY} AND person = {ONESELF} AND person <> ''"
BEFORE = f"city = {THIS_CITY} AND person = ANY {listed('person')}"


def policies(condition: str) -> str:
    """Return the statements that lay the wall of drafts anew."""
    return "".join(
        f"DROP POLICY own_person ON {table}; CREATE POLICY own_person ON {table} USING ({condition});"
        for table in ("draft", "draft_file")
    )


class Migration(migrations.Migration):
    """A draft is its writer's alone."""

    dependencies = [("services", "0009_a_joint_application_is_seen_by_who_signs_it")]
    operations = [migrations.RunSQL(policies(OWN), policies(BEFORE))]
