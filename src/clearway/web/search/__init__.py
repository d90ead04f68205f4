"""One search box over drivers, change ideas, measures and organisations."""
