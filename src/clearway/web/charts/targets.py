"""The targets that a chart is judged against: that of a package's aim, and those that projects planned.

Projects lie above the charts, so they hand in a source when the site starts, in `AppConfig.ready`:

    from clearway.web.charts import targets
    targets.register(planned_targets)
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clearway.common.organisations import Level, Organisation
from clearway.common.periods import Month
from clearway.measures.definitions import Definition
from clearway.package.loader import shipped_packages
from clearway.web.charts.selectors import ChartKey, chart_key
from clearway.web.design.filters import figure
from clearway.web.people.access import Access


@dataclass(frozen=True)
class Target:
    """What a project wants a measure to reach: a fraction or a number, and by when.

    `project` is its number and `title` its name; `known_from` is the day on which it was written down as it
    is: looking back, a chart shows only what was known then.
    """

    value: float
    by: date | None
    project: int
    title: str
    known_from: date

    def said(self, sheet: Definition) -> str:
        """In words: "Target of project 3 (A test at every booking): 90.0% by March 2027"."""
        until = f" by {Month.of(self.by).label}" if self.by else ""
        return f"Target of project {self.project} ({self.title}): {figure(self.value, sheet.kind)}{until}"


Source = Callable[[Organisation, Access, Collection[str] | None], Iterable[tuple[ChartKey, Target]]]
"""The targets of one organisation that the person of `access` may see, of these measures (None: of all)."""

_sources: list[Source] = []


def register(source: Source) -> Source:
    """Ask that source from now on; a source is asked once however often it is handed in."""
    if source not in _sources:
        _sources.append(source)
    return source


def targets_at(
    organisation: Organisation, access: Access, measures: Collection[str] | None = None
) -> Mapping[ChartKey, Sequence[Target]]:
    """The planned targets of many charts of an organisation, in one go; the one that ends first leads."""
    found: dict[ChartKey, list[Target]] = defaultdict(list)
    for source in _sources:
        for key, target in source(organisation, access, measures):
            found[key].append(target)
    return {key: sorted(each, key=_in_order) for key, each in found.items()}


def targets_of(
    organisation: Organisation,
    measure: str,
    component: str,
    parameter: str,
    access: Access,
    as_of: date | None = None,
) -> Sequence[Target]:
    """The planned targets of one chart, as they were known on a day."""
    found = targets_at(organisation, access, {measure})
    held = found.get(chart_key(organisation.code, measure, component, parameter), ())
    return [one for one in held if as_of is None or one.known_from <= as_of]


def chosen(targets: Sequence[Target], project: int = 0) -> Target | None:
    """The one that a chart draws: of that project where it has one, else the one that ends first."""
    own = next((one for one in targets if one.project == project), None)
    return own or next(iter(targets), None)


def value_of(
    sheet: Definition, organisation: Organisation, targets: Sequence[Target] = (), project: int = 0
) -> float | None:
    """What the chart is judged against: a planned target, for the nation that of the aim."""
    planned = chosen(targets, project)
    return planned.value if planned else target_of(sheet, organisation)


def target_of(sheet: Definition, organisation: Organisation) -> float | None:
    """The target of a package's aim, as a fraction: for its own series and the nation, for nothing else."""
    if organisation.level is not Level.NATIONAL:
        return None
    targets = (package.aim.target for package in shipped_packages().values() if not package.example)
    return next((one.value for one in targets if one is not None and one.series == sheet.id), None)


def told(sheet: Definition, targets: Sequence[Target], project: int = 0) -> str:
    """All of them in words, the one that is drawn first."""
    drawn = chosen(targets, project)
    if drawn is None:
        return ""
    others = [one.said(sheet) for one in targets if one != drawn]
    return ". ".join([f"{drawn.said(sheet)}{' (drawn)' if others else ''}", *others]) + "."


def _in_order(target: Target) -> tuple[bool, date, int]:
    return target.by is None, target.by or date.max, target.project
