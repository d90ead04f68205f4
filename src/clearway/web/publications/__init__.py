"""Published statistics as they were known at each time: the append-only value table."""
