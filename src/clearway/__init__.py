"""Clearway: the smoke-free pregnancies change package as a working system."""

__version__ = "0.1.0"
