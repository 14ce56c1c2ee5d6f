"""一张图: events on a map, the operator's desk, a big screen, charts; live."""
