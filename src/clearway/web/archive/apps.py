"""Registers the app."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Archive."""

    name = "clearway.web.archive"
