"""The newest national figures, as they stand on the home page and beside the measures of a driver."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clearway.common.organisations import NATION, directory
from clearway.common.periods import Month
from clearway.measures.definitions import definitions
from clearway.package.model import MeasureAsk, Package
from clearway.web.design.filters import figure
from clearway.web.diagram.selectors import newest_figures
from clearway.web.publications.models import Value

# What a newcomer asks first, in the order of a pregnancy.
KEY_MEASURES = (
    "cqim-smoking-booking",
    "sbl-co-booking",
    "sbl-co-36-weeks",
    "cqim-smoking-delivery",
    "smokefree-pregnancy",
)


@dataclass(frozen=True)
class LatestFigure:
    """A published figure with its period; `measure` is the national series it belongs to."""

    measure: str
    title: str
    text: str
    period: str
    provisional: bool

    @property
    def when(self) -> str:
        """The period, with how settled the figure is."""
        return f"{self.period}, provisional" if self.provisional else self.period


@dataclass(frozen=True)
class KeyFigures:
    """The figures that head the home page; `when` is said once where it is the same for all, else empty."""

    figures: tuple[LatestFigure, ...]
    when: str


def series_for(measure: str) -> tuple[str, ...]:
    """The national series that are published for a measure of a package; none without a definition."""
    sheet = definitions().get(measure)
    return sheet.published_as if sheet else ()


def key_figures(package: Package) -> KeyFigures:
    """The newest figures for England; none for a package whose measures nobody publishes."""
    if not any(series_for(measure.id) for measure in package.measures):
        return KeyFigures((), "")
    newest = newest_figures(directory().get(NATION), KEY_MEASURES)
    figures = tuple(latest_figure(newest[measure]) for measure in KEY_MEASURES if measure in newest)
    times = {figure.when for figure in figures}
    return KeyFigures(figures, times.pop() if len(times) == 1 else "")


def latest_national(asks: Iterable[MeasureAsk]) -> dict[str, LatestFigure]:
    """The newest figure for England of each measure that has one, by the package's measure id.

    Where several series are published for a measure, the one with the newest figure is shown.
    """
    series = {ask.measure: series_for(ask.measure) for ask in asks}
    newest = newest_figures(directory().get(NATION), {name for names in series.values() for name in names})
    best = {measure: _newest_of(names, newest) for measure, names in series.items()}
    return {measure: latest_figure(value) for measure, value in best.items() if value is not None}


def _newest_of(names: Iterable[str], newest: Mapping[str, Value]) -> Value | None:
    held = [newest[name] for name in names if name in newest]
    return max(held, key=lambda value: value.when.last_day, default=None)


def latest_figure(value: Value) -> LatestFigure:
    """One row of the value table as it is read."""
    sheet = definitions()[value.measure]
    period = value.when
    return LatestFigure(
        measure=value.measure,
        title=sheet.short_title.split(" (")[0],  # the series in brackets is said on its own page
        text=figure(value.value, sheet.kind),
        period=period.label if isinstance(period, Month) else str(period),
        provisional=value.status == "provisional",
    )
