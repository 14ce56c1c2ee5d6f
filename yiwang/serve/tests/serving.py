"""`python -m … PACK DATA LISTEN`: `yiwang serve` without the command line's own process in between."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from yiwang.serve.progress import Progress
from yiwang.serve.supervisor import Plan, serve

if __name__ == "__main__":
    pack, data, listen = sys.argv[1:]
    plan = Plan(packs=[Path(pack)], data=Path(data), listen=listen, demo=True, day=date(2026, 11, 24))
    sys.exit(serve(plan, Progress()))
