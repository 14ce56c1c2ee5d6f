"""How a child of the supervisor listens: granian, one address from the environment, until told to stop."""

from __future__ import annotations

import os
from typing import Any


def listen(target: str, *, variable: str, otherwise: str, **more: Any) -> int:
    """Serve an application until told to stop.

    Args:
        target: `module:application`. variable: of the environment, with the address; `otherwise` if unset.
        more: to granian's server, among it `interface` and `workers`.
    """
    from granian.server import Server

    host, _, port = os.environ.get(variable, otherwise).rpartition(":")
    Server(
        target,
        address=host.strip("[]"),
        port=int(port),
        log_access=False,
        log_level="warning",
        respawn_failed_workers=True,
        **more,
    ).serve()
    return 0
