"""Pages that other parts of the site add to every project, such as its tests of change.

Those parts lie above the projects, so they hand in their pages when the site starts, in `AppConfig.ready`:

    from clearway.web.projects import tabs
    tabs.register("cycles", "Tests of change", after="project-measures")
"""

_added: list[tuple[str, str, str]] = []


def register(name: str, title: str, *, after: str) -> None:
    """Show that page in the list of every project, behind `after`; a page is listed once.

    `name` is that of its address, which takes the code of the organisation and the number of the project.
    """
    if (name, title, after) not in _added:
        _added.append((name, title, after))


def with_added(pages: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The project's own pages with the others in their places; at the end where that place is not there."""
    listed = list(pages)
    for name, title, after in _added:
        names = [each for each, _ in listed]
        listed.insert(names.index(after) + 1 if after in names else len(listed), (name, title))
    return tuple(listed)
