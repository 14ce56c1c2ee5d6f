"""A city on one machine: checked, stored, supervised, seeded for a demonstration."""
