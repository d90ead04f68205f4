"""The panels that boards have from the start: what the work is for, how it goes, what was heard."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from operator import itemgetter

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from clearway.common.parameters import reading
from clearway.measures.definitions import definitions
from clearway.package.loader import shipped_packages
from clearway.web.boards.own_measures import own_pictures
from clearway.web.boards.panels import Content, Line, Panel, Place, Public
from clearway.web.boards.places import without_names
from clearway.web.boards.protected_charts import marked, most_charts, planned_charts
from clearway.web.boards.selectors import Series
from clearway.web.boards.visions import vision_of
from clearway.web.charts.one_chart import one_chart
from clearway.web.cycles.models import Cycle, Decision, Stage
from clearway.web.design.filters import day
from clearway.web.design.pictures import Picture
from clearway.web.projects.models import (
    Action,
    ActionStep,
    CharterVersion,
    Discussion,
    PlannedMeasure,
    Project,
    ProjectStep,
    Status,
)
from clearway.web.projects.vocabulary import title_of, vocabulary
from clearway.web.publications.selectors import measures_of

MOST_LINES = 6
RUNNING = (Stage.PLAN, Stage.DO, Stage.STUDY)
COLOURS = {Stage.PLAN: "white", Stage.DO: "blue", Stage.STUDY: "purple"}
DECIDED = {Decision.ADOPT: "green", Decision.ADAPT: "yellow", Decision.ABANDON: "grey"}


def _charters(place: Place) -> Iterator[tuple[Project, dict[str, str]]]:
    """Each project with the words of its approved charter, or of the newest one while none is approved."""
    approvals = ProjectStep.objects.filter(project__in=place.projects, step=ProjectStep.APPROVE)
    approved = dict(approvals.order_by("pk").values_list("project", "charter"))
    words: dict[int, dict[str, str]] = {}
    for row in CharterVersion.objects.filter(project__in=place.projects).order_by("number"):
        if approved.get(row.project_id) in (None, row.number):
            words[row.project_id] = row.texts
    for project in place.projects:
        yield project, words.get(project.pk, {})


def _of_charters(place: Place, section: str) -> Content | None:
    written = [
        (one, texts[section].strip()) for one, texts in _charters(place) if texts.get(section, "").strip()
    ]
    if not written:
        return None
    if place.project is not None:
        return Content(words=written[0][1])
    return Content(
        lines=tuple(
            Line(
                one.title, details=(words,), address=reverse("project-board", args=[one.org_code, one.number])
            )
            for one, words in written[:MOST_LINES]
        )
    )


def vision(place: Place) -> Content | None:
    """What will be different: by the charters of a project or of those in a unit; of an organisation by its
    own vision, and while it has none by the aim of its packages."""
    if place.project is not None or place.unit is not None:
        return _of_charters(place, "expected-outcomes")
    if own := vision_of(place.organisation):
        return Content(words=own)
    packages = [shipped_packages().get(one) for one in dict.fromkeys(p.package_id for p in place.projects)]
    lines = tuple(Line(one.aim.statement) for one in packages if one is not None)
    return Content(lines=lines) if lines else None


def aim(place: Place) -> Content | None:
    """How much, by when, for whom; of projects that are being prepared only how many they are."""
    said = _of_charters(place, "aim")
    if not place.preparing:
        return said
    count = f"{place.preparing} {'project' if place.preparing == 1 else 'projects'}"
    line = Line("Being prepared", details=(f"{count} whose charter is not approved yet",))
    return Content(lines=(*(said.lines if said else ()), line))


def planned_measures(place: Place) -> list[Series]:
    """The measures of the register that the projects plan, with their part and what fills their blank, each
    once; in a unit the projects take turns, so that each has one of the first."""
    rows = PlannedMeasure.objects.filter(project__in=place.projects, left_out=False).exclude(measure="")
    found: dict[Series, Series] = {}
    for row in _by_turns(rows) if place.unit else rows:
        key = (row.measure, row.component, reading(row.parameter))
        found.setdefault(key, (row.measure, row.component, row.parameter))
    return list(found.values())


def _by_turns(rows: Iterable[PlannedMeasure]) -> list[PlannedMeasure]:
    turns: Counter[int] = Counter()
    placed = []
    for row in rows:
        placed.append((turns[row.project_id], row))
        turns[row.project_id] += 1
    return [row for _, row in sorted(placed, key=itemgetter(0))]


def without_people(planned: Sequence[Series], hide: Callable[[str], str]) -> list[Series]:
    """Those that everybody may read of: what fills a blank was typed, and may name somebody."""
    return [series for series in planned if hide(series[2]) == series[2]]


def measures(place: Place) -> Content | None:
    """The charts of the planned measures of which figures may be seen; on a wall, as everybody may."""
    planned = planned_measures(place)
    if place.on_wall:
        shown = without_people(planned, without_names(place))
        pictures, words = planned_charts(place, shown)
    else:
        drawn = chain(_pictures(place, planned), own_pictures(place.projects))
        pictures, words = tuple(_first(drawn, most_charts(place))), ""
    return Content(words=words, pictures=pictures) if pictures or words else None


def _pictures(place: Place, wanted: Iterable[Series]) -> Iterator[Picture]:
    held = {one.code: set(measures_of(one, place.access)) for one in place.drawn_of}
    for number, (measure, component, parameter) in enumerate(wanted):
        sheet = definitions().get(measure)
        names = (sheet.id, *sheet.published_as) if sheet else ()
        there = (
            (one, name) for one in place.drawn_of for name in names if (name, component) in held[one.code]
        )
        for one, name in there:
            project = place.project.number if place.project else 0
            chart = one_chart(one.code, name, component, place.access, parameter, project)
            if chart is not None:
                called = f"chart-{name}-{number}" if parameter else f"chart-{name}"
                picture = replace(chart.picture(), id=called)
                yield marked(picture, one) if place.unit else picture
                break


def _first(pictures: Iterable[Picture], most: int) -> Iterator[Picture]:
    for _, picture in zip(range(most), pictures, strict=False):
        yield picture


def _cycles(place: Place, **like: object) -> QuerySet[Cycle]:
    rows: QuerySet[Cycle] = Cycle.objects.with_decision().filter(project__in=place.projects, left_out=False)
    return rows.filter(Q(**like)).select_related("project")


def testing(place: Place) -> Content | None:
    """The tests of change that are planned, carried out or studied."""
    rows = _cycles(place, state__in=RUNNING).order_by(F("state_at").desc(), "-pk")[:MOST_LINES]
    lines = tuple(
        Line(
            row.title,
            tag=Stage(row.state).label,
            colour=COLOURS[Stage(row.state)],
            details=_whose(place, row.project, row.texts.get("objective", "")),
            people=f"Owner: {row.owner}" if row.owner else "",
        )
        for row in rows
    )
    return Content(lines=lines) if lines else None


def decisions(place: Place) -> Content | None:
    """What was decided on the tests that ended last, and what was learned."""
    rows = _cycles(place, state=Stage.DECIDED).order_by(F("decided_on").desc(), "-pk")[:MOST_LINES]
    lines = tuple(
        Line(
            row.title,
            tag=Decision(row.decision or "").label,
            colour=DECIDED[Decision(row.decision or "")],
            details=_whose(place, row.project, row.texts.get("learned", ""), day(row.decided_on)),
        )
        for row in rows
    )
    return Content(lines=lines) if lines else None


def _whose(place: Place, project: Project | None, *more: str) -> tuple[str, ...]:
    of_project = project.title if place.project is None and project is not None else ""
    return tuple(each for each in (of_project, *more) if each.strip())


def actions(place: Place) -> Content | None:
    """What is to be done, by whom and by when; the first that is due stands first."""
    unapproved = Q(project__status__in=(Status.DRAFT, Status.SUBMITTED))
    whole = Q(org_code=place.organisation.code) & ~unapproved
    mine = Q(project__in=place.projects) if place.project or place.unit else whole
    rows = (
        Action.objects.with_state()
        .filter(mine, Q(left_out=False, state__in=(ActionStep.OPENED, ActionStep.REOPENED)))
        .select_related("project")
    )
    first = sorted(rows, key=lambda row: (row.due is None, row.due or place.today, row.number))[:MOST_LINES]
    lines = tuple(
        Line(
            row.title,
            details=_whose(place, row.project, f"by {day(row.due)}" if row.due else "no day set"),
            people=f"Owner: {row.owner or 'nobody yet'}",
            address=reverse("action", args=[row.org_code, row.number]),
            late=row.due is not None and row.due < place.today,
        )
        for row in first
    )
    return Content(lines=lines) if lines else None


def heard(place: Place) -> Content | None:
    """What women, families and staff said, and what it changed: only where it changed something."""
    rows = (
        Discussion.objects.filter(project__in=place.projects, changes__isnull=False)
        .distinct()
        .prefetch_related("changes")
        .order_by("-on", "-pk")[:MOST_LINES]
    )
    lines = tuple(
        Line(
            row.said,
            details=(f"{title_of(vocabulary().groups, row.group)}, {day(row.on)}",),
            then=" ".join(change.words for change in row.changes.all()),
        )
        for row in rows
    )
    return Content(lines=lines) if lines else None


CHARTS = "measures"
"""The panel whose charts are drawn from figures."""
PANELS = (
    Panel(
        "vision",
        "Our vision",
        "Not written yet: say in the charter what will be different.",
        vision,
        public=Public.USUAL,
    ),
    Panel("aim", "Our aim", "No aim yet: how much, by when, for whom.", aim, public=Public.USUAL),
    Panel(
        CHARTS,
        "How we are doing",
        "No chart yet: none of the planned measures has figures that may be shown here.",
        measures,
        wide=True,
        public=Public.USUAL,
    ),
    Panel("testing", "What we are testing", "No test of change is under way.", testing, public=Public.USUAL),
    Panel(
        "decisions",
        "What we decided",
        "No test has ended with a decision yet.",
        decisions,
        public=Public.USUAL,
    ),
    Panel("actions", "What is to be done", "No action is open.", actions, public=Public.OFFERED),
    Panel(
        "heard",
        "You said, we did",
        "Nobody has been listened to yet, or nothing has changed by it so far.",
        heard,
        public=Public.USUAL,
    ),
)
