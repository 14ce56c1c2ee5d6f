"""开放数据: open data sets, published edition by edition, and nothing personal in any of them."""
