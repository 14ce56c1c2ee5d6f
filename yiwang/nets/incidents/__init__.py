"""网络安全事件: told of, graded, reported in time, handled, closed."""
