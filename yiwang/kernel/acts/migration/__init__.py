"""转版: a running case moved from the pack it was opened under to another version, by an act of its own."""
