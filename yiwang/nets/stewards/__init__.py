"""数据官: the desk of a body's data officers, the yearly report of sharing, and evidence of its duties."""
