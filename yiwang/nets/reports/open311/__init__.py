"""Open311 GeoReport v2: the city as a server of the standard."""
