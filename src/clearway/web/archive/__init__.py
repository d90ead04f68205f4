"""A whole organisation as files, and back again."""
