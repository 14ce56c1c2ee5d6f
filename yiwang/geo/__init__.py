"""Where on the map: boundaries reviewed and brought in, and the one place a position lies in."""
