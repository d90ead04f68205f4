"""How moments and browsers are written on the pages of accounts."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from clearway.web.design.filters import day

# The first that fits, since each browser also names those it descends from.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iPhone or iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("Linux|X11", "Linux"),
)


def browser(user_agent: str) -> str:
    """What a browser calls itself, as people know it: "Firefox on Windows"."""
    name = next((said for mark, said in _BROWSERS if mark in user_agent), "")
    system = next((said for mark, said in _SYSTEMS if re.search(mark, user_agent)), "")
    if not name:
        return "An unknown browser"
    return f"{name} on {system}" if system else name


def moment(value: datetime | None) -> str:
    """A moment as "22 November 2026 at 14:05"."""
    if value is None:
        return "never"
    local = timezone.localtime(value)
    return f"{day(local)} at {local:%H:%M}"


FILTERS: Mapping[str, Callable[..., Any]] = {"browser": browser, "moment": moment}
