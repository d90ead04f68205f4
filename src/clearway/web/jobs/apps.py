"""Finds the jobs of every app once all of them are loaded."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """The jobs of an app are in its module `jobs`."""

    name = "clearway.web.jobs"

    def ready(self) -> None:
        """Import them, so that they are in the registry."""
        autodiscover_modules("jobs")
