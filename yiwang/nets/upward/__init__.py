"""上报: items, cases, ratings and certificates go up to a platform above, numbered, retried, reconciled."""
