"""The embedded site with the jobs made for tests."""

from clearway.web.config.settings.embedded import *  # noqa: F403 - settings are inherited whole

INSTALLED_APPS = [*INSTALLED_APPS, "tests.lib.job_site"]  # noqa: F405
