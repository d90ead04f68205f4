"""What an organisation itself says that it wants to become: told by the part of the site that keeps it.

That part stands above the boards and hands it in when the site starts, in `AppConfig.ready`:

    from clearway.web.boards import visions
    visions.register(vision_of_the_plan)
"""

from collections.abc import Callable

from clearway.common.organisations import Organisation

Vision = Callable[[Organisation], str]
_sources: list[Vision] = []


def register(source: Vision) -> None:
    """Ask that source for the vision of every organisation; once however often it is handed in."""
    if source not in _sources:
        _sources.append(source)


def vision_of(organisation: Organisation) -> str:
    """The first that is written down; "" where there is none."""
    return next((words for source in _sources if (words := source(organisation).strip())), "")
