"""A city's own export of items (事项库), read by a mapping and examined without a pack."""
