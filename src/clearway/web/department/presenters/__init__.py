"""The department for people."""
