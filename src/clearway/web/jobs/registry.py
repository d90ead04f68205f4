"""The jobs there are: a name that stays, a title for people, the function that does the work."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from clearway.common.errors import ClearwayError
from clearway.web.jobs.progress import Progress

Work = Callable[..., str | None]


@dataclass(frozen=True)
class Job:
    """One kind of job.

    `title` may name arguments in braces: "Import {file_name}". `retries` is how often it is tried again,
    after a pause that grows, when it fails for a reason that may pass.
    """

    name: str
    title: str
    function: Work
    retries: int

    def title_for(self, arguments: Mapping[str, Any]) -> str:
        """The title of one run, shortened where an argument is long."""
        return self.title.format_map(arguments)[:200]

    def check(self, arguments: Mapping[str, Any]) -> None:
        """Raises TypeError when the function would not take these arguments."""
        inspect.signature(self.function).bind(None, **arguments)


_JOBS: dict[str, Job] = {}


def job(*, name: str, title: str, retries: int = 0) -> Callable[[Work], Job]:
    """Mark a function as a job: it takes a `Progress` and its arguments by name, and returns what came of it.

    A job may be stopped and run again at any moment, so it must leave nothing half done: it writes in one
    `progress.atomic()`, or in pieces that do no harm when done twice.
    """

    def register(function: Work) -> Job:
        made = Job(name=name, title=title, function=function, retries=retries)
        known = _JOBS.setdefault(name, made)
        if known.function.__module__ != function.__module__ or known.function.__name__ != function.__name__:
            raise ValueError(f"two jobs are called {name}")
        return made

    return register


def find_job(name: str) -> Job:
    """The job of this name. Raises ClearwayError when there is none, as after an update took it away."""
    if name not in _JOBS:
        raise ClearwayError(
            f"this version of Clearway has no job called {name}", mend=f"It has: {', '.join(sorted(_JOBS))}"
        )
    return _JOBS[name]


def jobs() -> tuple[Job, ...]:
    """All jobs, by name."""
    return tuple(_JOBS[name] for name in sorted(_JOBS))


__all__ = ["Job", "Progress", "find_job", "job", "jobs"]
