"""Settings: Clearway as on a laptop, with one page more."""

from clearway.web.config.settings.embedded import *  # noqa: F403 - settings are inherited whole

ROOT_URLCONF = "benchmarks.served.full_urls"
STORAGES = {  # no page of this run asks for a style sheet
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]  # noqa: F405
