"""What a reader chose on a measure page: series, organisation, period, component; checked, with defaults."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clearway.common.errors import ClearwayError
from clearway.common.organisations import NATION, Level, Organisation, directory
from clearway.common.parameters import UNNAMED, in_address, same
from clearway.common.periods import parse_period
from clearway.measures.blanks import filled
from clearway.measures.definitions import Definition, definitions
from clearway.web.charts.setup import USUAL_CHART, Setup, read_setup
from clearway.web.people.access import NOBODY, Access
from clearway.web.publications import selectors
from clearway.web.publications.selectors import ParameterHeld

# The level at which organisations are compared, best first: trusts where trusts publish.
COMPARED = (Level.PROVIDER, Level.ICB, Level.SUB_ICB, Level.LOCAL_AUTHORITY)


@dataclass(frozen=True)
class Choice:
    """The figures to show: `series` is the measure whose rows are read (its published counterpart's).

    `parameter` is what fills the blank in the name of the series, None where its name has none; `parameters`
    are all of which the organisation holds rows that the reader may see, the one reported last first.
    """

    measure_id: str
    series: Definition
    component: str
    organisation: Organisation
    period: str
    periods: Sequence[str]
    setup: Setup
    access: Access = NOBODY
    parameter: str | None = None
    parameters: Sequence[ParameterHeld] = ()

    @property
    def level(self) -> Level | None:
        """The level that is compared in the chosen period, or None when nothing is held."""
        if not self.period:
            return None
        of = (self.component, self.access, self.parameter)
        held = selectors.levels_of(self.series.id, self.period, *of)
        return next((level for level in COMPARED if level.value in held), None)

    @property
    def query(self) -> dict[str, str]:
        """The choice as the query of an address."""
        return {
            "series": self.series.id if self.series.id != self.measure_id else "",
            "component": self.component,
            "parameter": "" if self.parameter is None else in_address(self.parameter),
            "organisation": self.organisation.code,
            "period": self.period,
            **self.tried,
        }

    @property
    def tried(self) -> dict[str, str]:
        """The part of the query that says how the chart over time is drawn."""
        setup = self.setup
        chart = "" if setup.chart == USUAL_CHART else setup.chart
        return {"chart": chart, "profile": setup.profile, "as_of": str(setup.as_of or "")}

    @property
    def component_title(self) -> str:
        """The chosen component in words, or an empty text."""
        return next((one.title for one in self.series.components if one.id == self.component), "")


def series_of(sheet: Definition, access: Access = NOBODY) -> list[Definition]:
    """What can be shown for a measure: its own figures where any are held, its published counterparts."""
    own = [sheet] if sheet.class_national or sheet.id in selectors.measures_held(access) else []
    return own + [definitions()[name] for name in sheet.published_as]


def choose(sheet: Definition, asked: Mapping[str, str], access: Access = NOBODY) -> Choice | None:
    """The reader's choice, or None when no series can be shown for the measure to somebody of that access.

    Raises ClearwayError when something asked for does not exist.
    """
    options = series_of(sheet, access)
    if not options:
        return None
    organisation = _organisation(asked.get("organisation") or _default(options, access))
    series = _series(options, asked.get("series", ""), organisation, access)
    component = _component(series, asked.get("component", ""))
    parameters = _parameters(series, component, organisation, access)
    parameter = _parameter(series, asked.get("parameter", ""), parameters)
    periods = _periods(series.id, component, access, parameter)
    period = asked.get("period") or (periods[0] if periods else "")
    if period and period not in periods:
        parse_period(period)  # says so when it is no period at all
        raise ClearwayError(f"there are no figures for {period}", mend="Choose a period from the list")
    setup = read_setup(series, *(asked.get(name, "") for name in ("chart", "profile", "as_of")))
    of = (parameter, parameters)
    return Choice(sheet.id, series, component, organisation, period, periods, setup, access, *of)


def _series(options: list[Definition], asked: str, organisation: Organisation, access: Access) -> Definition:
    """The series asked for; else the first that has rows for the organisation, else the first."""
    if not asked:
        held = {measure for measure, _ in selectors.measures_of(organisation, access)}
        return next((one for one in options if one.id in held), options[0])
    chosen = next((one for one in options if one.id == asked), None)
    if chosen is None:
        raise ClearwayError(
            f"'{asked}' is no series of this measure", mend=f"Choose {' or '.join(o.id for o in options)}"
        )
    return chosen


def _default(options: list[Definition], access: Access) -> str:
    """England where any of the series has rows for it, else an organisation that has some."""
    held = {code for one in options for code in selectors.organisation_codes(one.id, access=access)}
    return NATION if NATION in held or not held else min(held)


def _organisation(code: str) -> Organisation:
    found = directory().find(code)
    if found is None:
        raise ClearwayError(f"there is no organisation '{code}'", mend="Choose one from the list")
    return found


def _component(series: Definition, asked: str) -> str:
    ids = [one.id for one in series.components]
    chosen = asked or (ids[0] if ids else "")
    if asked and asked not in ids:
        raise ClearwayError(
            f"'{asked}' is no component of this series", mend=f"Choose {' or '.join(ids) or 'none'}"
        )
    return chosen


def _parameters(
    series: Definition, component: str, organisation: Organisation, access: Access
) -> Sequence[ParameterHeld]:
    if series.parameter is None:
        return ()
    return selectors.parameters_of(organisation, series.id, component, access)


def _parameter(series: Definition, asked: str, held: Sequence[ParameterHeld]) -> str | None:
    """What was asked for as the organisation spells it; the one reported last where nothing was.

    What fills a blank is free text, so one that nobody reported is no fault: there is no figure of it yet.
    """
    if series.parameter is None:
        filled(series.id, asked)
        return None
    if not asked:
        return held[0].name if held else ""
    text = filled(series.id, "" if asked == UNNAMED else asked)
    return next((one.name for one in held if same(one.name, text)), text)


def _periods(series: str, component: str, access: Access, parameter: str | None = None) -> list[str]:
    """The periods in which a level that can be compared, or else the nation, has rows; newest first."""
    for level in (*COMPARED, Level.NATIONAL):
        periods = selectors.periods_of(series, level.value, component, access, parameter)
        if periods:
            return periods
    return []
