"""Log lines: one JSON object each, with the request's id, never with a person's data.

A line says which page was asked for by the name of its address pattern, not by the address itself:
an address can hold a search text or, later, an identifier.
"""

import logging
from contextvars import ContextVar
from typing import Any

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

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        """Write the fields, with the request replaced by the name of its page."""
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        page = match.view_name if match else ""
        if request is not None:
            # Django's message is "Not Found: /the/whole/path": keep its first half only.
            record.msg, record.args = f"{record.getMessage().split(':')[0]}: {page or 'no such page'}", ()
        super().add_fields(log_data, record, message_dict)
        for private in ("request", "server_time"):
            log_data.pop(private, None)
        if request is not None:
            log_data["page"] = page
