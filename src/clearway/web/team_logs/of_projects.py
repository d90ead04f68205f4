"""Projects, when they went on, whom they name, how far they are, what they try: as rows of team logs."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Min, Q

from clearway.common.periods import Month, parse_month, period_range
from clearway.web.cycles.models import ProgressScore, Stage
from clearway.web.projects.models import Action, Member, Project, ProjectStep
from clearway.web.projects.vocabulary import stands_for_profession
from clearway.web.team_logs.days import day_of, wall_time

Row = dict[str, object]

ORIGINS = {"discussion": "listening-event", "suggestion": "staff-idea"}
"""What an action came out of, in the words of the logs; every other origin is "other"."""


def log_months(projects: Sequence[Project], today: date) -> Iterator[Row]:
    """From the month in which a trust's first project was put in to the last month that is over."""
    first: dict[str, Month] = {}
    for each in projects:
        month = Month.of(day_of(each.at))
        first[each.org_code] = min(month, first.get(each.org_code, month))
    last = Month.of(today).previous()
    for code, month in sorted(first.items()):
        for covered in period_range(month, last) if month <= last else ():
            yield {"provider": code, "period": covered.first_day, "period_end": covered.last_day}


def project_rows(projects: Sequence[Project]) -> Iterator[Row]:
    """The projects by their number."""
    for each in projects:
        yield {"provider": each.org_code, "project": str(each.number), "title": each.title}


def spans(projects: Sequence[Project]) -> Iterator[Row]:
    """When each project went on; one that was opened again on the day it was closed went on."""
    steps = defaultdict(list)
    moved = ProjectStep.objects.filter(project__in=projects, step__in=(ProjectStep.CLOSE, ProjectStep.REOPEN))
    for step in moved.order_by("pk"):
        steps[step.project_id].append(step)
    for each in projects:
        found: list[list[date | None]] = [[each.started_on, None]]
        for step in steps[each.pk]:
            day = day_of(step.at)
            if step.step == ProjectStep.CLOSE:
                found[-1][1] = day
            elif found[-1][1] == day:
                found[-1][1] = None
            else:
                found.append([day, None])
        for opened, closed in found:
            yield {
                "provider": each.org_code, "project": str(each.number), "opened": opened, "closed": closed,
            }  # fmt: skip


def professions(members: Sequence[Member]) -> Iterator[Row]:
    """The professions of each team, without those who only lead, sponsor or count, and without women."""
    found: dict[tuple[str, str, str, date], date | None] = {}
    for each in members:
        if not stands_for_profession(each.role, each.profession):
            continue
        key = (each.project.org_code, str(each.project.number), each.profession, day_of(each.at))
        ended = day_of(each.ended_at) if each.ended_at else None
        held = found.get(key, ended)
        found[key] = None if ended is None or held is None else max(ended, held)
    for (code, number, profession, named), ended in found.items():
        yield {
            "provider": code, "project": number, "profession": profession,
            "named_on": named, "ended_on": ended,
        }  # fmt: skip


def scores(projects: Sequence[Project]) -> Iterator[Row]:
    """Every progress score; the measure takes the last of a month."""
    rows = ProgressScore.objects.filter(project__in=projects).select_related("project").order_by("pk")
    for each in rows:
        yield {
            "provider": each.project.org_code,
            "project": str(each.project.number),
            "period": parse_month(each.period).first_day,
            "given_at": wall_time(each.at),
            "score": float(each.score),
        }


def changes(codes: Sequence[str]) -> Iterator[Row]:
    """Actions with the day on which the first test of each began."""
    tested = Q(cycles__left_out=False, cycles__steps__step=Stage.DO)
    rows = Action.objects.filter(org_code__in=codes, left_out=False).annotate(
        first_test=Min("cycles__steps__on", filter=tested)
    )
    for each in rows.order_by("org_code", "number"):
        yield {
            "provider": each.org_code,
            "change": str(each.number),
            "origin": ORIGINS.get(each.origin_kind, "other"),
            "first_test": each.first_test,
        }
