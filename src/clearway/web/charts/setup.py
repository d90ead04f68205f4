"""How a chart is to be drawn: what was decided about it, and what a reader tries without saving."""

from dataclasses import dataclass
from datetime import date

from clearway.common.errors import ClearwayError
from clearway.measures.definitions import Definition
from clearway.measures.model import Kind
from clearway.spc.limits import FAMILIES
from clearway.spc.profiles import PROFILES

USUAL_CHART = "i"
USUAL_PROFILE = "mdc"
# Charts that make sense of monthly proportions, of monthly counts, and of scores and their means.
FOR_PROPORTIONS = ("i", "run", "p", "pp", "mr")
FOR_COUNTS = ("i", "run", "c", "cp", "mr")
FOR_SCORES = ("i", "run", "mr")


@dataclass(frozen=True)
class Setup:
    """What a reader asked for; nothing of it is saved.

    `profile` is empty for the rule set that was decided for the chart. `as_of` shows the decisions
    and figures as they were known at the end of that day.
    """

    chart: str = USUAL_CHART
    profile: str = ""
    as_of: date | None = None

    @property
    def is_usual(self) -> bool:
        """Whether the chart is as everybody sees it."""
        return self == Setup()


def chart_names(sheet: Definition) -> tuple[str, ...]:
    """The charts on offer for a measure."""
    if sheet.kind in (Kind.MEAN, Kind.SCORE):
        return FOR_SCORES
    return FOR_PROPORTIONS if sheet.is_share else FOR_COUNTS


def chart_options(sheet: Definition) -> list[tuple[str, str]]:
    """Name and title of the charts on offer."""
    return [(name, FAMILIES[name].title) for name in chart_names(sheet)]


def profile_options() -> list[tuple[str, str]]:
    """Name and title of the rule sets."""
    return [(name, profile.title) for name, profile in PROFILES.items()]


def read_setup(sheet: Definition, chart: str, profile: str, as_of: str) -> Setup:
    """The setup that a reader asks for. Raises ClearwayError when something in it does not exist."""
    if chart and chart not in chart_names(sheet):
        raise ClearwayError(f"there is no chart '{chart}' for this measure", mend="Choose one from the list")
    if profile and profile not in PROFILES:
        raise ClearwayError(f"there is no rule set '{profile}'", mend="Choose one from the list")
    try:
        day = date.fromisoformat(as_of) if as_of else None
    except ValueError:
        raise ClearwayError(f"'{as_of}' is not a date", mend="Write it as 2025-03-31") from None
    return Setup(chart or USUAL_CHART, profile, day)
