"""`yiwang check --items FILE [--mapping FILE]`: prints what is wrong with an export of items."""

from __future__ import annotations

import hashlib
import sys
from datetime import date
from pathlib import Path
from typing import TextIO

from yiwang.pack.check.command import Form, say_unreadable, told
from yiwang.pack.finding import Unreadable
from yiwang.pack.items.examine import examine_items
from yiwang.pack.items.mapping import read_mapping
from yiwang.pack.items.table import read_table


def check_items(file: Path, mapping: Path | None, day: date, form: Form, out: TextIO | None = None) -> int:
    """Print what is wrong with the items of an export. 0 no errors, 1 errors, 2 unreadable.

    Args:
        mapping: the file that names the columns; the usual names if None.
    """
    out = out or sys.stdout
    try:
        named = read_mapping(mapping)
        sheets = read_table(file)
    except Unreadable as fault:
        say_unreadable(file, fault.sentence, form.json, form.lang, out)
        return 2
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return told(file.parent, day, digest, examine_items(file.name, sheets, named), form, out)
