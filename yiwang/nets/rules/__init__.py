"""规则: how a city decides, for everybody to read: processes, decision tables, what is wrong with them."""
