"""The paper for the board of a trust: a page that sums up, and what stands behind it."""

from datetime import date

from clearway.common.organisations import Organisation
from clearway.web.boards.models import Share
from clearway.web.cycles.models import Stage
from clearway.web.department.headline import headline
from clearway.web.department.selectors.standing import leaders, scored, spread_in
from clearway.web.department.vocabulary import model_of
from clearway.web.people.access import Access
from clearway.web.projects.models import CommunicationDone
from clearway.web.projects.vocabulary import title_of, vocabulary
from clearway.web.reports.figures import pathway_section
from clearway.web.reports.highlight import note
from clearway.web.reports.records import Records, gather
from clearway.web.reports.report import Cell, Number, Report, Section, Table
from clearway.web.reports.sections import (
    NO_SCORE,
    came_true,
    cycle_steps,
    projects_section,
    women_section,
)
from clearway.web.reports.spans import Span
from clearway.web.reports.waiting import asked_section, barriers_section

NOT_SAID = "not recorded"


def board_paper(organisation: Organisation, span: Span, access: Access, today: date) -> Report:
    """The paper for a month or a quarter."""
    records = gather(organisation, span, access)
    pathway, asked, barriers = pathway_section(records), asked_section(records), barriers_section(records)
    leads, scores, women = leads_section(records), scores_section(records), women_section(records)
    shares = shares_section(records)
    return Report(
        kind="Board paper",
        about=organisation.name,
        of="Smoke-free pregnancies",
        period=span.label,
        made_on=today,
        facts=(
            ("Are we following the pathway?", pathway.words[0] if pathway.words else pathway.empty),
            ("Who leads", _leader(leads)),
            ("Projects that went on", len(records.projects)),
            ("Median progress score", headline(scored([organisation.code]), span.last_month).words),
            ("Tests of change", _tests(records)),
            ("Open barriers", len(barriers.rows)),
            ("Decisions asked for", len(asked.rows)),
            ("Times that women and families took part", len(women.rows)),
            ("Times that progress was shared", len(shares.rows)),
        ),
        sections=(
            pathway, leads, projects_section(records), scores, barriers, asked, women, shares,
        ),
        note=note(records, today),
    )  # fmt: skip


def leads_section(records: Records) -> Section:
    """Who led the pathway on the last day, and since when; the one before where it changed in the span."""
    rows = [
        row for row in leaders([records.organisation.code])[records.organisation.code]
        if row.since <= records.span.last
    ]  # fmt: skip
    recent = [
        row for place, row in enumerate(rows) if row.since >= records.span.first or place == len(rows) - 1
    ]
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (
            model_of(row.model).title,
            row.lead_name or "nobody",
            title_of(vocabulary().professions, row.profession) if row.profession else NOT_SAID,
            row.since,
        )
        for row in recent
    )
    return Section(
        "leads",
        "Who leads the pathway",
        "It is not recorded who leads the pathway.",
        table=Table(("Model", "Lead", "Profession", "Since"), cells),
    )


def _leader(leads: Section) -> Cell:
    if not leads.rows:
        return NOT_SAID
    model, name, *_ = leads.rows[-1]
    return f"{name} ({model})"


def scores_section(records: Records) -> Section:
    """Mean, median and spread of the scores of each month; a project without a score is no zero."""
    projects = scored([records.organisation.code])
    rows: list[tuple[Cell, ...]] = []
    for back in range(records.span.months - 1, -1, -1):
        month = records.span.last_month.shift(-back)
        one = spread_in(projects, month)
        figures = (one.mean, one.median, one.low, one.high)
        known = tuple(NO_SCORE if each is None else Number(round(each, 2), digits=2) for each in figures)
        rows.append((month.label, *known, one.scored, one.without))
    headings = ("Month", "Mean", "Median", "Lowest", "Highest", "Projects scored", "Without a score")
    return Section(
        "scores",
        "Progress scores of all projects",
        "No score.",
        table=Table(headings, tuple(rows), (1, 2, 3, 4, 5, 6)),
    )


def shares_section(records: Records) -> Section:
    """With whom boards were shared and progress was told."""
    span, code = records.span, records.organisation.code
    boards = Share.objects.filter(org_code=code, on__range=(span.first, span.last))
    told = CommunicationDone.objects.filter(
        communication__project__in=records.projects, on__range=(span.first, span.last)
    ).select_related("communication__project")
    rows = [
        (
            one.on,
            one.about.title or "Board of the trust",
            _audience(one.audience),
            one.with_whom,
        )
        for one in boards.select_related("project", "unit")
    ]
    rows += [
        (
            one.on,
            one.communication.project.title,
            _audience(one.communication.audience),
            one.words or one.communication.message,
        )
        for one in told
    ]
    return Section(
        "shares",
        "What was shared",
        "Nothing is recorded as shared.",
        table=Table(("Day", "Project", "With", "How"), tuple(sorted(rows))),
    )


def _audience(word: str | None) -> str:
    return title_of(vocabulary().audiences, word) if word else NOT_SAID


def _tests(records: Records) -> str:
    steps = [step.step for _, step in cycle_steps(records)]
    right, wrong = came_true(records)
    judged = f"; {right} of {right + wrong} predictions came true" if right + wrong else ""
    return f"{steps.count(Stage.DO)} begun, {steps.count(Stage.DECIDED)} decided{judged}"
