"""The aim page of one organisation: booking, 36 weeks and delivery, and one verdict."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from clearway.common.organisations import Level, Organisation
from clearway.measures.definitions import Definition, definitions
from clearway.package.model import AimMeasure, Package
from clearway.records.plausibility import plausibility
from clearway.spc import Direction
from clearway.web.charts.comparison import reason_of
from clearway.web.charts.over_time import series_picture
from clearway.web.design.pictures import Picture
from clearway.web.diagram.presenters.figures import series_for
from clearway.web.diagram.series import Figure, Series, by_kind, read, when
from clearway.web.diagram.verdict import Moment, Outcome, Verdict, judge, target_text
from clearway.web.publications import selectors
from clearway.web.publications.models import Value

# The categories that tell how many women have no status at all, which decides what a trend is worth.
BY_CATEGORY = {"smoke-booking": "msds-smoking-status-booking"}

NO_FIGURE = "no figure"
OUTCOMES = {
    Outcome.MET: ("Being met", "green"),
    Outcome.NOT_MET: ("Not met", "red"),
    Outcome.CANNOT_SAY: ("Cannot be said", "grey"),
}


@dataclass(frozen=True)
class SeriesLine:
    """One series at a moment: where it began, where it is, what it should reach, which way it goes."""

    id: str
    title: str
    first: str
    latest: str
    provisional: bool
    target: str
    direction: str


@dataclass(frozen=True)
class MomentSection:
    """One moment of the pregnancy on the page."""

    at: str
    measure: str
    title: str
    published: bool
    lines: Sequence[SeriesLine]
    pictures: Sequence[Picture]


@dataclass(frozen=True)
class AimPage:
    """The whole page."""

    statement: str
    evidence: str
    verdict: Verdict
    outcome: str
    colour: str
    sections: Sequence[MomentSection]
    synthetic: bool


def aim_page(package: Package, organisation: Organisation) -> AimPage:
    """The aim of a package for one organisation."""
    moments = [_moment(package, aimed, organisation) for aimed in package.aim.measures]
    nation = organisation.level is Level.NATIONAL
    verdict = judge(moments, target=package.aim.target, nation=nation, notes=_breaks(moments))
    outcome, colour = OUTCOMES[verdict.outcome]
    return AimPage(
        statement=package.aim.statement,
        evidence=package.aim.evidence,
        verdict=verdict,
        outcome=outcome,
        colour=colour,
        sections=[_section(moment, package, organisation) for moment in moments],
        synthetic=organisation.level is Level.SYNTHETIC,
    )


def _moment(package: Package, aimed: AimMeasure, organisation: Organisation) -> Moment:
    names = series_for(aimed.measure)
    sheet = definitions().get(aimed.measure)
    title = sheet.short_title if sheet else package.measure(aimed.measure).name
    found = [one for name in names for one in _series(definitions()[name], organisation)]
    if aimed.measure in BY_CATEGORY:
        found += _known_only(definitions()[BY_CATEGORY[aimed.measure]], organisation, title)
    return Moment(aimed.at, aimed.measure, title, bool(names), tuple(found))


def _series(sheet: Definition, organisation: Organisation) -> Sequence[Series]:
    rows = selectors.series(organisation, sheet.id)
    if not rows:
        return ()
    figures = tuple(_figure(row, row.value) for row in rows if row.value is not None)
    newest = rows[-1]
    gap = "" if newest.value is not None else f"{when(newest.when)}: {reason_of(newest)}"
    return by_kind(Series(sheet.id, sheet.short_title, Direction(sheet.direction), figures, gap))


def _figure(row: Value, value: float, missing: float | None = None) -> Figure:
    return Figure(row.when, value, row.numerator, row.denominator, row.status == "provisional", missing)


def _known_only(sheet: Definition, organisation: Organisation, title: str) -> Sequence[Series]:
    """Smokers among those with a known status, with the share that has none."""
    parts = {part: _by_period(organisation, sheet.id, part) for part in ("smoker", "non-smoker", "missing")}
    figures = []
    for period, smokers in parts["smoker"].items():
        others, missing = parts["non-smoker"].get(period), parts["missing"].get(period)
        known = (smokers.numerator or 0) + (others.numerator or 0) if others is not None else 0
        if known:
            share = missing.value if missing is not None else None
            figure = _figure(smokers, (smokers.numerator or 0) / known, share)
            figures.append(replace(figure, denominator=known))
    series = Series(sheet.id, f"{title}, of known statuses", Direction.DECREASE, tuple(figures))
    return by_kind(series) if figures else ()


def _by_period(organisation: Organisation, measure: str, component: str) -> dict[str, Value]:
    rows = selectors.series(organisation, measure, component)
    return {row.period: row for row in rows if row.value is not None}


def _breaks(moments: Iterable[Moment]) -> list[str]:
    """Why series that stand side by side are not joined, as the known breaks say it."""
    held = {one.id for moment in moments for one in moment.series if one.figures}
    breaks = [one for one in plausibility().breaks if one.kind == "together"]
    return [f"{one.what} So they are not joined." for one in breaks if held >= set(one.measures)]


def _section(moment: Moment, package: Package, organisation: Organisation) -> MomentSection:
    target = package.aim.target if organisation.level is Level.NATIONAL else None
    lines = []
    for series in moment.series:
        applies = target is not None and target.series == series.id
        lines.append(_line(series, target_text(target) if target is not None and applies else "none"))
    # One figure is no chart, and that of the categories would invite the trend that it must not show.
    drawn = {series.id for series in moment.series if len(series.figures) > 1}
    sheets = [definitions()[name] for name in series_for(moment.measure) if name in drawn]
    pictures = [picture for sheet in sheets if (picture := _picture(sheet, organisation)) is not None]
    return MomentSection(moment.at, moment.measure, moment.title, moment.published, lines, pictures)


def _line(series: Series, target: str) -> SeriesLine:
    figures = series.figures
    return SeriesLine(
        id=series.id,
        title=series.title,
        first=_first(figures),
        latest=str(figures[-1]) if figures else series.gap or NO_FIGURE,
        provisional=bool(figures) and figures[-1].provisional,
        target=target,
        direction=read(series).direction,
    )


def _first(figures: Sequence[Figure]) -> str:
    if not figures:
        return NO_FIGURE
    return str(figures[0]) if len(figures) > 1 else "only one figure"


def _picture(sheet: Definition, organisation: Organisation) -> Picture | None:
    picture = series_picture(sheet, "", organisation, title=sheet.short_title)
    if picture is None:
        return None
    query = {"organisation": organisation.code}
    downloads = [
        (form.upper(), reverse("measure-picture", args=[sheet.id, "series", form], query=query))
        for form in ("svg", "png")
    ]
    downloads.append(("CSV", reverse("measure-figures", args=[sheet.id], query=query)))
    return replace(picture, id=f"series-{sheet.id}", downloads=downloads)
