"""A site with jobs made for tests, and a database of its own that real worker processes share."""
