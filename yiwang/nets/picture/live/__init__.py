"""Live changes by server-sent events: one reader of a city's leaves tells all who listen."""
