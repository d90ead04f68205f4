"""Moves the clock, so that the actions of the story write the days on which it happened.

Every time that Django or Clearway takes from `django.utils.timezone` comes from its `datetime.now`; that one
name is exchanged while a block runs. The demonstration is told before the site is served, by one process, so
nobody else sees another time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """While the block runs it is that moment. Raises ValueError for a moment without a time zone."""
    if timezone.is_naive(moment):
        raise ValueError("a moment of the story needs a time zone")

    class Then(datetime):
        """The clock of the block."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            """That moment."""
            return moment.astimezone(tz)

    with patch.object(timezone, "datetime", Then):
        yield
