"""Two people who act at the same moment: whoever comes second looks again, and acts on what stands by then.

An action looks before it writes. On PostgreSQL somebody else may write between the two; then the database
refuses the second of two rows that may stand only once, or ends one of two transactions that wait for each
other. `in_turn` is the one answer to both: the action is taken back whole and done again. Its own look now
finds what the other wrote, so that it ends as it would have a second later: in its own clear words, or in a
repeat that changes nothing. SQLite's writers wait at the start of a transaction; there only what was looked
at before the transaction can be overtaken.

What is held by `select_for_update` for other reasons is held in one order everywhere: the thing itself
(project, meeting, upload), months by organisation and period, the counter of numbers, and the change log
last.
"""

import logging
import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import DatabaseError, transaction

from clearway.common.errors import ClearwayError

P = ParamSpec("P")
R = TypeVar("R")
TRIES = 3
UNIQUE, WAITED_FOR_EACH_OTHER, NOT_IN_A_ROW = "23505", "40P01", "40001"
"""PostgreSQL's codes (SQLSTATE) for what two writers can do to each other."""
_SQLITE = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_ROWID")
_log = logging.getLogger(__name__)


class MeanwhileError(ClearwayError):
    """Others were quicker again and again; nothing of what was to be done is kept."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else saved the same thing at this moment, so yours was not saved",
            mend="Look at the page as it is now, then do it again where it is still needed",
        )


def in_turn(action: Callable[P, R]) -> Callable[P, R]:
    """The action in a transaction of its own, done again where another writer came between its look and its
    write. It reads whatever it decides by inside, never from what a row that was handed in has cached.

    Raises MeanwhileError when others were quicker each time. Inside another transaction a pair that waits for
    each other is left to whoever began that one: only all of it can be done again.
    """

    @wraps(action)
    def taken(*args: P.args, **kwargs: P.kwargs) -> R:
        inside = transaction.get_connection().in_atomic_block
        for _ in range(TRIES):
            try:
                with transaction.atomic():
                    return action(*args, **kwargs)
            except DatabaseError as error:
                if not came_between(error) or (inside and code_of(error) != UNIQUE):
                    raise
                _log.info("done again, because another writer came between: %s", action.__qualname__)
                last = error
        raise MeanwhileError from last

    return taken


def came_between(error: BaseException) -> bool:
    """Whether the database refused this because of what another writer did at the same moment."""
    return code_of(error) in (UNIQUE, WAITED_FOR_EACH_OTHER, NOT_IN_A_ROW)


def code_of(error: BaseException) -> str:
    """PostgreSQL's code of a refusal, for either database; empty for anything else."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return UNIQUE if getattr(cause, "sqlite_errorname", "") in _SQLITE else ""
    return str(getattr(cause, "sqlstate", "") or "")
