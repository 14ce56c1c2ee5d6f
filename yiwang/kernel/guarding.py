"""What a city says of its network security (网络安全): who watches over it, which matters its cases are of.

Pure data; `yiwang.pack` makes it from security.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

Text = Mapping[str, str]


class Sector(msgspec.Struct, frozen=True):
    """A sector of critical infrastructure (关键信息基础设施所在行业)."""

    id: str
    title: Text


class Guarding(msgspec.Struct, frozen=True):
    """How a city guards its networks.

    Attributes:
        office: id of the body that watches over all others, "" where the pack has none.
        unowned: matter of a case about an asset that nobody owns, "" for none.
        rectify: matter of a case about findings to be mended, "" for none.
        priority: the decision of that matter that gives a finding its priority.
    """

    office: str = ""
    unowned: str = ""
    rectify: str = ""
    priority: str = ""
    sectors: tuple[Sector, ...] = ()

    def sector(self, id: str) -> Sector | None:
        """Return a sector, None where the pack does not have it."""
        return next((one for one in self.sectors if one.id == id), None)
