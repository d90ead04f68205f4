"""The mail server, by one address: smtp://USER:PASSWORD@HOST:587/?tls=yes, console: or file:/A/FOLDER."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from clearway.common.errors import ClearwayError

BACKENDS = "django.core.mail.backends"
SECONDS = 20  # how long a server may take to answer


def mail_server(url: str) -> dict[str, Any]:
    """The settings for a mail server; for an empty address, those that say there is none.

    `smtps:` speaks TLS from the start, `smtp:` goes over to it unless it says `?tls=no`.

    Raises ClearwayError when the address is none of the kinds.
    """
    if not url:
        return {"EMAIL_BACKEND": "clearway.web.jobs.mail.NoServer"}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _wrong() from None
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": f"{BACKENDS}.console.EmailBackend"}
    if parts.scheme == "file" and parts.path:
        return {"EMAIL_BACKEND": f"{BACKENDS}.filebased.EmailBackend", "EMAIL_FILE_PATH": parts.path}
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise _wrong()
    at_once = parts.scheme == "smtps"
    goes_over = not at_once and parse_qs(parts.query).get("tls") != ["no"]
    return {
        "EMAIL_BACKEND": f"{BACKENDS}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if at_once else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": at_once,
        "EMAIL_USE_TLS": goes_over,
        "EMAIL_TIMEOUT": SECONDS,
    }


def _wrong() -> ClearwayError:
    """The address itself is not shown: it may hold a password."""
    return ClearwayError(
        "CLEARWAY_EMAIL_URL is not the address of a mail server",
        mend="Write it as smtp://USER:PASSWORD@HOST:587/, smtps://USER:PASSWORD@HOST:465/, console: "
        "or file:/FOLDER",
    )
