"""One chart as somebody sees it: its figures, what was decided about it, and its picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from clearway.common.organisations import Organisation, directory
from clearway.common.parameters import in_address
from clearway.measures.definitions import Definition, definitions
from clearway.spc import Chart
from clearway.spc.history import Event, Settings, replay
from clearway.web.charts.marks import Mark, marks_of
from clearway.web.charts.over_time import AS_USUAL, drawn, judged, one_rhythm
from clearway.web.charts.selectors import chart_history
from clearway.web.charts.targets import Target, targets_of, value_of
from clearway.web.charts.titles import chart_title
from clearway.web.design.pictures import Picture
from clearway.web.people.access import Access
from clearway.web.publications import selectors
from clearway.web.publications.models import Value


@dataclass(frozen=True)
class OneChart:
    """The chart of one measure (or of a part of it) and organisation; never without a row to draw.

    `parameter` is what fills the measure's blank, as the newest row spells it. `project` is the number of the
    one on whose page it stands, whose target is drawn.
    """

    sheet: Definition
    component: str
    organisation: Organisation
    access: Access
    held: Sequence[Value]
    project: int = 0

    @property
    def parameter(self) -> str:
        """What fills the measure's blank, as the newest row spells it; all rows are of that one."""
        return self.held[-1].parameter

    @property
    def parameter_asked(self) -> str:
        """How an address asks for it; empty for a measure without a blank."""
        return in_address(self.parameter) if self.sheet.parameter else ""

    @property
    def title(self) -> str:
        """The measure in a few words, with its part and what fills its blank."""
        return chart_title(self.sheet, self.component, self.parameter)

    @cached_property
    def rows(self) -> Sequence[Value]:
        """The rows that are drawn, oldest first, those without a figure too."""
        return one_rhythm(self.held)[0]

    @cached_property
    def history(self) -> Sequence[Event]:
        """All that was decided about it, in order of recording."""
        return chart_history(self.organisation, self.sheet.id, self.component, self.parameter)

    @cached_property
    def settings(self) -> Settings:
        """What stands decided now."""
        return replay(self.history)

    @cached_property
    def targets(self) -> Sequence[Target]:
        """What projects want it to reach."""
        return targets_of(self.organisation, self.sheet.id, self.component, self.parameter, self.access)

    @cached_property
    def target(self) -> float | None:
        """The target it is judged against."""
        return value_of(self.sheet, self.organisation, self.targets, self.project)

    @cached_property
    def judged(self) -> Chart:
        """The chart as it stands now."""
        return judged(self.sheet, self.rows, AS_USUAL, self.settings, self.target)

    @cached_property
    def marks(self) -> Sequence[Mark]:
        """What other parts of the site put on it."""
        return marks_of(self.organisation, self.sheet.id, self.access, parameter=self.parameter)

    def picture(self, settings: Settings | None = None) -> Picture:
        """The picture as it stands, or as it would be with other decisions."""
        decided = self.settings if settings is None else settings
        return self._drawn(self.held, decided, self.marks, self.targets)

    def picture_on(self, day: date, settings: Settings) -> Picture | None:
        """The picture with those decisions, and the figures and marks known on a day; None where none was."""
        held = selectors.series(
            self.organisation, self.sheet.id, self.component, day, self.access, self.parameter
        )
        if not held:
            return None
        marks = marks_of(self.organisation, self.sheet.id, self.access, day, self.parameter)
        known = [one for one in self.targets if one.known_from <= day]
        return self._drawn(held, settings, marks, known)

    def _drawn(
        self, held: Sequence[Value], settings: Settings, marks: Sequence[Mark], targets: Sequence[Target]
    ) -> Picture:
        return drawn(
            self.sheet,
            self.organisation,
            held,
            settings,
            marks,
            title=self.title,
            setup=AS_USUAL,
            targets=targets,
            project=self.project,
        )


def one_chart(
    code: str,
    measure: str,
    component: str,
    access: Access,
    parameter: str | None = None,
    project: int = 0,
) -> OneChart | None:
    """The chart, or None when there is no such thing or nothing of it may be seen.

    Of a measure with a blank in its name that of the parameter asked for; None is the one reported last.
    """
    organisation, sheet = directory().find(code), definitions().get(measure)
    if organisation is None or organisation.code != code or sheet is None:
        return None
    if component and sheet.component(component) is None:
        return None
    held = selectors.series(organisation, measure, component, access=access, parameter=parameter)
    return OneChart(sheet, component, organisation, access, held, project) if held else None
