"""The measurement plan that follows from the package and the drivers that were chosen."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from clearway.common.parameters import LONGEST, tidy
from clearway.measures.definitions import Definition, definitions
from clearway.package.loader import shipped_packages
from clearway.package.model import Package, PackageMeasure
from clearway.package.parts import MeasureClass
from clearway.web.design.filters import figure
from clearway.web.people.access import Access
from clearway.web.projects.models import PlannedMeasure, Project
from clearway.web.projects.vocabulary import vocabulary
from clearway.web.publications.models import Value

BASELINE_POINTS = 12
"""A baseline is the mean of at most so many of the newest figures: a year of months."""
COLLECTED = {
    "records": "Computed from the records of the maternity service",
    "published": "Published by the centre",
    "team_logs": "Counted by the team",
}
OF_CHARTER = "training-subject"
"""The section of the charter that names the training subject its aim needs."""
SAMPLE = "May be sampled: draw the women to look at on the page of the month"


@dataclass(frozen=True)
class Proposal:
    """One line that could be in the plan. `asked` marks those that the package asks for.

    `blank` is the noun of what fills the blank in the measure's name, `parameter` what could.
    """

    key: str
    kind: str
    measure: str
    title: str
    why: str
    asked: bool
    baseline: float | None = None
    baseline_from: str = ""
    collected_how: str = ""
    sample: str = ""
    blank: str = ""
    example: str = ""
    parameter: str = ""

    @property
    def baseline_figure(self) -> str:
        """The baseline as people read it, or an empty text."""
        sheet = definitions().get(self.measure)
        return "" if sheet is None or self.baseline is None else figure(self.baseline, sheet.kind)


def proposals(project: Project, access: Access) -> list[Proposal]:
    """What is not in the plan yet: the aim's measures, those of the drivers, and balancing ones."""
    package = shipped_packages().get(project.package_id)
    if package is None:
        return []
    rows = project.planned_measures.filter(left_out=False)
    planned = {(row.measure, row.title if not row.measure else "") for row in rows}
    wanted = [
        (kind, measure, asked and (measure.id, "") not in planned)
        for kind, measure, asked in _of_package(project, package)
        if (measure.id, "") not in planned or _has_blank(measure)
    ]
    baselines = _baselines(project, access, [measure.id for _, measure, _ in wanted])
    subject = _subject(project)
    found = [
        _filled(_line(kind, measure, asked, baselines), "" if (measure.id, "") in planned else subject)
        for kind, measure, asked in wanted
    ]
    return found + [line for line in _balancing(project) if ("", line.title) not in planned]


def _has_blank(measure: PackageMeasure) -> bool:
    sheet = definitions().get(measure.id)
    return sheet is not None and sheet.parameter is not None


def _subject(project: Project) -> str:
    """The training subject of the charter, where it is short enough to be one."""
    charter = project.charters.order_by("-number").first()
    text = tidy(charter.texts.get(OF_CHARTER, "")) if charter else ""
    return text if len(text) <= LONGEST else ""


def _filled(line: Proposal, subject: str) -> Proposal:
    """The line with its blank; a training subject is that of the charter."""
    sheet = definitions().get(line.measure)
    if sheet is None or sheet.parameter is None:
        return line
    blank = sheet.parameter
    return replace(
        line, blank=blank.name, example=blank.example, parameter=subject if blank.name == "subject" else ""
    )


def _of_package(project: Project, package: Package) -> Iterator[tuple[str, PackageMeasure, bool]]:
    of_aim = {each.measure for each in package.aim.measures}
    chosen = set(project.drivers)
    for measure in package.measures:
        if measure.id in of_aim:
            yield PlannedMeasure.OUTCOME, measure, True
        elif set(measure.drivers) & chosen:
            yield PlannedMeasure.PROCESS, measure, measure.class_ is not MeasureClass.SUPPORTING


def _line(
    kind: str, measure: PackageMeasure, asked: bool, baselines: Mapping[str, tuple[float, str]]
) -> Proposal:
    sheet = definitions().get(measure.id)
    value, where = baselines.get(measure.id, (None, ""))
    return Proposal(
        key=measure.id,
        kind=kind,
        measure=measure.id if sheet else "",
        title=measure.name,
        why=_why(kind, measure, asked),
        asked=asked,
        baseline=value,
        baseline_from=where,
        collected_how=COLLECTED[sheet.computed_from] if sheet else "",
        sample=SAMPLE if measure.sampled else "",
    )


def _why(kind: str, measure: PackageMeasure, asked: bool) -> str:
    if kind == PlannedMeasure.OUTCOME:
        return "The aim is judged by it"
    return "Mandatory for a chosen driver" if asked else "Supporting measure of a chosen driver"


def _balancing(project: Project) -> Iterator[Proposal]:
    for number, each in enumerate(vocabulary().balancing):
        if not each.drivers or set(each.drivers) & set(project.drivers):
            yield Proposal(
                key=f"balancing-{number}",
                kind=PlannedMeasure.BALANCING,
                measure="",
                title=each.title,
                why="What may get worse while the aim gets better; a local choice",
                asked=False,
                collected_how=COLLECTED["team_logs"],
            )


def _baselines(project: Project, access: Access, measures: Iterable[str]) -> Mapping[str, tuple[float, str]]:
    """The mean of the newest figures of each measure, weighted by denominators, and what months it is of."""
    sheets = {each: definitions()[each] for each in measures if each in definitions()}
    names = {name for sheet in sheets.values() for name in (sheet.id, *sheet.published_as)}
    rows = (
        Value.objects.visible_to(access)
        .current()
        .of(project.organisation)
        .filter(measure__in=names, component="", parameter="", state="value", value__isnull=False)
        .order_by("-period_start")
    )
    held: dict[str, list[Value]] = defaultdict(list)
    for row in rows:
        if "/" not in row.period:  # years and months are not mixed in one mean
            held[row.measure].append(row)
    return {each: mean for each, sheet in sheets.items() if (mean := _mean(sheet, held)) is not None}


def _mean(sheet: Definition, held: Mapping[str, list[Value]]) -> tuple[float, str] | None:
    for name in (sheet.id, *sheet.published_as):
        newest = held.get(name, [])[:BASELINE_POINTS]
        if not newest:
            continue
        counts = [
            (row.numerator, row.denominator)
            for row in newest
            if row.numerator is not None and row.denominator
        ]
        if sheet.kind == "proportion" and len(counts) == len(newest):
            value = sum(n for n, _ in counts) / sum(d for _, d in counts)
        else:
            value = sum(row.value for row in newest if row.value is not None) / len(newest)
        months = newest[0].period if len(newest) == 1 else f"{newest[-1].period} to {newest[0].period}"
        return value, f"{months}, {newest[0].source.title}"[:200]
    return None
