"""What a shared test keeps of its ramp and subject, and when its figures are offered anew."""

from datetime import date

import pytest
from tests.lib.improvement import a_project, somebody
from tests.lib.library import a_decided_cycle, shared
from tests.lib.own_figures import enter_figures

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.web.library import selectors
from clearway.web.library.actions.sharing import copy_test
from clearway.web.library.effect import effect_from
from clearway.web.library.figures import months_added
from clearway.web.library.models import SharedVersion
from clearway.web.people.models import User
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
def elsewhere() -> tuple[User, Project]:
    other = somebody("improvement-lead", OTHER)
    return other, a_project(other, OTHER, "Monitors for all")


def standing(test: object) -> SharedVersion:
    found = selectors.standing_test(test.pk)
    assert found is not None
    return found


class TestRampsAndSubjects:
    """Own figures of 30 months from January 2024."""

    def test_the_first_test_of_the_ramp_ends_what_was_before(self, project: Project, lead: User) -> None:
        enter_figures("R1H")
        first = a_decided_cycle(project, lead, measure="smoke-booking")
        later = a_decided_cycle(project, lead, measure="smoke-booking", parent=first, began=date(2025, 8, 4))
        version = standing(shared(later, lead, own_figures=True))
        assert (version.began, version.ramp_began) == (date(2025, 8, 4), date(2025, 3, 10))
        assert effect_from(version.effect).before.last == "2025-02"
        assert standing(shared(first, lead)).ramp_began is None

    def test_a_copy_watches_the_subject_that_was_shared(
        self, project: Project, lead: User, elsewhere: tuple[User, Project]
    ) -> None:
        other, theirs = elsewhere
        cycle = a_decided_cycle(project, lead, measure="staff-trained-subject", parameter="Clean air at home")
        test = shared(cycle, lead, looked=["Clean air at home"])
        copied = copy_test(shared=test, project=theirs, by=other.as_person())
        assert (copied.measure, copied.parameter) == ("staff-trained-subject", "Clean air at home")

    def test_a_subject_that_names_somebody_does_not_leave_the_trust(
        self, project: Project, lead: User
    ) -> None:
        cycle = a_decided_cycle(
            project, lead, measure="staff-trained-subject", parameter="As Imogen Leadwell taught"
        )
        with pytest.raises(ClearwayError, match="Imogen"):
            shared(cycle, lead)


class TestFiguresThatGrew:
    """Entered up to June 2026; shared when only some of the months were there."""

    def shared_with(self, months: int, project: Project, lead: User) -> SharedVersion:
        enter_figures("R1H", [50] * months)
        cycle = a_decided_cycle(project, lead, measure="smoke-booking")
        return standing(shared(cycle, lead, own_figures=True))

    @pytest.mark.parametrize(("later", "said"), [(2, {}), (3, 3), (5, 5)])
    def test_three_new_months_ask_for_the_figures_of_today(
        self, project: Project, lead: User, later: int, said: object
    ) -> None:
        version = self.shared_with(20, project, lead)  # up to August 2025: four months since April
        assert months_added([version]) == {}
        enter_figures("R1H", [50] * later, first=Month(2025, 9))
        assert months_added([version]) == ({version.pk: said} if said else {})

    def test_shared_anew_it_asks_for_nothing(self, project: Project, lead: User) -> None:
        version = self.shared_with(20, project, lead)
        enter_figures("R1H", [50] * 4, first=Month(2025, 9))
        anew = standing(shared(version.shared.cycle, lead, own_figures=True))
        assert months_added([anew]) == {}
        assert effect_from(anew.effect).had[1] == 8
