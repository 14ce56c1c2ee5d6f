"""A staff directory from a file: its mapping, its lines, and what it would change."""
