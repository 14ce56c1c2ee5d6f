"""Rosters, logs, stocks and patrols are for the bodies of their plan; shelters are for everybody.

An evacuation list is for the body that moves people and the headquarters, and nobody else.
"""

from django.db import migrations

from yiwang.store.wall import SYSTEM, kind_wall, listed

BASE = """
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
"""
TABLES = f"""
CREATE TABLE evacuation_row ({BASE}
    bodies text[] NOT NULL, plan text NOT NULL, run integer NOT NULL, number integer NOT NULL,
    place text NOT NULL,
    phase text NOT NULL, PRIMARY KEY (city, id)
);
CREATE INDEX evacuation_row_plan ON evacuation_row (city, plan, run);
CREATE TABLE duty_roster_row ({BASE}
    plan text NOT NULL, post text NOT NULL, body text NOT NULL, PRIMARY KEY (city, id)
);
CREATE TABLE handover_log_row ({BASE}
    plan text NOT NULL, post text NOT NULL, body text NOT NULL, PRIMARY KEY (city, id)
);
CREATE TABLE shelter_row ({BASE}
    plan text NOT NULL, shelter text NOT NULL, body text NOT NULL, open boolean NOT NULL,
    people integer NOT NULL, PRIMARY KEY (city, id)
);
CREATE TABLE stock_row ({BASE}
    plan text NOT NULL, stock text NOT NULL, body text NOT NULL, amount integer NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (city, id)
);
CREATE TABLE patrol_row ({BASE}
    bodies text[] NOT NULL, plan text NOT NULL, dike text NOT NULL, finding text NOT NULL,
    seen_at timestamptz NOT NULL, PRIMARY KEY (city, id)
);
CREATE INDEX patrol_row_seen ON patrol_row (city, plan, seen_at DESC);
"""
NAMES = ("evacuation", "duty_roster", "handover_log", "shelter", "stock", "patrol")
ROWS = ", ".join(f"{one}_row" for one in NAMES)
SECURE = "\n".join(f"ALTER TABLE {one}_row ENABLE ROW LEVEL SECURITY;" for one in NAMES)
SECURE += f"\nGRANT SELECT, INSERT, UPDATE ON {ROWS} TO yiwang_app;\n"


def several(row: str) -> str:
    """The bodies it concerns."""
    return f"{row}.bodies && {listed('bodies')}"


def staff(row: str) -> str:
    """Whoever holds a position: that somebody is on duty, and what lies where, is no secret among them."""
    return f"cardinality({listed('bodies')}) > 0"


def own(row: str) -> str:
    """The body itself."""
    return f"{row}.body = ANY {listed('bodies')}"


def everybody(row: str) -> str:
    """Everybody."""
    return "true"


def nothing(row: str) -> str:
    """Nothing is sealed in it."""
    return "false"


WALL = "\n".join(
    [
        kind_wall("evacuation", "evacuation_row", several, (SYSTEM,), sealed=several, opens=(SYSTEM,)),
        kind_wall("duty_roster", "duty_roster_row", staff, (SYSTEM,), sealed=nothing, opens=(SYSTEM,)),
        kind_wall("handover_log", "handover_log_row", own, (SYSTEM,), sealed=own, opens=(SYSTEM,)),
        kind_wall("shelter", "shelter_row", everybody, (SYSTEM,), sealed=nothing, opens=(SYSTEM,)),
        kind_wall("stock", "stock_row", staff, (SYSTEM,), sealed=own, opens=(SYSTEM,)),
        kind_wall("patrol", "patrol_row", several, (SYSTEM,), sealed=several, opens=(SYSTEM,)),
    ]
)
DROP = f"""
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public'
        AND policyname IN ({", ".join(f"'theirs_{one}'" for one in NAMES)})
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
DROP FUNCTION {", ".join(f"sees_{one}(text, uuid), opens_{one}(text, uuid)" for one in NAMES)};
DROP TABLE IF EXISTS {ROWS} CASCADE;
"""


class Migration(migrations.Migration):
    """Who is moved is known to who moves them."""

    dependencies = [("alerts", "0001_an_alert_is_for_everybody_once_it_is_out")]
    operations = [migrations.RunSQL(TABLES + SECURE + WALL, DROP)]
