"""Search of the catalogue: words cut in Python, kept as a tsvector, found by an index."""
