"""一网统管: things that observe, for now their public pages and signs."""
