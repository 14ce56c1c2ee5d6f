"""Pages of cyber incidents."""
