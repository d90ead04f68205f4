"""The health of a collaborative for people: trusts in the order of a call, and how the scores lie."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.web.coordination.health import Called, Reason, first_to_call, reasons
from clearway.web.coordination.health_facts import Contact, Trust
from clearway.web.coordination.presenters import short_name
from clearway.web.coordination.timeliness import Rate
from clearway.web.department.headline import headline, latest
from clearway.web.department.models import Leadership
from clearway.web.department.movement import SPAN
from clearway.web.department.presenters.overview import SPREAD_HEADINGS, SpreadLine, number, words_of
from clearway.web.department.selectors.standing import Scored, scores_in, spread_in
from clearway.web.department.spread import Spread
from clearway.web.department.vocabulary import model_of, vocabulary
from clearway.web.design.pictures import Table

MONTHS = 12


@dataclass(frozen=True)
class ProjectLine:
    """An open project: its score now, three months before, how it moves, and a gap to the evidence."""

    number: int
    title: str
    now: str
    before: str
    tag: str
    colour: str
    gap: str


@dataclass(frozen=True)
class TrustCard:
    """One trust."""

    code: str
    name: str
    reasons: tuple[Reason, ...]
    projects: tuple[ProjectLine, ...]
    reports: str
    tests: int
    last_activity: date | None
    leadership: str
    lead_name: str
    overdue_barriers: int
    waiting_approvals: int
    contacts: tuple[Contact, ...]


@dataclass(frozen=True)
class Health:
    """The page: trusts with something to ask about, those without an open project, those about which
    there is nothing to ask, and the sums on top."""

    cards: tuple[TrustCard, ...]
    without_project: tuple[TrustCard, ...]
    calm: tuple[TrustCard, ...]
    reporting: Rate
    testing: Rate
    stuck: Rate
    models: tuple[tuple[str, int], ...]
    trusts: int

    @property
    def everything(self) -> tuple[TrustCard, ...]:
        """All trusts in the order of the page."""
        return (*self.cards, *self.without_project, *self.calm)


def health(trusts: Sequence[Trust]) -> Health:
    """The trusts in the order of a call; names of people only where the page may show them."""
    by_code = {one.organisation.code: one for one in trusts}
    order = first_to_call(
        Called(one.organisation.code, short_name(one.organisation), reasons(one.facts)) for one in trusts
    )
    cards = [_card(by_code[one.code], one) for one in order]
    due = [one for one in trusts if one.facts.due]
    running = [one for one in trusts if one.facts.projects]
    open_ones = [progress for one in trusts for progress in one.progress.values()]
    return Health(
        cards=tuple(card for card in cards if card.reasons and card.projects),
        without_project=tuple(card for card in cards if not card.projects),
        calm=tuple(card for card in cards if not card.reasons),
        reporting=Rate(sum(one.facts.on_time == one.facts.due for one in due), len(due)),
        testing=Rate(sum(one.facts.tests > 0 for one in running), len(running)),
        stuck=Rate(sum(progress.stuck for progress in open_ones), len(open_ones)),
        models=_models(trusts),
        trusts=len(trusts),
    )


def _models(trusts: Sequence[Trust]) -> tuple[tuple[str, int], ...]:
    """How many trusts are led in which way; those of which it is not said come last."""
    counted = Counter(one.led_by.model if one.led_by else "" for one in trusts)
    known = [(each.title, counted[each.id]) for each in vocabulary().models]
    return tuple((title, count) for title, count in [*known, ("Not said", counted[""])] if count)


def _card(trust: Trust, called: Called) -> TrustCard:
    facts, led_by = trust.facts, trust.led_by
    return TrustCard(
        code=called.code,
        name=called.name,
        reasons=called.reasons,
        projects=tuple(
            _project(one, trust) for one in trust.projects if one.project.number in trust.progress
        ),
        reports=Rate(facts.on_time, facts.due).words if facts.due else "no month was due",
        tests=facts.tests,
        last_activity=trust.last_activity,
        leadership=model_of(led_by.model).title if led_by else "Not said",
        lead_name=led_by.lead_name if led_by and led_by.model != Leadership.NO_LEAD else "",
        overdue_barriers=trust.overdue_barriers,
        waiting_approvals=trust.waiting_approvals,
        contacts=trust.contacts,
    )


def _project(one: Scored, trust: Trust) -> ProjectLine:
    found = trust.progress[one.project.number]
    tag, colour = words_of(found)
    return ProjectLine(
        one.project.number, one.project.title, number(found.now), number(found.before), tag, colour, one.gap
    )


@dataclass(frozen=True)
class TrustSpreads:
    """The spread of one trust's projects month by month, the oldest first, and each project's scores."""

    name: str
    spreads: tuple[Spread, ...]
    scores: tuple[tuple[float, ...], ...]

    @property
    def scored(self) -> bool:
        """Whether any month has a score."""
        return any(one.scored for one in self.spreads)


def last_months(today: date) -> tuple[Month, ...]:
    """The months of the picture, the oldest first: those that have ended."""
    newest = Month.of(today).previous()
    return tuple(newest.shift(-back) for back in reversed(range(MONTHS)))


def trust_spreads(trusts: Sequence[Trust], months: Sequence[Month]) -> tuple[TrustSpreads, ...]:
    """Every trust that has a project, by name."""
    return tuple(
        TrustSpreads(
            short_name(one.organisation),
            tuple(spread_in(one.projects, month) for month in months),
            tuple(scores_in(one.projects, month) for month in months),
        )
        for one in trusts
        if one.projects
    )


def newest_table(trusts: Sequence[Trust], as_of: Month) -> Table:
    """The latest score of each project within three months: a line for each trust that has one, and all."""
    found = [(short_name(one.organisation), latest(one.projects, as_of).spread) for one in trusts]
    rows = [(name, *SpreadLine(name, one).cells) for name, one in found if one.scored]
    everybody = latest([each for one in trusts for each in one.projects], as_of).spread
    rows.append(("All projects", *SpreadLine("", everybody).cells))
    return Table(("Trust", *SPREAD_HEADINGS), tuple(rows), tuple(range(1, 7)))


def unscored(trusts: Sequence[Trust], as_of: Month) -> tuple[str, ...]:
    """The trusts with projects of which none has a score within three months."""
    found = [(one, latest(one.projects, as_of).spread) for one in trusts]
    return tuple(short_name(one.organisation) for one, there in found if there.without and not there.scored)


def months_table(spreads: Sequence[TrustSpreads], months: Sequence[Month]) -> Table:
    """Every trust and month with a project, the newest month first: the table behind the picture."""
    rows = [
        (one.name, month.label, *SpreadLine("", found).cells)
        for one in spreads
        for month, found in reversed(list(zip(months, one.spreads, strict=True)))
        if found.scored or found.without
    ]
    return Table(("Trust", "Month", *SPREAD_HEADINGS), tuple(rows), tuple(range(2, 8)))


def finding(trusts: Sequence[Trust], months: Sequence[Month], place: Organisation) -> str:
    """The picture in a sentence: the newest month, and the first one with scores where that is another."""
    projects = [each for one in trusts for each in one.projects]
    now = headline(projects, months[-1])
    if not now.spread.scored:
        ever = any(scores_in(projects, month) for month in months)
        long = SPAN if ever else len(months)
        return f"No project of {short_name(place)} was scored in the last {long} months."
    one = now.spread
    words = (
        f"{now.of[:1].upper()}{now.of[1:]}: median {number(one.median, 2)}, mean {number(one.mean, 2)}, "
        f"from {number(one.low)} to {number(one.high)}."
    )
    before = next((month for month in months if scores_in(projects, month)), months[-1])
    if before < months[-1]:
        first = headline(projects, before)
        words += (
            f" For {before.label} the median was {number(first.spread.median, 2)}, "
            f"of {first.spread.scored} of {first.spread.scored + first.spread.without} projects."
        )
    if not scores_in(projects, months[-1]):
        words += f" Nobody has scored {months[-1].label} yet."
    return words
