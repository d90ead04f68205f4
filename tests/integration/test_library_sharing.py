"""Sharing a decided test, withdrawing it and copying it: what leaves a trust, and what never does."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.lib.improvement import a_project, somebody
from tests.lib.library import LESSON, TEXTS, a_decided_cycle, shared
from tests.lib.own_figures import enter_figures

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import ChangeEvent
from clearway.web.cycles.actions.cycles import plan_cycle, write_cycle
from clearway.web.cycles.actions.predictions import answer_question
from clearway.web.cycles.models import Cycle
from clearway.web.library import selectors
from clearway.web.library.actions.sharing import copy_test, withdraw_test
from clearway.web.library.effect import Kind, effect_from
from clearway.web.library.looking import Contact
from clearway.web.library.models import SharedContact, SharedVersion
from clearway.web.people.models import User
from clearway.web.projects.actions.lifecycle import close_project
from clearway.web.projects.actions.team import add_member
from clearway.web.projects.models import Project

pytestmark = pytest.mark.django_db
OTHER = "RJ1"


@pytest.fixture
def lead() -> User:
    return somebody("improvement-lead", name="Imogen Leadwell")


@pytest.fixture
def project(lead: User) -> Project:
    return a_project(lead)


@pytest.fixture
def cycle(project: Project, lead: User) -> Cycle:
    return a_decided_cycle(project, lead)


@pytest.fixture
def elsewhere() -> tuple[User, Project]:
    other = somebody("improvement-lead", OTHER)
    return other, a_project(other, OTHER, "Monitors for all")


def standing(test: object) -> SharedVersion:
    found = selectors.standing_test(test.pk)
    assert found is not None
    return found


@pytest.mark.parametrize("decision", ["adopt", "adapt", "abandon"])
def test_whatever_was_decided_can_be_shared(project: Project, lead: User, decision: str) -> None:
    test = shared(a_decided_cycle(project, lead, decision), lead)
    assert standing(test).decision == decision


def test_a_test_that_is_not_decided_is_not_shared(project: Project, lead: User) -> None:
    running = plan_cycle(project=project, title="Running", scale="one-shift", by=lead.as_person())
    with pytest.raises(ClearwayError, match="Only a decided test"):
        shared(running, lead)


def test_nothing_is_shared_before_somebody_confirms_the_words(cycle: Cycle, lead: User) -> None:
    with pytest.raises(ClearwayError, match="confirmed"):
        shared(cycle, lead, consent=False)
    assert not SharedVersion.objects.exists()


@pytest.mark.parametrize(
    "fields", [{"lesson": " "}, {"texts": {"objective": "x"}}, {"texts": {"owner": "x"}}]
)
def test_words_that_are_missing_or_not_for_sharing_are_refused(
    cycle: Cycle, lead: User, fields: dict[str, object]
) -> None:
    with pytest.raises(ClearwayError):
        shared(cycle, lead, **fields)


def test_what_the_cycle_says_later_stays_in_its_trust(cycle: Cycle, lead: User) -> None:
    test = shared(cycle, lead)
    now = Cycle.objects.get(pk=cycle.pk)
    write_cycle(
        cycle=now,
        expected=now.version,
        texts={"learned": "Sister told us"},
        title="Renamed",
        by=lead.as_person(),
    )
    version = standing(test)
    assert (version.title, version.lesson, version.texts) == ("Monitor on the trolley", LESSON, TEXTS)


def test_sharing_again_makes_a_new_version_and_keeps_the_old_words_unseen(cycle: Cycle, lead: User) -> None:
    test = shared(cycle, lead)
    assert shared(cycle, lead, lesson="Better words") == test
    assert standing(test).lesson == "Better words"
    assert [each.number for each in test.versions.all()] == [1, 2]


def test_a_withdrawn_test_is_seen_by_nobody_until_it_is_shared_again(cycle: Cycle, lead: User) -> None:
    test = shared(cycle, lead, contact=Contact("Ann Nother", "ann@trust.example"), looked=["Ann Nother"])
    withdraw_test(shared=test, reason="A figure was wrong", by=lead.as_person())
    assert selectors.standing_test(test.pk) is None
    assert not SharedContact.objects.exists(), "a contact is kept only while it is shown"
    with pytest.raises(ClearwayError, match="withdrawn already"):
        withdraw_test(shared=test, reason="Again", by=lead.as_person())
    shared(cycle, lead)
    assert standing(test).number == 2


def test_a_contact_that_is_not_given_again_is_forgotten(cycle: Cycle, lead: User) -> None:
    test = shared(
        cycle, lead, contact=Contact("Ann Nother", "Practice development midwife"), looked=["Ann Nother"]
    )
    assert standing(test).contact.name == "Ann Nother"
    shared(cycle, lead)
    assert not SharedContact.objects.exists()


def test_a_project_that_is_closed_still_shares_what_it_learned(
    cycle: Cycle, project: Project, lead: User
) -> None:
    close_project(project=project, reason="Done", by=lead.as_person())
    assert standing(shared(cycle, lead)).number == 1


@pytest.mark.parametrize("name", ["Imogen Leadwell", "imogen leadwell", "Imogen\nLeadwell", "Wendy Woman"])
def test_words_that_name_a_colleague_or_a_member_of_the_team_are_refused(
    cycle: Cycle, project: Project, lead: User, name: str
) -> None:
    add_member(project=project, name="Wendy Woman", role="service-user", by=lead.as_person())
    with pytest.raises(ClearwayError, match=r"name \w+ \w+"):
        shared(cycle, lead, lesson=f"Ask {name}, who knows")


def test_a_contact_may_be_named(cycle: Cycle, lead: User) -> None:
    test = shared(cycle, lead, contact=Contact("Imogen Leadwell", "imogen@trust.example"))
    assert standing(test).contact.reached == "imogen@trust.example"


@pytest.mark.parametrize("table", ["library_sharedversion", "library_sharedtest"])
def test_what_was_shared_is_never_altered(cycle: Cycle, lead: User, table: str) -> None:
    shared(cycle, lead)
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET person = 'x'"):  # noqa: S608 - our table
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)


def test_sharing_is_told_in_the_change_log_without_the_contact(cycle: Cycle, lead: User) -> None:
    shared(cycle, lead, contact=Contact("Ann Nother", "ann@trust.example"), looked=["Ann Nother"])
    event = ChangeEvent.objects.filter(action="share test").select_related("detail").get()
    assert event.organisation == "R1H"
    assert "Ann" not in str(event.detail.__dict__)


class TestCopies:
    def test_a_copy_takes_the_shared_words_and_nothing_else(
        self, cycle: Cycle, lead: User, elsewhere: tuple[User, Project]
    ) -> None:
        other, project = elsewhere
        copied = copy_test(shared=shared(cycle, lead), project=project, by=other.as_person())
        assert copied.texts == {"objective": TEXTS["objective"]}, "results and unshared plans stay"
        assert (copied.title, copied.idea, copied.owner) == ("Monitor on the trolley", cycle.idea, "")
        assert copied.copied_from == cycle
        assert not copied.questions.exists()
        assert copied.copy_of.version.number == 1

    def test_copies_are_counted_over_all_versions(
        self, cycle: Cycle, lead: User, elsewhere: tuple[User, Project]
    ) -> None:
        other, project = elsewhere
        test = shared(cycle, lead)
        copy_test(shared=test, project=project, by=other.as_person())
        shared(cycle, lead)
        copy_test(shared=test, project=project, by=other.as_person())
        assert standing(test).copies == 2

    def test_a_withdrawn_test_is_not_copied(
        self, cycle: Cycle, lead: User, elsewhere: tuple[User, Project]
    ) -> None:
        other, project = elsewhere
        test = shared(cycle, lead)
        withdraw_test(shared=test, reason="Wrong", by=lead.as_person())
        with pytest.raises(ClearwayError, match="withdrawn"):
            copy_test(shared=test, project=project, by=other.as_person())

    def test_nothing_is_copied_into_a_closed_project(
        self, cycle: Cycle, lead: User, elsewhere: tuple[User, Project]
    ) -> None:
        other, project = elsewhere
        close_project(project=project, reason="Done", by=other.as_person())
        with pytest.raises(ClearwayError, match="closed"):
            copy_test(shared=shared(cycle, lead), project=project, by=other.as_person())


class TestFigures:
    """Own figures of 30 months from January 2024; the test began in March and was decided in April 2025."""

    def test_own_figures_stay_in_the_trust_unless_somebody_shares_them(
        self, project: Project, lead: User
    ) -> None:
        enter_figures("R1H")
        cycle = a_decided_cycle(project, lead, measure="smoke-booking")
        assert standing(shared(cycle, lead)).effect is None

    def test_shared_own_figures_are_rounded_and_stand_still(self, project: Project, lead: User) -> None:
        enter_figures("R1H")
        cycle = a_decided_cycle(project, lead, measure="smoke-booking")
        effect = effect_from(standing(shared(cycle, lead, own_figures=True)).effect)
        assert effect.kind is Kind.DIFFERENCE
        # September 2024 to February 2025: 50+52+54+49+55+52 = 312 of 2,400; since May 2025: 14 months.
        assert (effect.before.first, effect.before.last) == ("2024-09", "2025-02")
        assert (effect.before.numerator, effect.before.denominator) == (310, 2400)
        assert (effect.since.first, effect.had[1]) == ("2025-05", 14)
        assert effect.since.numerator % 5 == 0

    def test_small_counts_are_withheld(self, project: Project, lead: User) -> None:
        enter_figures("R1H", [1, 0] * 15)
        cycle = a_decided_cycle(project, lead, measure="smoke-booking")
        effect = effect_from(standing(shared(cycle, lead, own_figures=True)).effect)
        assert effect.kind is Kind.WITHHELD
        assert effect.before is None

    @pytest.mark.parametrize(
        ("answer", "own_figures", "result", "came_true"),
        [
            (13, False, "", True),
            (13, True, "about 15", True),
            (4, True, "fewer than 8", False),
            (0, True, "0", False),
        ],
    )
    def test_what_came_of_a_question_in_numbers_follows_the_same_choice(
        self, project: Project, lead: User, answer: int, own_figures: bool, result: str, came_true: bool
    ) -> None:
        cycle = a_decided_cycle(project, lead)
        answer_question(question=cycle.questions.get(number=2), number=answer, by=lead.as_person())
        kept = standing(shared(cycle, lead, own_figures=own_figures)).questions[1]
        assert (kept["result"], kept["came_true"]) == (result, came_true)

    def test_only_chosen_questions_are_shared(self, project: Project, lead: User) -> None:
        version = standing(shared(a_decided_cycle(project, lead), lead, questions=[2]))
        assert [each["words"] for each in version.questions] == ["With how many women?"]
