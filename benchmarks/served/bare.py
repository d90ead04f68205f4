"""Settings: nothing but the framework and the same database."""

from clearway.web.config.settings.embedded import ALLOWED_HOSTS, DATABASES, SECRET_KEY

__all__ = ["ALLOWED_HOSTS", "DATABASES", "SECRET_KEY"]
ROOT_URLCONF = "benchmarks.served.bare_urls"
INSTALLED_APPS: list[str] = []
MIDDLEWARE: list[str] = []
USE_TZ = True
