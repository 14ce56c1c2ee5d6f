"""预约: windows, experts and visits booked by their real opening hours, and the numbers of a hall's queue."""
