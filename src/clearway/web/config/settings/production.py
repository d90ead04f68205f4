"""A server: PostgreSQL, JSON logs, HTTPS in front. Every secret comes from the environment."""

import os

from clearway.web.config.environment import data_folder, required
from clearway.web.config.settings.base import *  # noqa: F403 - settings are inherited whole
from clearway.web.config.settings.databases import postgresql
from clearway.web.config.settings.mail import mail_server

SECRET_KEY = required("CLEARWAY_SECRET_KEY")
ALLOWED_HOSTS = [host.strip() for host in required("CLEARWAY_ALLOWED_HOSTS").split(",")]
DATABASES = {"default": postgresql(required("CLEARWAY_DATABASE_URL"))}
SITE_ADDRESS = os.environ.get("CLEARWAY_ADDRESS", f"https://{ALLOWED_HOSTS[0]}")
STATIC_ROOT = data_folder() / "static"

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # the machine that asks for it speaks plain HTTP on loopback
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_SECURE = True
# Browsers take a cookie of such a name only over HTTPS, for this very host.
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
LOOPBACK_ONLY = False

# Without a mail server messages wait as failed jobs that say so.
globals().update(mail_server(os.environ.get("CLEARWAY_EMAIL_URL", "")))
DEFAULT_FROM_EMAIL = os.environ.get("CLEARWAY_EMAIL_FROM", f"clearway@{ALLOWED_HOSTS[0]}")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "clearway.web.design.logs.RequestIdFilter"}},
    "formatters": {"json": {"()": "clearway.web.design.logs.JsonFormatter"}},
    "handlers": {
        "stdout": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id"]}
    },
    "root": {"handlers": ["stdout"], "level": "INFO"},
    # Django's own handlers would write a second, unfiltered copy with the query string in it.
    "loggers": {"django": {"handlers": [], "propagate": True}, "django.server": {"handlers": []}},
}
