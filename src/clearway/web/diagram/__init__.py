"""The driver diagram and the pages of the change package behind it."""
