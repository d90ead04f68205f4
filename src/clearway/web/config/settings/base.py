"""What every way to run has in common."""

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF

from clearway.web.config.settings.sign_in import *  # noqa: F403 - settings are inherited whole

WEB = Path(__file__).parents[2]

DEBUG = False
ROOT_URLCONF = "clearway.web.config.urls"
WSGI_APPLICATION = "clearway.web.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.forms",  # the form renderer falls back to Django's own field templates
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "clearway.web.design",
    "clearway.web.audit",
    "clearway.web.people",
    "clearway.web.jobs",
    "clearway.web.trail",
    "clearway.web.accounts",
    "clearway.web.publications",
    "clearway.web.charts",
    "clearway.web.measures",
    "clearway.web.organisations",
    "clearway.web.diagram",
    "clearway.web.calendar",
    "clearway.web.returns",
    "clearway.web.uploads",
    "clearway.web.units",
    "clearway.web.projects",
    "clearway.web.cycles",
    "clearway.web.library",
    "clearway.web.boards",
    "clearway.web.department",
    "clearway.web.reports",
    "clearway.web.team_logs",
    "clearway.web.archive",
    "clearway.web.coordination",
    "clearway.web.exchange",
    "clearway.web.search",
    "clearway.web.api",
]

MIDDLEWARE = [
    "clearway.web.design.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "clearway.web.design.middleware.LoopbackOnlyMiddleware",
    "clearway.web.design.middleware.RequestSizeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "clearway.web.accounts.sessions.SessionLimitsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "clearway.web.people.middleware.RulesMiddleware",
    "clearway.web.trail.middleware.AccessLogMiddleware",
    "clearway.web.design.middleware.MeanwhileMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "clearway.web.config.jinja.environment",
            "context_processors": [
                "csp.context_processors.nonce",
                "clearway.web.design.context.site",
                "django.contrib.messages.context_processors.messages",
                "clearway.web.people.context.visitor",
                "clearway.web.returns.context.collisions",
            ],
        },
    },
    # Only for templates that ship with libraries.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
FORM_RENDERER = "clearway.web.design.forms.NhsRenderer"

# Jobs wait in the database, so that asking for one is undone with the transaction that asked.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Nothing comes from another host, nothing runs that we did not sign, nobody may frame a page.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb")
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "clearway.web.design.errors.bad_request"

# More than the largest file that a page takes, with room for the form around it (bytes).
LARGEST_REQUEST = 30_000_000
# A laptop answers itself only; the production settings open the site to others.
LOOPBACK_ONLY = True
# Made-up people of a made-up collaborative who sign in without a password: only on a laptop.
DEMONSTRATION = False
# Where the site is reached: the beginning of the links in messages.
SITE_ADDRESS = "http://127.0.0.1:8000"
# What a trust computed from its own records is for the trust; what it typed always is.
OWN_FIGURES_OPEN = False
