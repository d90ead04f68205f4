"""Log lines: one JSON object each, with the request's id, never with a person's data.

A line says which page was asked for by the name of its address pattern, not by the address itself:
an address can hold a search text or, later, an identifier.
"""

import logging
from contextvars import ContextVar

from pythonjsonlogger.json import JsonFormatter as BaseJsonFormatter

request_id: ContextVar[str] = ContextVar("request_id", default="")


class RequestIdFilter(logging.Filter):
    """Adds `request_id` to every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class JsonFormatter(BaseJsonFormatter):
    """Time, level, logger, message, request id, status and the page's name; nothing else of the request."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s")

    def format(self, record: logging.LogRecord) -> str:
        """Write the line, with the request replaced by the name of its page."""
        request = getattr(record, "request", None)
        if request is None:
            return super().format(record)
        match = getattr(request, "resolver_match", None)
        private = {"request": None, "page": match.view_name if match else "no such page", "args": ()}
        # Django's message is "Not Found: /the/whole/path": only its first half may stay.
        plain = {"msg": record.getMessage().partition(":")[0]}
        shown = logging.makeLogRecord({**record.__dict__, **private, **plain})
        delattr(shown, "request")
        return super().format(shown)
