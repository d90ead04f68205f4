"""Processes of a site in which a file is imported and the worker dies in the middle."""
