"""The pictures of one measure: its series over time, and its organisations compared in one period."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from clearway.common.organisations import Level, Organisation
from clearway.measures.definitions import Definition
from clearway.web.charts.comparison import Comparison, compare
from clearway.web.charts.dots import comparison_table, dots_finding, dots_spec
from clearway.web.charts.funnels import funnel_picture
from clearway.web.charts.icb_map import map_finding, map_spec
from clearway.web.charts.over_time import AS_USUAL, series_picture
from clearway.web.charts.setup import Setup
from clearway.web.charts.sources import source_line
from clearway.web.charts.titles import about, chart_title
from clearway.web.design.pictures import NARROW, WIDE, Picture
from clearway.web.people.access import NOBODY, Access


@dataclass(frozen=True)
class Subject:
    """What the pictures are about, and who looks; `level` is the level compared, None when nothing can be.

    `parameter` is what fills the measure's blank; None for a measure without one.
    """

    series: Definition
    component: str
    organisation: Organisation
    period: str
    level: Level | None
    setup: Setup = AS_USUAL
    access: Access = NOBODY
    parameter: str | None = None

    @property
    def title(self) -> str:
        """The measure in a few words, with its part and what fills its blank."""
        return chart_title(self.series, self.component, self.parameter or "")


def _compared(subject: Subject, level: Level | None) -> Comparison | None:
    if (
        level is None
        or not subject.period
        or not subject.series.is_share
        or subject.organisation.level is Level.SYNTHETIC
    ):
        return None  # made-up figures are never put beside real ones
    comparison = compare(
        subject.series.id, subject.period, level, subject.component, subject.access, subject.parameter
    )
    if [unit.code for unit in comparison.units] == [subject.organisation.code]:
        return None  # with itself alone: the others keep their figures to themselves
    return comparison if comparison.units else None


def _caption(subject: Subject, comparison: Comparison) -> str:
    said = about(subject.series, subject.parameter or "")
    return " ".join(filter(None, (said, source_line(comparison.source))))


def _series(subject: Subject) -> Picture | None:
    return series_picture(
        subject.series,
        subject.component,
        subject.organisation,
        title=subject.title,
        setup=subject.setup,
        access=subject.access,
        parameter=subject.parameter,
    )


def _funnel(subject: Subject) -> Picture | None:
    comparison = _compared(subject, subject.level)
    if comparison is None:
        return None
    drawn = funnel_picture(comparison, sheet=subject.series, chosen=subject.organisation, title=subject.title)
    return replace(drawn, caption=_caption(subject, comparison))


def _dots(subject: Subject) -> Picture | None:
    comparison = _compared(subject, subject.level)
    if comparison is None:
        return None
    return Picture(
        id="dots",
        title=f"{subject.title}: every organisation, {comparison.period.label}",
        finding=dots_finding(comparison, subject.organisation.code, subject.organisation.name),
        spec=dots_spec(comparison, chosen=subject.organisation.code, title=subject.title, width=WIDE),
        narrow=dots_spec(comparison, chosen=subject.organisation.code, title=subject.title, width=NARROW),
        table=comparison_table(comparison),
        caption=_caption(subject, comparison),
    )


def _map(subject: Subject) -> Picture | None:
    comparison = _compared(subject, Level.ICB)
    if comparison is None:
        return None
    return Picture(
        id="map",
        title=f"{subject.title}: by integrated care board, {comparison.period.label}",
        finding=map_finding(comparison),
        spec=map_spec(comparison, chosen=subject.organisation.code, title=subject.title, width=WIDE),
        narrow=map_spec(comparison, chosen=subject.organisation.code, title=subject.title, width=NARROW),
        table=comparison_table(comparison),
        caption=_caption(subject, comparison),
    )


KINDS: dict[str, Callable[[Subject], Picture | None]] = {
    "series": _series,
    "funnel": _funnel,
    "dots": _dots,
    "map": _map,
}


def picture_of(kind: str, subject: Subject) -> Picture | None:
    """One picture, or None when there are no figures for it."""
    return KINDS[kind](subject)


def pictures_of(subject: Subject) -> dict[str, Picture]:
    """All pictures for which there are figures, by kind, in the order of the page."""
    drawn = {kind: draw(subject) for kind, draw in KINDS.items()}
    return {kind: picture for kind, picture in drawn.items() if picture is not None}
