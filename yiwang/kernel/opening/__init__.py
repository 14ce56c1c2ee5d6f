"""Open data sets: what may be opened of a product, and which numbers of a table stay back. Pure."""
