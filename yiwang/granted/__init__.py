"""Results of the city read as granted products (共享授权), each reading recorded: `reading.read`."""
