"""The tests: SQLite in memory, or the PostgreSQL of CLEARWAY_DATABASE_URL; plain static files."""

import os
from typing import Any

from clearway.web.config.settings.base import *  # noqa: F403 - settings are inherited whole
from clearway.web.config.settings.databases import SQLITE_OPTIONS, postgresql

# Rate limits in one process need no table.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # tests sign in often
SECRET_KEY = "only-for-tests"  # noqa: S105 - signs nothing that outlives a test run
# A job is done as it is asked for; tests of the queue itself name the queue in the database.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
PLAIN_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
_url = os.environ.get("CLEARWAY_DATABASE_URL", "")
DATABASES: dict[str, dict[str, Any]] = {
    "default": postgresql(_url)
    if _url
    else {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": {"timeout": SQLITE_OPTIONS["timeout"]},
    }
}
if _url:
    # A pool would keep connections open while the test database is dropped.
    DATABASES["default"]["OPTIONS"].pop("pool")
# With the manifest storage a live test server has no style sheet.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": PLAIN_FILES}}  # noqa: F405
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]  # noqa: F405
OWN_FIGURES_OPEN = True  # as on a laptop; the tests of production's choice set it
