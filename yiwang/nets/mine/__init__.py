"""我的: mandates given and taken, for whom one acts, and who looked at one's cases."""
