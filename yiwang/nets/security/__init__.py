"""网络安全: every asset owned, every finding closed. Never an attack tool, never a watch on persons."""
