"""Schemas of pack files for editors: `yiwang schema`."""
