"""The learning board of a unit: what works there, whose figures, its wall, paper, public page and sharing."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from tests.lib.boards import TRUST, a_cycle, a_wall_token
from tests.lib.improvement import a_project, an_approved_project, browser_of, somebody, text_of
from tests.lib.own_figures import enter_figures
from tests.lib.public_boards import USUAL, choice, read, seen_in

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.accounts.models import Token
from clearway.web.audit.models import ChangeEvent
from clearway.web.boards import panels
from clearway.web.boards.actions import months_ahead, publish_board, renew_link, share_board
from clearway.web.boards.models import PublicLink, Share
from clearway.web.boards.places import about, place_of
from clearway.web.boards.selectors import public_link
from clearway.web.people.access import NOBODY, access_of_user
from clearway.web.people.models import User
from clearway.web.projects.actions.lifecycle import close_project
from clearway.web.projects.actions.plans import plan_measure
from clearway.web.projects.actions.where import say_where
from clearway.web.projects.actions.work import start_action
from clearway.web.projects.models import Project
from clearway.web.units.actions import close_unit, open_unit
from clearway.web.units.models import Unit

pytestmark = pytest.mark.django_db
HERE, SITE = directory().get(TRUST), "R1HNH"
NRT = "Given nicotine replacement, of the whole trust"
BOARD = f"/organisations/{TRUST}/units/1/board/"
LIST = f"/organisations/{TRUST}/board/public/"


@pytest.fixture
def clinic(lead: User) -> Unit:
    """Unit 1."""
    return open_unit(organisation=HERE, name="Mill Lane clinic", kind="antenatal-clinic", by=lead.as_person())


@pytest.fixture
def there(full_board: Project, clinic: Unit, lead: User) -> Project:
    """A project with something on every panel that works in the clinic."""
    say_where(project=full_board, units=[1], by=lead.as_person())
    return full_board


def of_unit(unit: Unit, user: User | None = None, *, on_wall: bool = False) -> panels.Place:
    """The place of its board."""
    access = access_of_user(user) if user else NOBODY
    return place_of(HERE, None, access, unit=unit, on_wall=on_wall)


def titles(place: panels.Place) -> list[str]:
    """What the charts of the board are called."""
    shown = next(one for one in panels.shown(place) if one.panel.id == "measures")
    return [picture.title for picture in shown.content.pictures] if shown.content else []


class TestWhatItShows:
    def test_the_work_of_the_projects_there_with_their_names_and_no_others(
        self, there: Project, lead: User
    ) -> None:
        other = a_project(lead, title="Elsewhere")
        a_cycle(other, lead, "A phone call")
        start_action(organisation=HERE, project=other, title="Buy a phone", by=lead.as_person())
        start_action(organisation=HERE, project=None, title="Of the trust", by=lead.as_person())
        page = text_of(browser_of(lead).get(BOARD))
        for words in ("A card on the monitor CO for all", "Order monitors", "Ask us in private"):
            assert words in page
        for words in ("Elsewhere", "A phone call", "Buy a phone", "Of the trust"):
            assert words not in page
        own = panels.shown(of_unit(Unit.objects.get(), lead))
        vision = next(one.content for one in own if one.panel.id == "vision")
        assert [(line.text, line.details) for line in vision.lines] == [
            ("CO for all", ("Expected outcomes of ours",))
        ]

    def test_a_project_that_left_or_was_closed_is_not_shown(
        self, there: Project, lead: User, approver: User
    ) -> None:
        second = an_approved_project(lead, approver, title="Second", units=[1])
        assert "Second" in text_of(browser_of(lead).get(BOARD))
        close_project(project=second, reason="Done", by=lead.as_person())
        say_where(project=there, units=[], by=lead.as_person())
        page = text_of(browser_of(lead).get(BOARD))
        assert "No approved project works in this unit" in page
        assert "Second" not in page
        assert "A card on the monitor" not in page

    def test_an_empty_board_says_what_is_missing(self, clinic: Unit, lead: User) -> None:
        page = text_of(browser_of(lead).get(BOARD))
        for panel in panels.registered():
            assert panel.empty in page

    def test_who_may_see_it(self, there: Project) -> None:
        reader = browser_of(somebody("reader"))
        assert reader.get(BOARD).status_code == 200
        elsewhere = browser_of(somebody("improvement-lead", "RJ1", "Ole Other"))
        assert [elsewhere.get(page).status_code for page in (BOARD, f"{BOARD}a4.pdf")] == [404, 404]
        gone = f"/organisations/{TRUST}/units/2/board/"
        assert [reader.get(f"{gone}{end}").status_code for end in ("", "a4.pdf")] == [404, 404]

    def test_the_number_of_queries_does_not_grow_with_projects(
        self, there: Project, lead: User, approver: User
    ) -> None:
        browser = browser_of(lead)
        browser.get(BOARD)
        with CaptureQueriesContext(connection) as before:
            browser.get(BOARD)
        for number, measure in enumerate(("quit-date-set", "nrt", "referred-specialist")):
            more = an_approved_project(lead, approver, title=f"More {number}", units=[1])
            a_cycle(more, lead, f"Test {number}")
            plan_measure(project=more, kind="process", measure=measure, title=measure, by=lead.as_person())
        with CaptureQueriesContext(connection) as after:
            browser.get(BOARD)
        assert len(after) <= len(before)


class TestWhoseFigures:
    def test_without_a_site_they_are_of_the_whole_trust_and_it_says_so(
        self, there: Project, clinic: Unit, lead: User
    ) -> None:
        enter_figures(TRUST)
        assert titles(of_unit(clinic, lead)) == ["Smoking at booking, of the whole trust"]
        assert titles(of_unit(clinic, on_wall=True)) == ["Smoking at booking, of the whole trust"]
        of_project = place_of(HERE, there, access_of_user(lead))
        assert titles(of_project) == [f"Smoking at booking: {HERE.name}"]

    @pytest.mark.parametrize("on_wall", [False, True])
    def test_a_site_with_figures_of_its_own_draws_those_and_else_the_trusts(
        self, there: Project, lead: User, on_wall: bool
    ) -> None:
        by = lead.as_person()
        newham = open_unit(organisation=HERE, name="Newham", kind="hospital-site", site_code=SITE, by=by)
        plan_measure(project=there, kind="process", measure="nrt", title="NRT", by=by)
        say_where(project=there, units=[2], by=by)
        enter_figures(TRUST)
        enter_figures(TRUST, measure="nrt")
        place = of_unit(newham, lead, on_wall=on_wall)
        assert titles(place) == [
            "Smoking at booking, of the whole trust",
            NRT,
        ]
        enter_figures(SITE, layout="msds-monthly")
        assert titles(place) == [
            "Smoking at booking, of this site",
            NRT,
        ]

    def test_the_projects_take_turns(self, there: Project, clinic: Unit, lead: User, approver: User) -> None:
        by = lead.as_person()
        for measure in ("nrt", "quit-date-set"):
            plan_measure(project=there, kind="process", measure=measure, title=measure, by=by)
            enter_figures(TRUST, measure=measure)
        second = an_approved_project(lead, approver, title="Second", units=[1])
        plan_measure(project=second, kind="process", measure="co-test-booking", title="CO", by=by)
        enter_figures(TRUST)
        enter_figures(TRUST, measure="co-test-booking")
        assert titles(of_unit(clinic, lead))[:2] == [
            "Smoking at booking, of the whole trust",
            "CO test at booking, of the whole trust",
        ]


class TestWallAndPaper:
    def test_a_wall_token_shows_the_board_of_its_unit_and_nothing_else(
        self, there: Project, lead: User, approver: User
    ) -> None:
        open_unit(organisation=HERE, name="Ward", kind="other", by=lead.as_person())
        _, text = a_wall_token(approver, "unit-1")
        wall = Client(REMOTE_ADDR="127.0.0.1")
        assert wall.post("/wall/", {"token": text})["Location"] == f"/wall/{TRUST}/unit-1/"
        page = wall.get(f"/wall/{TRUST}/unit-1/").content.decode()
        assert "Mill Lane clinic" in page
        assert "The card helped; a member of staff kept it stocked" in page
        assert lead.name not in page
        for other in ("unit-2", "project-1", "organisation"):
            assert wall.get(f"/wall/{TRUST}/{other}/").status_code == 404

    def test_a_token_of_a_unit_that_is_not_there_opens_nothing(self, clinic: Unit, approver: User) -> None:
        token, text = a_wall_token(approver, "unit-1")
        Token.objects.filter(pk=token.pk).update(board="unit-9")  # as one made before it was checked
        response = Client(REMOTE_ADDR="127.0.0.1").post("/wall/", {"token": text})
        assert "“unit-” and a number" in response.content.decode()

    @pytest.mark.parametrize("paper", ["a4", "a3"])
    def test_it_is_a_tagged_pdf(self, there: Project, lead: User, paper: str) -> None:
        response = browser_of(lead).get(f"{BOARD}{paper}.pdf")
        assert b"<pdfuaid:part>1</pdfuaid:part>" in response.content
        assert response["Content-Disposition"] == f'inline; filename="board-{TRUST}-unit-1-{paper}.pdf"'

    @pytest.mark.parametrize("board", ["unit-0", "unit-9", "unit-", "unit-1x", "unit--1", "units-1", ""])
    def test_there_is_no_such_board(self, clinic: Unit, board: str) -> None:
        assert about(HERE, board) is None


class TestSharing:
    def test_it_is_recorded_of_this_very_board(self, there: Project, clinic: Unit, lead: User) -> None:
        said = {"audience": "staff", "with_whom": "Clinic huddle", "on": localdate().isoformat()}
        page = text_of(browser_of(lead).post(BOARD, said, follow=True))
        assert "It is recorded that the board was shared." in page
        row = Share.objects.get()
        assert (row.project, row.unit, row.about.board) == (None, clinic, "unit-1")
        assert ChangeEvent.objects.get(action="share learning board").subject == f"unit 1 of {TRUST}"
        assert "Clinic huddle" not in text_of(browser_of(lead).get(f"/organisations/{TRUST}/board/"))
        assert "Clinic huddle" in text_of(browser_of(lead).get(f"/organisations/{TRUST}/units/1/"))

    def test_a_fault_is_told_and_nothing_recorded(self, clinic: Unit, lead: User) -> None:
        page = text_of(browser_of(lead).post(BOARD, {"audience": "staff", "with_whom": "", "on": ""}))
        assert "There is a problem" in page
        assert not Share.objects.exists()

    def test_a_unit_of_another_trust_or_both_at_once_are_refused(self, there: Project, lead: User) -> None:
        by = lead.as_person()
        other = open_unit(organisation=directory().get("RJ1"), name="X", kind="other", by=by)
        how = {"organisation": HERE, "with_whom": "W", "audience": "staff", "on": localdate(), "by": by}
        with pytest.raises(ClearwayError, match="unit is of another organisation"):
            share_board(project=None, unit=other, **how)
        with pytest.raises(ClearwayError, match="of a project or of a unit"):
            share_board(project=there, unit=Unit.objects.get(org_code=TRUST), **how)

    def test_what_was_shared_and_put_up_cannot_be_changed(self, clinic: Unit, lead: User) -> None:
        """The tables got a column since they were guarded; they are guarded still."""
        how = {"organisation": HERE, "project": None, "unit": clinic, "by": lead.as_person()}
        share_board(with_whom="W", audience="staff", on=localdate(), **how)
        publish_board(panels=["aim"], expires_on=months_ahead(1), nobody_recognised=True, **how)
        for table in (Share, PublicLink):
            for act in (lambda rows: rows.update(unit=None), lambda rows: rows._raw_delete(rows.db)):
                with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                    act(table.objects.all())


class TestPublicPage:
    def test_from_the_preview_to_the_poster(self, there: Project, lead: User) -> None:
        enter_figures(TRUST)
        browser = browser_of(lead)
        at = f"{LIST[:-7]}publish/unit-1/"
        page = browser.get(at, choice(figures="own"))
        assert "Mill Lane clinic" in text_of(page)
        agreed = {"nobody_recognised": "on", "seen": seen_in(page)}
        assert browser.post(at, choice(figures="own", **agreed))["Location"] == f"{LIST}1/"
        link = public_link(HERE, 1)
        assert link.about.board == "unit-1"
        shown = text_of(read(link))
        assert "Mill Lane clinic" in shown
        assert "Smoking at booking, of the whole trust" in shown
        assert "A card on the monitor" in shown
        assert lead.name not in shown
        poster = browser.get(f"{LIST}1/poster-a4.pdf")
        assert poster.content.startswith(b"%PDF-")
        assert (Share.objects.get().unit, Share.objects.get().audience) == (link.unit, "women-families")

    def test_the_figures_of_the_site_stay_those_of_the_site(self, there: Project, lead: User) -> None:
        by = lead.as_person()
        newham = open_unit(organisation=HERE, name="Newham", kind="hospital-site", site_code=SITE, by=by)
        say_where(project=there, units=[2], by=by)
        enter_figures(TRUST, layout="msds-monthly")
        enter_figures(SITE, layout="msds-monthly")
        how = {"panels": USUAL, "expires_on": months_ahead(3), "nobody_recognised": True, "by": by}
        link = publish_board(organisation=HERE, project=None, unit=newham, **how)
        assert public_link(HERE, link.number).content["measures"] == [["smoke-booking", "", "", SITE]]
        assert "Smoking at booking, of this site" in text_of(read(link))

    def test_it_is_renewed_as_the_board_of_the_unit(self, there: Project, clinic: Unit, lead: User) -> None:
        how = {"panels": USUAL, "expires_on": months_ahead(1), "nobody_recognised": True}
        by = lead.as_person()
        link = publish_board(organisation=HERE, project=None, unit=clinic, by=by, **how)
        a_cycle(there, lead, "Put up later")
        assert "Put up later" not in text_of(read(link))
        renew_link(link=link, by=by, **how)
        assert "Put up later" in text_of(read(link))
        assert {row.unit for row in Share.objects.all()} == {clinic}

    def test_a_page_that_ends_soon_is_told_on_this_board_only(
        self, there: Project, clinic: Unit, lead: User
    ) -> None:
        soon = localdate() + timedelta(days=5)
        publish_board(
            organisation=HERE, project=None, unit=clinic, panels=["aim"], expires_on=soon,
            nobody_recognised=True, by=lead.as_person(),
        )  # fmt: skip
        browser = browser_of(lead)
        assert "The public page of this board ends on" in text_of(browser.get(BOARD))
        assert "The public page of this board" not in text_of(browser.get(f"/organisations/{TRUST}/board/"))


def test_a_closed_unit_keeps_its_board(there: Project, clinic: Unit, lead: User) -> None:
    close_unit(unit=clinic, reason="Moved", by=lead.as_person())
    page = text_of(browser_of(lead).get(BOARD))
    assert "The unit is closed." in page
    assert "A card on the monitor" in page
