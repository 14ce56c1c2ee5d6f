"""Reports of another system, brought in from a CSV file by a mapping file."""
