"""The desk: people, positions, mandates, machine clients, break-glass, and who may what, and why."""
