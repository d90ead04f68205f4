"""The pages of the change log and the access log, and what writes the access log."""
