"""Loads the measures engine before anybody waits for it: Ibis, DuckDB, and the compiled measures of the work.

The pages that only show stored figures need none of it; the records behind a figure, and "compute now", do,
and whoever opened the first of them would wait for all of it.
"""

import logging
from datetime import date
from threading import Thread

from clearway.common.organisations import SYNTHETIC_TRUST

_log = logging.getLogger(__name__)
_MONTH = {"provider": SYNTHETIC_TRUST, "period": date(2026, 1, 1), "period_end": date(2026, 1, 31)}


def load_beside() -> Thread:
    """Load in a thread of its own, so that the process answers meanwhile; call it once, after any fork.

    Whoever needs the engine before it is there waits for the rest of the loading only.
    """
    thread = Thread(target=_load, name="load the measures engine", daemon=True)
    thread.start()
    return thread


def _load() -> None:
    try:
        load()
    except Exception:  # the page that needs it will say what is wrong
        _log.warning("the measures engine could not be loaded before it is needed", exc_info=True)


def load() -> None:
    """Load, and compute a month in which nothing was logged: the first computation compiles all measures."""
    from clearway.web.team_logs import behind  # noqa: F401 - this is what takes the time
    from clearway.web.team_logs.computing import computation

    with computation({"log_months": [_MONTH]}) as found:
        if found is not None:
            found.results()
