"""The tests of change that carry out an action.

Those lie above the projects, so they hand in how theirs are found when the site starts, in `AppConfig.ready`:

    from clearway.web.projects import tests_of_actions
    tests_of_actions.register(cycles_of_action)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clearway.web.projects.models import Action


@dataclass(frozen=True)
class Test:
    """A test of change: its name, its page, how far it is, and what was decided about the change."""

    title: str
    address: str
    tag: str
    colour: str
    told: str


Source = Callable[[Action], Sequence[Test]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Ask that source on the page of every action; once however often it is handed in."""
    if source not in _sources:
        _sources.append(source)


def tests_of(action: Action) -> tuple[Test, ...]:
    """All tests that carry out the action."""
    return tuple(test for source in _sources for test in source(action))
