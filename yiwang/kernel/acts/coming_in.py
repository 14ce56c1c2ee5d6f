"""By which way a case comes, and that nothing personal comes with it in clear."""

from __future__ import annotations

from yiwang.kernel.commands import File
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.traffic import DEEPEST


def channel_of(command: File, matter: Matter) -> str | Refusal:
    """Return the channel a case comes by: its own, or of what another case begins one the matter has."""
    channel = command.channel
    begun_by = command.caller or command.origin
    if begun_by is not None:
        if begun_by.depth > DEEPEST:
            return _too_deep(begun_by.depth)
        channel = channel if channel in matter.channels else matter.channels[0]
    if channel not in matter.channels:
        return Refusal(
            code="case.no-channel",
            zh=f"{matter.title['zh']}不能从“{command.channel}”提交，可用: {'、'.join(matter.channels)}。",
            en=f"{matter.title['en']} cannot come by {command.channel}; use {', '.join(matter.channels)}.",
            params={"channel": command.channel, "channels": list(matter.channels)},
        )
    unsealed = command.facts and sorted(matter.sealed_fields.intersection(command.facts))
    if unsealed:
        return Refusal(
            code="case.unsealed",
            zh=f"字段 {'、'.join(unsealed)} 是个人信息，必须封存后提交。",
            en=f"The fields {', '.join(unsealed)} are personal and must be sealed before filing.",
            params={"fields": unsealed},
        )
    return channel


def _too_deep(depth: int) -> Refusal:
    return Refusal(
        code="case.calls-too-deep",
        zh=f"调用套调用到了第 {depth} 层, 最多 {DEEPEST} 层。",
        en=f"This would be the call number {depth} one in another; {DEEPEST} is the most.",
        params={"depth": depth, "deepest": DEEPEST},
    )
