"""The charts of measures that teams made themselves, on boards that only the organisation's people read.

They are on no wall and on no public page: nothing says how small the numbers behind them are.
"""

from collections.abc import Iterator, Sequence

from clearway.web.design.pictures import Picture
from clearway.web.projects.models import Project
from clearway.web.projects.own_values import picture
from clearway.web.projects.selectors import own_lines_of


def own_pictures(projects: Sequence[Project]) -> Iterator[Picture]:
    """One chart for each measure of their own that has a figure."""
    for line in own_lines_of(projects):
        drawn = picture(line, line.own_values.all())
        if drawn is not None:
            yield drawn
