"""What a team tries and what stands in its way: ideas and where they stand, barriers and needs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate

from clearway.web.boards.panels import Content, Line, Panel, Place, Public
from clearway.web.cycles.models import Cycle, Decision, Stage
from clearway.web.design.filters import day
from clearway.web.people.models import Membership
from clearway.web.people.permissions import Permission
from clearway.web.people.roles import ROLES
from clearway.web.projects import selectors
from clearway.web.projects.models import Barrier, BarrierStep, Focus, Need, NeedStep, SuggestionStep
from clearway.web.projects.names import idea_name

MOST_LINES = 8
Standing = tuple[str, str]
"""A tag and its colour."""
NOT_TESTED: Standing = ("Not tested yet", "white")
STAGES: Mapping[str, Standing] = {
    Stage.PLAN: ("A test is planned", "white"),
    Stage.DO: ("Being tested", "blue"),
    Stage.STUDY: ("Being tested", "blue"),
    Stage.ACT: ("Being tested", "blue"),
    Stage.STOPPED: ("The test was stopped", "grey"),
}
DECISIONS: Mapping[str, Standing] = {
    Decision.ADOPT: ("Adopted", "green"),
    Decision.ADAPT: ("Adapted and tried again", "yellow"),
    Decision.ABANDON: ("Abandoned", "grey"),
}
SUGGESTED: Mapping[str, Standing] = {
    SuggestionStep.OFFERED: ("Waits for an answer", "yellow"),
    SuggestionStep.TAKEN: ("Taken up", "green"),
}


def ideas(place: Place) -> Content | None:
    """What staff offered, and the change ideas that the projects chose, each with how far it is."""
    lines = (*_suggestions(place), *_chosen(place))[:MOST_LINES]
    return Content(lines=lines) if lines else None


def _chosen(place: Place) -> Iterator[Line]:
    keys = {project.pk: project for project in place.projects}
    stages: dict[tuple[int, str], Standing] = {}
    rows = Cycle.objects.with_decision().filter(project__in=keys, left_out=False).exclude(idea="")
    for row in rows.order_by(F("state_at").asc(), "pk"):
        key = (row.project_id, row.idea)
        if stages.get(key) != DECISIONS[Decision.ADOPT]:  # once adopted, a later test is about keeping it
            stages[key] = _stage(row)
    for one in Focus.objects.filter(project__in=keys, kind=Focus.IDEA, ended_at=None).order_by("pk"):
        project = keys[one.project_id]
        tag, colour = stages.get((project.pk, one.subject), NOT_TESTED)
        yield Line(
            idea_name(project.package_id, one.subject),
            tag=tag,
            colour=colour,
            details=_of(place, project.title),
        )


def _stage(row: Cycle) -> Standing:
    return DECISIONS[row.decision] if row.decision else STAGES.get(row.state, NOT_TESTED)


def _suggestions(place: Place) -> Iterator[Line]:
    """Of the organisation those that wait too, the oldest first; of a project those that it took up."""
    rows = selectors.suggestions(place.organisation).order_by("number")
    taken = Q(state=SuggestionStep.TAKEN, steps__project__in=place.projects)
    whole = not place.about.title
    for row in rows.filter(Q(state=SuggestionStep.OFFERED) | taken if whole else taken).distinct():
        tag, colour = SUGGESTED[row.state]
        said = f"offered {_ago(place, localdate(row.at))}"
        yield Line(
            row.title,
            tag=tag,
            colour=colour,
            details=(said,),
            address=reverse("idea-box", args=[row.org_code]),
        )


def hindrances(place: Place) -> Content | None:
    """What is in the way and what is missing, the oldest first: for how long, and for whom it waits."""
    found = [*_barriers(place), *_needs(place)]
    lines = tuple(line for _, line in sorted(found, key=lambda one: one[0])[:MOST_LINES])
    return Content(lines=lines) if lines else None


def _barriers(place: Place) -> Iterator[tuple[date, Line]]:
    code = place.organisation.code
    rows = list(
        selectors.barriers_in({code}).filter(Q(project__in=place.projects, state__in=BarrierStep.OPEN))
    )
    roles = _roles_of({row.leader for row in rows if row.leader is not None}, code)
    for row in rows:
        yield localdate(row.at), _barrier(place, row, roles)


def _barrier(place: Place, row: Barrier, roles: Mapping[int, str]) -> Line:
    taken = row.state == BarrierStep.ESCALATED and row.due is not None
    waits = "waits for the team: no leader has it yet"
    if taken:
        waits = f"waits for {roles.get(row.leader or 0, 'a leader')}, who answers by {day(row.due)}"
    return Line(
        row.title,
        tag="Barrier",
        colour="red",
        details=_of(place, row.project.title, f"raised {_ago(place, localdate(row.at))}; {waits}"),
        people=f"With {row.leader_name}" if taken else "",
        address=reverse("project-barriers", args=[row.project.org_code, row.project.number]),
        late=taken and row.due is not None and row.due < place.today,
    )


def _needs(place: Place) -> Iterator[tuple[date, Line]]:
    mine = Q(project__in=place.projects)
    wanted = mine if place.about.title else mine | Q(project=None)
    rows = selectors.needs(place.organisation).filter(
        wanted, Q(state__in=(NeedStep.ASKED, NeedStep.APPROVED))
    )
    for row in rows:
        yield localdate(row.at), _need(place, row)


def _need(place: Place, row: Need) -> Line:
    asked = f"waits for an answer of the {' or the '.join(_answering())}"
    waits = asked if row.state == NeedStep.ASKED else "approved, and has not arrived yet"
    of_project = row.project.title if row.project is not None else ""
    return Line(
        row.title,
        tag="Need",
        colour="yellow",
        details=_of(place, of_project, f"asked for {_ago(place, localdate(row.at))}; {waits}"),
        address=reverse("needs", args=[row.org_code]),
    )


def _answering() -> list[str]:
    """The titles of the roles of a trust that answer needs."""
    return [role.title.lower() for role in ROLES.values() if Permission.RUN_IMPROVEMENT in role.permissions]


def _roles_of(users: Iterable[int], code: str) -> Mapping[int, str]:
    """What each leader is in the trust, in words: "the trust lead"."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Membership.objects.held().of(code).filter(user__in=users)
    for user, role in rows.order_by("began", "pk").values_list("user", "role"):
        found[user].append(role)
    return {user: f"the {ROLES[held[0]].title.lower()}" for user, held in found.items()}


def _of(place: Place, project: str, *more: str) -> tuple[str, ...]:
    return tuple(each for each in ("" if place.project else project, *more) if each)


def _ago(place: Place, since: date) -> str:
    days = (place.today - since).days
    return "today" if days <= 0 else f"{days} {'day' if days == 1 else 'days'} ago"


BEHIND = {"ideas": "decisions", "hindrances": "actions"}
"""Behind which panel each of these stands."""
PANELS = (
    Panel(
        "ideas",
        "Ideas and where they stand",
        "No idea is chosen, and none was offered.",
        ideas,
        public=Public.OFFERED,
    ),
    Panel("hindrances", "Barriers and needs", "Nothing is in the way, and nothing is asked for.", hindrances),
)
