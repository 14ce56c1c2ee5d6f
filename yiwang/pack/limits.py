"""How large a pack may be. Generous for a city of ten million, small enough to be read in seconds."""

from __future__ import annotations

from typing import Final

FILES: Final = 20_000
BYTES_IN_ALL: Final = 256 * 1024 * 1024
BYTES_OF_A_FILE: Final = 32 * 1024 * 1024  # logs; a boundary file has a limit of its own
BYTES_OF_A_TEXT: Final = 4 * 1024 * 1024  # YAML, JSON, CSV, BPMN
DEPTH: Final = 48
NODES: Final = 200_000  # values of a YAML or JSON file, cells of a table
COLUMNS: Final = 60
FINDINGS_OF_A_FILE: Final = 50  # then a reader stops
FINDINGS_OF_A_RULE: Final = 300  # then the rest is not listed
DIGITS: Final = 40
FOLDERS_DEEP: Final = 6
BYTES_OF_A_BOUNDARY: Final = 8 * 1024 * 1024
POSITIONS: Final = 100_000  # of the boundaries in one file
STEPS_OF_A_BOUNDARY: Final = 1_000_000  # of comparing edges in one file
FAULTS: Final = 20  # named in one boundary file
