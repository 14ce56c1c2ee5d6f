"""预警与预案: alerts (CAP), emergency plans and what they need. A net of its own beside the seven."""
