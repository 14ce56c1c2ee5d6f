"""A city, written down: read with positions, checked, compiled for the kernel."""
