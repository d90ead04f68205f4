"""A laptop: SQLite in one folder, this machine only. CLEARWAY_DATABASE_URL swaps in PostgreSQL."""

import os

from clearway.web.config.environment import data_folder, kept_secret
from clearway.web.config.settings.base import *  # noqa: F403 - settings are inherited whole
from clearway.web.config.settings.databases import postgresql, sqlite
from clearway.web.config.settings.mail import mail_server

DATA = data_folder()
SECRET_KEY = kept_secret(DATA / "secret-key")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
STATIC_ROOT = DATA / "static"
_url = os.environ.get("CLEARWAY_DATABASE_URL", "")
DATABASES = {"default": postgresql(_url) if _url else sqlite(DATA / "clearway.sqlite3")}
DEMONSTRATION = True
SITE_ADDRESS = os.environ.get("CLEARWAY_ADDRESS", SITE_ADDRESS)  # noqa: F405 - of the base settings
OWN_FIGURES_OPEN = True  # whoever loaded the figures is whoever looks at them
globals().update(mail_server(os.environ.get("CLEARWAY_EMAIL_URL", "console:")))
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # localhost speaks plain HTTP
