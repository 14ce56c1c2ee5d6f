"""Mends what can be mended with certainty: `yiwang check PACK --fix`."""
