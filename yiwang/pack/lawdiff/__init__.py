"""Two versions of a law held against each other, and what of a city they touch."""
