"""Measures in a report: the newest figure up to its last day, and what the chart says of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from clearway.common.parameters import reading
from clearway.measures.definitions import Definition, definitions
from clearway.measures.register import MAIN_PACKAGE
from clearway.package.loader import shipped_packages
from clearway.spc.history import Settings
from clearway.web.charts.over_time import drawn, judged, one_rhythm
from clearway.web.charts.selectors import chart_key, decided_charts
from clearway.web.charts.titles import chart_title
from clearway.web.design.pictures import Picture
from clearway.web.organisations.icons import VARIATION_SHORT
from clearway.web.projects.models import PlannedMeasure
from clearway.web.publications.models import Value
from clearway.web.publications.selectors import of_one_parameter
from clearway.web.reports.records import Records
from clearway.web.reports.report import Cell, Number, Section, Table, table

NO_FIGURE, NO_TARGET, NO_BASELINE = "no figure", "no target", "no baseline"
OWN_WAY = "kept by the team itself"
MOST_PICTURES = 6
Key = tuple[str, str, str]
"""Measure, part, and the reading of what fills the measure's blank."""
Wanted = tuple[str, str, str | None]
"""The same; None asks for every one that is held."""


@dataclass(frozen=True)
class Standing:
    """How a measure stands: `newest` is the last row with a figure, `verdict` what its chart says."""

    sheet: Definition
    rows: Sequence[Value]
    settings: Settings
    newest: Value | None
    verdict: str

    @property
    def figure(self) -> Cell:
        """The newest figure."""
        return NO_FIGURE if self.newest is None else number(self.sheet, self.newest.value)

    @property
    def month(self) -> str:
        """Of which month or year it is."""
        return "–" if self.newest is None else self.newest.when.label


def number(sheet: Definition | None, value: float | None, missing: str = NO_FIGURE) -> Cell:
    """A figure of the measure, or the words for its absence."""
    return missing if value is None else Number(value, sheet is not None and sheet.is_share)


def standings(records: Records, wanted: Iterable[Wanted]) -> Mapping[Key, Standing]:
    """How each wanted measure and part stands, its own series before a published one; two queries for all."""
    names = {key: (key[0], *definitions()[key[0]].published_as) for key in wanted if key[0] in definitions()}
    held: dict[tuple[str, str], dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    rows = Value.objects.visible_to(records.access).current().of(records.organisation)
    rows = rows.filter(measure__in={name for each in names.values() for name in each})
    rows = rows.filter(period_start__lte=records.span.last).select_related("source")
    for row in rows.order_by("period_start", "pk"):
        if row.when.last_day <= records.span.last:
            held[row.measure, row.component][reading(row.parameter)].append(row)
    decided = decided_charts([records.organisation.code], {name for name, _ in held}, records.span.last)
    found = {}
    for (measure, part, asked), each in names.items():
        about = {key for name in each for key in held[name, part]} if asked is None else {asked}
        for parameter in sorted(about):
            rows_of = {name: held[name, part].get(parameter, []) for name in each}
            there = [name for name in each if any(row.value is not None for row in rows_of[name])]
            if there:
                key = chart_key(records.organisation.code, there[0], part, parameter)
                rows_there = of_one_parameter(rows_of[there[0]])
                found[measure, part, parameter] = _standing(
                    there[0], rows_there, decided.get(key) or Settings()
                )
    return found


def _standing(name: str, held: Sequence[Value], settings: Settings) -> Standing:
    sheet = definitions()[name]
    rows, _ = one_rhythm(held)
    newest = next((row for row in reversed(rows) if row.value is not None), None)
    verdict = VARIATION_SHORT[judged(sheet, rows, decided=settings).summary.variation]
    return Standing(sheet, held, settings, newest, verdict)


def measures_section(records: Records) -> Section:
    """The measurement plan with baseline, target and newest figure; charts where it is one project."""
    found = standings(records, _planned(records))
    rows = [_row(records, row, found.get(_key(row))) for row in records.planned]
    headings = ("Kind", "Measure", "Baseline", "Target", "Newest", "Of", "What the chart says")
    return Section(
        "measures",
        "Measures",
        "No measure is planned yet.",
        table=table(records.many, headings, rows, "Baseline", "Target", "Newest"),
        pictures=() if records.many else tuple(_pictures(records, found)),
    )


def _planned(records: Records) -> list[Key]:
    return list(dict.fromkeys(_key(row) for row in records.planned if row.measure))


def _key(row: PlannedMeasure) -> Key:
    return row.measure, row.component, reading(row.parameter)


def _row(records: Records, row: PlannedMeasure, standing: Standing | None) -> tuple[Cell, ...]:
    sheet = definitions().get(row.measure)
    newest = OWN_WAY if not row.measure else NO_FIGURE
    return (
        records.name(row.project),
        row.get_kind_display(),
        f"{row.title}: {row.parameter}" if row.parameter else row.title,
        number(sheet, row.baseline, NO_BASELINE),
        number(sheet, row.target, NO_TARGET),
        newest if standing is None else standing.figure,
        "–" if standing is None else standing.month,
        "–" if standing is None else standing.verdict,
    )


def _pictures(records: Records, found: Mapping[Key, Standing]) -> list[Picture]:
    shown = list(found.items())[:MOST_PICTURES]
    return [
        replace(
            drawn(one.sheet, records.organisation, one.rows, one.settings, title=_title(key, one)),
            id=f"chart-{one.sheet.id}-{key[1]}".rstrip("-") + (f"-{place}" if key[2] else ""),
            title=_title(key, one),
        )
        for place, (key, one) in enumerate(shown)
    ]


def pathway_section(records: Records) -> Section:
    """Are we following the pathway? The measures that every driver of the package asks for."""
    package = shipped_packages()[MAIN_PACKAGE]
    asked = [one for one in package.measures if one.class_ != "supporting"]
    keys = [(one.id, part, None) for one in asked for part in _parts(one.id)]
    found = standings(records, keys)
    rows: list[tuple[Cell, ...]] = [
        (_title(key, one), one.figure, one.month, one.verdict) for key, one in found.items()
    ]
    missing = [one.id for one in asked if not any(key[0] == one.id for key in found)]
    return Section(
        "pathway",
        "Are we following the pathway?",
        "No figure of the pathway is held up to this day.",
        words=_summary(list(found.values()), missing) if found else (),
        table=Table(("Measure", "Newest", "Of", "What the chart says"), tuple(rows), (1,)),
    )


def _summary(found: Sequence[Standing], missing: Sequence[str]) -> tuple[str, ...]:
    better = sum(one.verdict.startswith("Improvement") for one in found)
    worse = sum(one.verdict.startswith("Concern") for one in found)
    said = [
        f"Of {len(found)} measures with figures, {better} got better beyond chance and {worse} got worse; "
        f"the others show no change beyond chance, or have too few figures."
    ]
    if missing:
        titles = ", ".join(definitions()[one].short_title for one in missing if one in definitions())
        said.append(f"No figure is held of {len(missing)} measures that the package asks for: {titles}.")
    return tuple(said)


def _parts(measure: str) -> list[str]:
    sheet = definitions().get(measure)
    return ["", *(part.id for part in sheet.components)] if sheet else []


def _title(key: Key, standing: Standing) -> str:
    return chart_title(definitions()[key[0]], key[1], standing.rows[-1].parameter)
