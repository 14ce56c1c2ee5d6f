"""The lines of an iCalendar file (RFC 5545): values escaped, lines folded. Pure."""

from __future__ import annotations

LONGEST_LINE = 75  # octets, RFC 5545 §3.1


def escaped(text: str) -> str:
    """Return a text as a value: backslash, comma, semicolon and line ends escaped (§3.3.11)."""
    out = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return out.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> bytes:
    """Return a line in pieces of at most 75 octets, none of which cuts a character, ended by CRLF."""
    pieces, piece = [], b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > LONGEST_LINE - (1 if pieces else 0):
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
