"""What the page of one organisation shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from clearway.common.organisations import Directory, Level, Organisation, directory
from clearway.spc import Chart
from clearway.web.charts.over_time import series_picture
from clearway.web.design.filters import day
from clearway.web.design.pictures import Picture
from clearway.web.organisations import selectors
from clearway.web.organisations.cards import CardGroup, beside, card_groups, judge
from clearway.web.organisations.doing import DoingGroup, doing, question
from clearway.web.organisations.findings import Caught, caught_about
from clearway.web.organisations.levels import LEVELS, PLURALS, many
from clearway.web.organisations.series import Series, series_of
from clearway.web.people.access import NOBODY, Access

PICTURE_FORMS = ("svg", "png")


@dataclass(frozen=True)
class Members:
    """The organisations of one level that belong to this one."""

    heading: str
    organisations: Sequence[Organisation]


@dataclass(frozen=True)
class OrganisationPage:
    """Everything on the page. `too_few` says once why most lines have no limits."""

    organisation: Organisation
    level: str
    facts: Sequence[tuple[str, str]]
    ancestors: Sequence[Organisation]
    successor: Organisation | None
    predecessors: Sequence[Organisation]
    members: Sequence[Members]
    groups: Sequence[CardGroup]
    has_others: bool
    plural: str
    too_few: str
    pictures: Sequence[Picture]
    question: str
    doing: Sequence[DoingGroup]
    compared_under: str
    caught: Sequence[Caught]

    @property
    def is_synthetic(self) -> bool:
        """Whether all figures are made up."""
        return self.organisation.level is Level.SYNTHETIC

    @property
    def measure_count(self) -> int:
        """How many cards there are."""
        return sum(len(group.cards) for group in self.groups)


def organisation_page(organisation: Organisation, access: Access = NOBODY) -> OrganisationPage:
    """Put the page together from the directory and what `access` allows to see of the value table."""
    known = directory()
    found = series_of(selectors.figures_of(organisation, access))
    charts = judge(organisation, found, access)
    with_ = beside(organisation, found, access)
    groups = card_groups(found, charts, with_)
    return OrganisationPage(
        organisation=organisation,
        level=LEVELS[organisation.level],
        facts=_facts(organisation),
        ancestors=known.ancestors(organisation.code),
        successor=known.find(organisation.successor) if organisation.successor else None,
        predecessors=[one for one in known if one.successor == organisation.code],
        members=_members(organisation, known),
        groups=groups,
        has_others=any(line.others for group in groups for card in group.cards for line in card.lines),
        plural=with_.plural,
        too_few=_too_few(charts),
        pictures=_pictures(organisation, charts, access),
        question=question(organisation.level),
        doing=doing(found, charts, with_),
        compared_under=_compared_under(organisation, known),
        caught=caught_about(organisation.code),
    )


def _facts(organisation: Organisation) -> list[tuple[str, str]]:
    facts = [
        ("Code", organisation.code),
        ("ONS code", organisation.ons_code if organisation.ons_code != organisation.code else ""),
        ("Level", LEVELS[organisation.level]),
        ("Opened", day(organisation.opened) if organisation.opened else ""),
        ("Closed", day(organisation.closed) if organisation.closed else ""),
    ]
    return [(name, text) for name, text in facts if text]


def _members(organisation: Organisation, known: Directory) -> list[Members]:
    """What belongs to it, each level under its own heading; a region's trusts as well as its ICBs."""
    children = known.children(organisation.code)
    by_level = {level: [one for one in children if one.level is level] for level in PLURALS}
    if organisation.level in (Level.REGION, Level.NATIONAL):
        by_level[Level.PROVIDER] = known.providers(organisation.code)
    order = (Level.REGION, Level.ICB, Level.PROVIDER, Level.SITE, Level.SUB_ICB)
    return [Members(many(len(by_level[level]), level), by_level[level]) for level in order if by_level[level]]


# More would make the page slow; every card leads to the chart of its measure.
MOST_PICTURES = 8


def _too_few(charts: Mapping[Series, Chart]) -> str:
    """One sentence for all series that have too few points for limits."""
    short = [chart for chart in charts.values() if chart.summary.n < chart.minimum_points]
    if not short:
        return ""
    most, needed = max(chart.summary.n for chart in short), short[0].minimum_points
    if len(short) == len(charts):
        return (
            f"There are too few points for limits: the longest series has {most} of the {needed} they need."
        )
    return (
        f"{len(short)} of {len(charts)} series have too few points for limits (at most {most} of {needed})."
    )


def _pictures(organisation: Organisation, charts: Mapping[Series, Chart], access: Access) -> list[Picture]:
    """The full charts of the first series with enough points for limits."""
    pictures: list[Picture] = []
    for series, chart in charts.items():
        if len(pictures) == MOST_PICTURES:
            break
        if chart.summary.n < chart.minimum_points or series.sheet is None:
            continue
        title = f"{series.title}: {series.part}" if series.part else series.title
        drawn = series_picture(
            series.sheet,
            series.component,
            organisation,
            title=title,
            access=access,
            parameter=series.parameter,
        )
        if drawn is not None:
            place = "-".join(filter(None, ("series", series.measure, series.component)))
            if series.sheet.parameter:
                place = f"{place}-{len(pictures)}"  # a subject in words is no id
            pictures.append(replace(drawn, id=place).with_downloads(_downloads(series, organisation)))
    return pictures


def _downloads(series: Series, organisation: Organisation) -> list[tuple[str, str]]:
    query = {"component": series.component, "parameter": series.parameter_asked}
    query |= {"organisation": organisation.code}
    chosen = {name: text for name, text in query.items() if text}
    pictures = [
        (form.upper(), reverse("measure-picture", args=[series.measure, "series", form], query=chosen))
        for form in PICTURE_FORMS
    ]
    return [*pictures, ("CSV", reverse("measure-figures", args=[series.measure], query=chosen))]


def _compared_under(organisation: Organisation, known: Directory) -> str:
    """Under what it is compared: a trust with the others of its board, a board or region by its members."""
    if organisation.level in (Level.ICB, Level.REGION, Level.NATIONAL, Level.SYNTHETIC):
        return organisation.code
    above = known.parent(organisation.code)
    return above.code if organisation.level is Level.PROVIDER and above is not None else ""
