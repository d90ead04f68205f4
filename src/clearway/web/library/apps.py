"""Registers the app."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Change-idea library."""

    name = "clearway.web.library"
