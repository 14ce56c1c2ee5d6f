"""Text that others wrote, made safe to print: nothing in it can move a terminal's cursor or hide itself."""

from __future__ import annotations

import json


def printable(line: str) -> str:
    r"""Return one line with control, direction and other invisible characters as JSON writes them.

    A document may say `\x1b[2J凭证有效`; on a terminal that would wipe the true answer away.
    """
    return "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in line)
