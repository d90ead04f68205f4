"""Who joins and leaves a project's team."""

from django.db import transaction
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import Person
from clearway.web.people.models import User
from clearway.web.projects.actions.common import log, open_project, said, written
from clearway.web.projects.models import Member, Project, WayToHelp
from clearway.web.projects.vocabulary import check_word, vocabulary


@transaction.atomic
def add_member(
    *, project: Project, role: str, by: Person, user: User | None = None, name: str = "", profession: str = ""
) -> Member:
    """Somebody is in the team in that role from now on; nothing where they are already.

    Without `user` the name is needed: a woman or a family member needs no account. Raises ClearwayError for
    an unknown role or profession.
    """
    mine = open_project(project)
    check_word(vocabulary().roles, role, "role")
    if profession:
        check_word(vocabulary().professions, profession, "profession")
    called = user.name if user else said(name, "Name", longest=200)
    there = mine.members.filter(role=role, ended_at=None)
    same = there.filter(user=user).first() if user else there.filter(user=None, name=called).first()
    if same is not None:
        return same
    member = Member.objects.create(
        project=mine, user=user, name=called, role=role, profession=profession, **written(by)
    )
    log(mine, "add member", by, name=called, role=role, profession=profession)
    return member


@transaction.atomic
def end_member(*, member: Member, by: Person) -> Member:
    """The person has left that role. Raises ClearwayError where they had already."""
    open_project(member.project)
    row = Member.objects.select_for_update().get(pk=member.pk)
    if row.ended_at is not None:
        raise ClearwayError(f"{row.name} has left already", mend="Load the page again")
    row.ended_at, row.ended_person = timezone.now(), by.name
    row.save(update_fields=["ended_at", "ended_person"])
    log(row.project, "end member", by, name=row.name, role=row.role)
    return row


@transaction.atomic
def offer_way_to_help(*, project: Project, title: str, by: Person, words: str = "") -> WayToHelp:
    """Put something on the open list of ways to help."""
    mine = open_project(project)
    way = WayToHelp.objects.create(
        project=mine,
        title=said(title, "What you look for", longest=200),
        words=said(words, "Words", needed=False),
        **written(by),
    )
    log(mine, "ask for help", by, title=way.title)
    return way


@transaction.atomic
def end_way_to_help(*, way: WayToHelp, by: Person) -> WayToHelp:
    """Take it off the list."""
    row = WayToHelp.objects.select_for_update().get(pk=way.pk)
    if row.ended_at is None:
        row.ended_at, row.ended_person = timezone.now(), by.name
        row.save(update_fields=["ended_at", "ended_person"])
        log(row.project, "end request for help", by, title=row.title)
    return row


@transaction.atomic
def leave_project(*, project: Project, user: User, by: Person) -> list[Member]:
    """Somebody leaves the team by themselves, with all their roles in it.

    Raises ClearwayError for somebody who is not in the team.
    """
    mine = open_project(project)
    places = list(mine.members.filter(user=user, ended_at=None))
    if not places:
        raise ClearwayError("You are not in this team", mend="Load the page again")
    return [end_member(member=place, by=by) for place in places]


@transaction.atomic
def join_project(*, project: Project, user: User, by: Person, profession: str) -> Member:
    """Join in one step, as a helper; nothing for somebody who is in the team already."""
    there = project.members.filter(user=user, ended_at=None).first()
    return there or add_member(project=project, role="helper", user=user, profession=profession, by=by)
