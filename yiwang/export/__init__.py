"""Event logs out: a city's cases as XES and OCEL 2.0, for any process-mining tool."""
