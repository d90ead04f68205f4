"""What the comparison reads from the value table: a fixed number of questions, however many organisations."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from clearway.common.organisations import NATION, Level
from clearway.common.parameters import reading
from clearway.common.periods import parse_period
from clearway.web.people.access import Access
from clearway.web.publications.models import SourceFile, Value
from clearway.web.publications.presenters import OWN_LAYOUT

# So many codes are named in a question; more are read by their level and sorted out afterwards.
MOST_NAMED = 200


@dataclass(frozen=True)
class Held:
    """That rows of a measure are held at a level."""

    level: Level
    measure: str


@dataclass(frozen=True)
class Figure:
    """One current row of the value table, without its history."""

    parameter: str
    org_code: str
    period: str
    start: date
    numerator: float | None
    denominator: float | None
    value: float | None
    state: str
    status: str
    note: str
    source: int

    @property
    def label(self) -> str:
        """The period as people read it."""
        return parse_period(self.period).label


Key = tuple[str, str, str]
"""Measure, component, and the reading of the parameter (`clearway.common.parameters`)."""

COLUMNS = (
    "measure",
    "component",
    "parameter",
    "org_code",
    "period",
    "period_start",
    "numerator",
    "denominator",
    "value",
    "state",
    "status",
    "note",
    "source_id",
)


def held(access: Access) -> list[Held]:
    """The measures of which the reader may see rows, at each level."""
    rows = Value.objects.visible_to(access).order_by().values_list("org_level", "measure").distinct()
    known = {level.value: level for level in Level}
    return [Held(known[level], measure) for level, measure in rows if level in known]


def figures(
    measures: Collection[str], level: Level, codes: Collection[str], access: Access
) -> dict[Key, dict[str, list[Figure]]]:
    """The current rows that the reader may see, by series and organisation, oldest first."""
    rows = Value.objects.visible_to(access).current().filter(org_level=level.value, measure__in=measures)
    wanted = set(codes)
    if len(wanted) <= MOST_NAMED:
        rows = rows.filter(org_code__in=wanted)
    found: dict[Key, dict[str, list[Figure]]] = {}
    ordered = rows.order_by("period_start", "pk").values_list(*COLUMNS)
    for measure, component, parameter, *rest in ordered:
        one = Figure(parameter, *rest)
        if one.org_code not in wanted:
            continue
        series = found.setdefault((measure, component, reading(parameter)), {}).setdefault(one.org_code, [])
        if series and series[-1].period == one.period:
            series.pop()  # by an earlier version of the definition; the later recorded row stands
        series.append(one)
    return found


def national(measures: Collection[str]) -> dict[tuple[Key, str], float]:
    """England's published figures by series and period; never a sum over organisations."""
    rows = (
        Value.objects.open()
        .current()
        .filter(org_code=NATION, org_level=Level.NATIONAL.value, measure__in=measures)
    )
    asked = rows.values_list("measure", "component", "parameter", "period", "value")
    return {
        ((measure, part, reading(parameter)), period): value
        for measure, part, parameter, period, value in asked
        if value is not None
    }


def sources(keys: Collection[int]) -> dict[int, SourceFile]:
    """The files that rows came from, without what was found in them."""
    return SourceFile.objects.defer("findings", "unused").in_bulk(keys)


def safe_sources(files: Iterable[SourceFile]) -> set[int]:
    """The files whose counts their publisher made safe before printing them."""
    return {one.pk for one in files if one.layout != OWN_LAYOUT}
