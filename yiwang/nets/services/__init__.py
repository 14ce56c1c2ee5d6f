"""一网通办: apply once, a clock on each promise, a result that anybody can verify."""
