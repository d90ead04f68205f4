"""Which picture shows which figures: from rows of the value table to a `Picture` for a page."""
