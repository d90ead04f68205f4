"""The pages of projects; each is thin."""
