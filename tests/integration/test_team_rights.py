"""What a member of a team may do on their project by its pages, and what they may not."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate
from tests.lib.improvement import a_project, browser_of, somebody, text_of

from clearway.web.cycles.actions.cycles import plan_cycle
from clearway.web.cycles.actions.participants import add_participant
from clearway.web.people.models import User
from clearway.web.projects.actions.offering import ask_for, offer_idea
from clearway.web.projects.actions.team import add_member
from clearway.web.projects.actions.work import start_action
from clearway.web.projects.models import Action, Need, Project, Suggestion

pytestmark = pytest.mark.django_db
AT, ACTIONS = "/organisations/R1H/projects/1/", "/organisations/R1H/actions/"
# What is posted, and whether somebody outside the team, a helper and a project lead may.
POSTS = [
    ("barriers/raise/", {"title": "No room"}, (True, True, True)),
    ("discussion/say/", {"words": "We go on"}, (True, True, True)),
    ("involvement/add/", {"group": "midwifery"}, (False, True, True)),
    ("tasks/add/", {"title": "Time it"}, (False, True, True)),
    ("files/add/", {}, (False, True, True)),
    ("cycles/new/", {"title": "One clinic"}, (False, True, True)),
    ("charter/edit/", {"base": "1", "aim": "x"}, (False, False, True)),
    ("team/add/", {"role": "helper", "name": "Ada"}, (False, False, True)),
    ("milestones/add/", {"title": "x"}, (False, False, True)),
    ("measures/new/", {"title": "x"}, (False, False, True)),
    ("communication/add/", {"message": "x"}, (False, False, True)),
    ("barriers/step/", {"barrier": "1", "step": "removed"}, (False, False, True)),
    ("progress/score/", {}, (False, False, True)),
    ("step/", {"step": "submit"}, (False, False, True)),
    ("end/", {"step": "close", "reason": "Done"}, (False, False, False)),
    ("approval/", {"step": "approve"}, (False, False, False)),
]


def _member(project: Project, lead: User, role: str, who: str = "midwife") -> User:
    user = somebody(who, name=f"Mia {role}")
    add_member(project=project, role=role, user=user, profession="midwifery", by=lead.as_person())
    return user


@pytest.mark.parametrize(("page", "said", "may"), POSTS, ids=[page for page, _, _ in POSTS])
@pytest.mark.parametrize("who", ["midwife", "reader", "board-champion"])
def test_the_team_decides_what_somebody_may_do(
    project: Project, lead: User, who: str, page: str, said: dict[str, str], may: tuple[bool, ...]
) -> None:
    if page == "approval/" and who == "board-champion":
        may = (True, True, True)  # by their role, not by the team
    outside = somebody(who)
    helper, leads = (_member(project, lead, role, who) for role in ("helper", "lead"))
    for user, allowed in zip((outside, helper, leads), may, strict=True):
        status = browser_of(user).post(AT + page, said).status_code
        # A barrier that is not there is not found, once the rule has let somebody through.
        assert (status != 403) == allowed, f"{user.name}: {status}"


def test_a_member_of_another_project_has_no_rights_here(project: Project, lead: User) -> None:
    other = a_project(lead, title="Another one")
    midwife = _member(other, lead, "lead")
    assert browser_of(midwife).post(AT + "tasks/add/", {"title": "x"}).status_code == 403


def test_who_has_left_has_no_rights_any_more(project: Project, lead: User) -> None:
    browser = browser_of(_member(project, lead, "lead"))
    said = text_of(browser.post(AT + "team/leave/", follow=True))
    assert "You have left the team" in said
    assert "Nobody has these roles now: Executive sponsor, Project lead" in said
    assert browser.post(AT + "tasks/add/", {"title": "x"}).status_code == 403
    assert "You are not in this team" in text_of(browser.post(AT + "team/leave/", follow=True))
    assert "left the team" in text_of(browser.get(AT + "team/")) or "before" in text_of(
        browser.get(AT + "team/")
    )


class TestTests:
    """A member carries out the tests that are theirs, and predicts in all."""

    def test_those_they_planned_or_own(self, project: Project, lead: User) -> None:
        mia = _member(project, lead, "front-line")
        said = {"project": project, "scale": "one-shift"}
        plan_cycle(title="Una's", by=lead.as_person(), **said)
        plan_cycle(title="Mia's", by=mia.as_person(), **said)
        plan_cycle(title="For Mia", owner=mia.name, by=lead.as_person(), **said)
        with_mia = plan_cycle(title="With Mia", by=lead.as_person(), **said)
        add_participant(cycle=with_mia, user=mia, by=lead.as_person())
        browser = browser_of(mia)
        for number, theirs in ((1, False), (2, True), (3, True), (4, True)):
            at = f"{AT}cycles/{number}/"
            assert (browser.get(f"{at}edit/plan/").status_code == 200) == theirs
            assert (browser.post(f"{at}step/", {"step": "stop"}).status_code == 200) == theirs
            assert ("Write in Plan" in text_of(browser.get(at))) == theirs
        assert browser.get(f"{AT}cycles/1/questions/new/").status_code == 403
        assert browser.get(f"{AT}cycles/9/edit/plan/").status_code in (403, 404)


class TestActions:
    def _owned(self, lead: User, owner: User, project: Project | None = None) -> Action:
        due = localdate() - timedelta(days=3)
        return start_action(
            organisation=a_project(lead).organisation,
            title="Order mouthpieces",
            project=project,
            owner_user=owner,
            due=due,
            by=lead.as_person(),
        )

    def test_its_owner_ends_it_and_nobody_else_outside_the_team(self, lead: User) -> None:
        mia, otto = somebody("midwife", name="Mia"), somebody("midwife", name="Otto")
        row = self._owned(lead, mia)
        done = {"step": "done", "reason": "They are there"}
        at = f"{ACTIONS}{row.number}/"
        assert browser_of(otto).post(f"{at}step/", done).status_code == 403
        assert "End the action" not in text_of(browser_of(otto).get(at))
        assert browser_of(mia).get(f"{at}edit/").status_code == 403
        assert "They are there" in text_of(browser_of(mia).post(f"{at}step/", done, follow=True))

    def test_a_member_starts_one_in_their_project_only(self, project: Project, lead: User) -> None:
        browser = browser_of(_member(project, lead, "helper"))
        assert browser.get(f"{ACTIONS}new/").status_code == 403
        other = a_project(lead, title="Another one")
        assert browser.get(f"{ACTIONS}new/?project={other.number}").status_code == 403
        where = f"{ACTIONS}new/?project={project.number}"
        assert "Another one" not in text_of(browser.get(where))
        browser.post(where, {"title": "Time it", "project": project.number})
        assert Action.objects.get().project == project


class TestOwnAnswers:
    """Nobody answers what they asked for themselves."""

    def test_a_need(self, project: Project, lead: User, client: Client) -> None:
        ask_for(organisation=project.organisation, kind="equipment", title="Monitor", by=lead.as_person())
        where, posted = "/organisations/R1H/needs/", {"need": "1", "step": "approved"}
        assert "Approved" not in text_of(browser_of(lead).get(where)).split("Answer")[1]
        said = text_of(browser_of(lead).post(f"{where}answer/", posted))
        assert "You asked for it yourself" in said
        browser_of(somebody("trust-lead")).post(f"{where}answer/", posted)
        assert Need.objects.with_state().get().state == "approved"

    def test_an_idea(self, project: Project, lead: User) -> None:
        offer_idea(organisation=project.organisation, title="A card", by=lead.as_person())
        where, posted = "/organisations/R1H/ideas/", {"idea": "1", "step": "take", "project": "1"}
        assert "The idea is your own" in text_of(browser_of(lead).post(f"{where}answer/", posted))
        browser_of(somebody("trust-lead")).post(f"{where}answer/", posted)
        assert Suggestion.objects.with_state().get().state == "taken"


class TestWhoIsOffered:
    def test_those_who_work_there_and_coaches_as_advisers_only(self, project: Project, lead: User) -> None:
        for role, at, name in (
            ("national-analyst", "ENG", "Nat Analyst"),
            ("reader", "QMF", "Rea Der"),
            ("network-lead", "QMF", "Nora Coach"),
            ("midwife", "R1H", "Mia Midwife"),
        ):
            somebody(role, at, name)
        browser = browser_of(lead)
        tasks, team = text_of(browser.get(f"{AT}tasks/")), text_of(browser.get(f"{AT}team/"))
        assert "Mia Midwife" in tasks
        assert "Mia Midwife" in team
        assert not [name for name in ("Nat Analyst", "Rea Der", "Nora Coach") if name in tasks]
        assert "Nora Coach" in team
        assert "Nat Analyst" not in team
        coach = User.objects.get(name="Nora Coach").pk
        refused = text_of(browser.post(f"{AT}team/add/", {"role": "lead", "user": coach}))
        assert "takes part as improvement adviser" in refused
        browser.post(f"{AT}team/add/", {"role": "improvement-adviser", "user": coach})
        assert project.members.get().name == "Nora Coach"

    def test_whoever_starts_a_project_is_in_its_team(self, lead: User) -> None:
        said = {"title": "CO for all", "drivers": ["identification"]}
        browser, where = browser_of(lead), "/organisations/R1H/projects/new/"
        assert 'value="lead" selected' in browser.get(where).content.decode()
        browser.post(where, {**said, "role": "lead"})
        browser.post(where, {**said, "role": ""})
        first, second = Project.objects.order_by("number")
        member = first.members.get()
        assert (member.user, member.role, member.profession) == (lead, "lead", "midwifery")
        assert not second.members.exists()
