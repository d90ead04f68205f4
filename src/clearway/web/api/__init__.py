"""The read API, version 1."""
