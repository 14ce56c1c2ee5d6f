"""Results of scanners, decoded: what each names, where, how severe. Bytes in, lines or a refusal out."""

from yiwang.nets.security.decoding.formats import decode
from yiwang.nets.security.decoding.found import MOST_BYTES, MOST_LINES, Decoded, Line, Unsound

__all__ = ["MOST_BYTES", "MOST_LINES", "Decoded", "Line", "Unsound", "decode"]
