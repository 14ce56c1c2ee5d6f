"""Alerts (CAP) and emergency plans: what they say, and what is wrong with them. Pure."""
