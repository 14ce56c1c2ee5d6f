"""What becomes of an ended case, as buttons: held, proposed for destruction, given up. No rule lives here.

Offered are only those that today's rules would let through; the kernel decides (`kernel/acts/archiving.py`).
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from yiwang.kernel.archive import Due, due
from yiwang.kernel.archive_commands import DestroyCase, HoldArchive, ProposeDestruction, ReleaseArchive
from yiwang.nets.services import inputs as ask
from yiwang.nets.services.act_kinds import Act, Setting
from yiwang.web import store_door


def _has_rule(setting: Setting) -> bool:
    kept = setting.case.kept
    return setting.matter.archive is not None and kept.destroyed_at is None


def _may_be_held(setting: Setting) -> bool:
    return _has_rule(setting) and not setting.case.kept.held


def _is_due(setting: Setting) -> bool:
    zone = ZoneInfo(setting.city.zone)
    found = due(setting.case, setting.matter.archive, zone)
    today = store_door.now().astimezone(zone).date()
    return isinstance(found, Due) and found.on <= today and not setting.case.kept.held


def _may_be_proposed(setting: Setting) -> bool:
    return not setting.case.kept.proposed_by and _is_due(setting)


def _may_be_destroyed(setting: Setting) -> bool:
    proposed_by = setting.case.kept.proposed_by
    return bool(proposed_by) and proposed_by != setting.actor.person and _is_due(setting)


TABLE = (
    Act(
        "propose-destruction",
        ProposeDestruction,
        lambda typed, task: ProposeDestruction(),
        when=_may_be_proposed,
    ),
    Act("destroy", DestroyCase, lambda typed, task: DestroyCase(), when=_may_be_destroyed),
    Act(
        "hold-archive",
        HoldArchive,
        lambda typed, task: HoldArchive(),
        asks=lambda s, task: (ask.words("reason", required=True),),
        when=_may_be_held,
    ),
    Act(
        "release-archive",
        ReleaseArchive,
        lambda typed, task: ReleaseArchive(),
        asks=lambda s, task: (ask.words("reason", required=True),),
        when=lambda s: s.case.kept.held,
    ),
)
