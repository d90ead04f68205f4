"""Learning boards: what they show to whom, on the page, on a wall and on paper; sharing them is recorded."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.lib.boards import TRUST, a_cycle
from tests.lib.improvement import a_project, an_approved_project, browser_of, somebody, text_of
from tests.lib.own_figures import enter_figures

from clearway.common.organisations import directory
from clearway.web.audit.models import ChangeEvent
from clearway.web.boards import panels
from clearway.web.boards.models import Share
from clearway.web.boards.paper import board_pdf, board_png
from clearway.web.boards.places import place_of, without_names
from clearway.web.boards.selectors import projects_shared
from clearway.web.people.access import NOBODY, access_of_user
from clearway.web.people.models import User
from clearway.web.projects.actions.charters import save_charter
from clearway.web.projects.actions.plans import plan_measure
from clearway.web.projects.models import Project

pytestmark = pytest.mark.django_db
OWN = f"/organisations/{TRUST}/board/"
OF_PROJECT = f"/organisations/{TRUST}/projects/1/board/"
WALL = f"/wall/{TRUST}/organisation/"
LEAD = "Una improvement-lead"


@pytest.fixture
def one_more_panel() -> Iterator[panels.Panel]:
    """A panel of another part of the site, taken away again."""
    panel = panels.Panel("huddles", "Huddles", "No huddle.", lambda place: panels.Content(words=place.board))
    panels.register(panel, after="aim")
    yield panel
    panels._panels.remove(panel)


def test_a_project_board_has_its_panels_in_order(full_board: Project, lead: User) -> None:
    said = text_of(browser_of(lead).get(OF_PROJECT))
    in_order = [
        "Our vision", "Expected outcomes of ours", "Our aim", "Aim of ours", "How we are doing",
        "What we are testing", "A card on the monitor", "What we decided", "Adopt", "A reminder at the door",
        "What is to be done", "Order monitors", "Tell the wards", "You said, we did", "Ask us in private",
        "We did:", "A room is kept free",
    ]  # fmt: skip
    places = [said.index(words) for words in in_order]
    assert places == sorted(places)
    assert "by 31 January 2026" in said
    assert LEAD in said
    assert "late" in said


def test_the_board_of_the_organisation_is_of_all_approved_projects(
    full_board: Project, lead: User, approver: User
) -> None:
    other = an_approved_project(lead, approver, title="Referral within a day")
    a_cycle(other, lead, "A phone call instead of a letter")
    said = text_of(browser_of(lead).get(OWN))
    assert "A card on the monitor" in said
    assert "A phone call instead of a letter" in said
    assert "A phone call" not in text_of(browser_of(lead).get(OF_PROJECT))


def test_an_empty_board_says_what_is_missing(lead: User) -> None:
    said = text_of(browser_of(lead).get(OWN))
    for panel in panels._panels:
        assert panel.empty in said


def test_another_trust_does_not_find_the_board(full_board: Project) -> None:
    elsewhere = browser_of(somebody("improvement-lead", "RJ1", "Ole Other"))
    assert [elsewhere.get(page).status_code for page in (OWN, OF_PROJECT, f"{OWN}a4.pdf", WALL)] == [404] * 4


def test_own_figures_are_drawn_for_those_who_may_see_them(full_board: Project, lead: User) -> None:
    enter_figures(TRUST)
    own = place_of(directory().get(TRUST), full_board, access_of_user(lead))
    assert {one.id for one in panels._panels[2].build(own).pictures} == {"chart-smoke-booking"}


def test_other_parts_add_panels_where_they_want(
    full_board: Project, lead: User, one_more_panel: panels.Panel
) -> None:
    panels.register(one_more_panel, after="aim")  # twice is once
    said = text_of(browser_of(lead).get(OF_PROJECT))
    assert said.index("Our aim") < said.index("Huddles project-1") < said.index("How we are doing")
    assert said.count("Huddles") == 1


def test_the_number_of_queries_does_not_grow_with_projects(
    full_board: Project, lead: User, approver: User
) -> None:
    browser = browser_of(lead)
    browser.get(OWN)
    with CaptureQueriesContext(connection) as before:
        browser.get(OWN)
    for number, measure in enumerate(("quit-date-set", "nrt", "referred-specialist")):
        more = an_approved_project(lead, approver, title=f"More {number}")
        a_cycle(more, lead, f"Test {number}")
        plan_measure(project=more, kind="process", measure=measure, title=measure, by=lead.as_person())
    with CaptureQueriesContext(connection) as after:
        browser.get(OWN)
    assert len(after) <= len(before)


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_the_board_is_a_tagged_pdf(full_board: Project, lead: User, paper: str) -> None:
    response = browser_of(lead).get(f"{OF_PROJECT}{paper}.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in response.content
    assert b"/StructTreeRoot" in response.content


def test_there_is_no_other_paper(full_board: Project, lead: User) -> None:
    assert browser_of(lead).get(f"{OF_PROJECT}a9.pdf").status_code == 404


def test_what_people_write_is_never_markup_on_paper(lead: User) -> None:
    a_cycle(a_project(lead), lead, '#panic("no") $x$ *b* \\ ] // </script>')
    place = place_of(directory().get(TRUST), None, access_of_user(lead))
    shown = panels.shown(place)
    assert board_pdf(place, shown, "a4").startswith(b"%PDF-")
    assert board_png(place, shown, "a4")[0].startswith(b"\x89PNG")


def test_signs_that_no_font_has_are_replaced_on_paper_and_refuse_nothing(lead: User) -> None:
    a_cycle(a_project(lead, title="你好"), lead, "We heard: বাংলা 🤰🏽 \x07\u202e \ufe0f")
    place = place_of(directory().get(TRUST), None, access_of_user(lead))
    assert board_pdf(place, panels.shown(place), "a4").startswith(b"%PDF-")


def test_names_are_taken_out_whole_and_in_any_case(full_board: Project, lead: User) -> None:
    place = place_of(directory().get(TRUST), full_board, NOBODY, on_wall=True)
    hide = without_names(place)
    assert hide(f"ask {LEAD.upper()}, please") == "ask a member of staff, please"
    assert hide("Unaware improvement-leads") == "Unaware improvement-leads"


def test_sharing_is_recorded_with_who_when_and_with_whom(full_board: Project, lead: User) -> None:
    today = timezone.localdate()
    told = browser_of(lead).post(
        OF_PROJECT, {"audience": "staff", "with_whom": "Ward huddle", "on": today.isoformat()}, follow=True
    )
    assert "Ward huddle" in text_of(told)
    row = Share.objects.get()
    assert (row.project, row.with_whom, row.on, row.person) == (full_board, "Ward huddle", today, LEAD)
    assert row.audience == "staff"
    assert ChangeEvent.objects.filter(action="share learning board", organisation=TRUST).count() == 1
    trust = directory().get(TRUST)
    assert projects_shared(trust, today, today) == 1
    assert projects_shared(trust, today - timedelta(days=9), today - timedelta(days=1)) == 0


def test_a_day_to_come_is_refused_and_what_was_typed_stays(full_board: Project, lead: User) -> None:
    ahead = (timezone.localdate() + timedelta(days=1)).isoformat()
    page = (
        browser_of(lead)
        .post(OWN, {"audience": "staff", "with_whom": "Ward huddle", "on": ahead})
        .content.decode()
    )
    assert "has not come yet" in page
    assert re.search(r'value="Ward huddle"', page)
    assert not Share.objects.exists()


def test_who_only_reads_records_no_sharing(full_board: Project) -> None:
    reader = browser_of(somebody("reader"))
    page = reader.post(
        OWN, {"audience": "staff", "with_whom": "Huddle", "on": timezone.localdate().isoformat()}
    )
    assert "Record that it was shared" not in text_of(page)
    assert not Share.objects.exists()


def test_shares_are_only_ever_added(full_board: Project, lead: User) -> None:
    Share.objects.create(
        org_code=TRUST, on=timezone.localdate(), with_whom="x", at=timezone.now(), person="x"
    )
    for change in (lambda: Share.objects.update(with_whom="y"), lambda: Share.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_approved_charter_stands_on_the_board_while_another_is_written(
    full_board: Project, lead: User
) -> None:
    save_charter(project=full_board, texts={"aim": "Half as many by spring"}, base=2, by=lead.as_person())
    said = text_of(browser_of(lead).get(OF_PROJECT))
    assert "Aim of ours" in said
    assert "Half as many by spring" not in said
