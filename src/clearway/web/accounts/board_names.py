"""The boards that a wall can show: told by the part of the site that has boards, which stands above.

It hands them in when the site starts, in `AppConfig.ready`:

    from clearway.web.accounts import board_names
    board_names.register(boards_of)
"""

from collections.abc import Callable, Sequence

from clearway.web.people.access import Access

Named = tuple[str, str]
"""The name of a board in its address, and its title."""
Source = Callable[[str, Access], Sequence[Named]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Ask that source for the boards of every organisation; once however often it is handed in."""
    if source not in _sources:
        _sources.append(source)


def boards_of(org_code: str, access: Access) -> tuple[Named, ...]:
    """The boards of the organisation, for a list to choose from."""
    return tuple(named for source in _sources for named in source(org_code, access))
