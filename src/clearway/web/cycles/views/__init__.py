"""The pages of tests of change; each is thin."""
