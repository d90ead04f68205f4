"""The way to a public page and to its poster: choose, read, tick, publish, renew, take down, print."""

import contextlib
import re
import zlib
from datetime import date, timedelta

import pytest
import segno
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localdate
from tests.lib.boards import TRUST, a_cycle
from tests.lib.improvement import an_approved_project, browser_of, somebody, text_of
from tests.lib.public_boards import ALL, PUBLISH, choice, put_up, read, seen_in

from clearway.common.organisations import directory
from clearway.web.boards.actions import months_ahead, revoke_link
from clearway.web.boards.models import PublicLink
from clearway.web.boards.poster import poster_pdf, poster_png
from clearway.web.boards.public import board_of, poster_chart
from clearway.web.boards.secrets import address_of
from clearway.web.boards.selectors import public_link
from clearway.web.people.models import User
from clearway.web.projects.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(full_board: Project) -> Project:
    """A project with something on every panel."""
    return full_board


@pytest.fixture(autouse=True)
def _no_limits_yet() -> None:
    cache.clear()


class TestPages:
    """The way to a public page: choose, read it, tick, publish."""

    def test_the_preview_shows_what_the_public_will_read_and_the_tick_is_needed(
        self, project: Project, lead: User
    ) -> None:
        browser = browser_of(lead)
        assert "Adopt" in text_of(browser.get(PUBLISH))
        page = browser.get(PUBLISH, choice(panels=["aim", "actions"]))
        assert "Order monitors" in text_of(page)
        assert "Owner" not in text_of(page)
        told = {**choice(panels=["aim", "actions"]), "seen": seen_in(page)}
        refused = browser.post(PUBLISH, told)
        assert "Tick the box when you have read" in text_of(refused)
        assert not PublicLink.objects.exists()
        done = browser.post(PUBLISH, {**told, "nobody_recognised": "on"}, follow=True)
        link = public_link(directory().get(TRUST), 1)
        assert address_of(link) in text_of(done)
        assert "Order monitors" in text_of(read(link))
        assert "A card on the monitor" not in text_of(read(link))

    def test_a_board_that_changed_since_it_was_read_is_read_again(self, project: Project, lead: User) -> None:
        browser = browser_of(lead)
        told = {**choice(), "seen": seen_in(browser.get(PUBLISH)), "nobody_recognised": "on"}
        a_cycle(project, lead, "Written meanwhile")
        page = browser.post(PUBLISH, told)
        assert "has changed since you looked" in text_of(page)
        assert "Written meanwhile" in text_of(page)
        assert not PublicLink.objects.exists()

    def test_nothing_chosen_is_told(self, project: Project, lead: User) -> None:
        page = text_of(browser_of(lead).get(PUBLISH, choice(panels=[], expires_on="")))
        assert "Choose at least one" in page
        assert "Enter a date" in page

    @pytest.mark.parametrize("day", [date(2020, 1, 1), localdate(), months_ahead(12) + timedelta(days=1)])
    def test_a_last_day_on_which_no_page_may_end_is_refused_before_anything_is_shown(
        self, project: Project, lead: User, day: date
    ) -> None:
        page = browser_of(lead).get(PUBLISH, choice(expires_on=day.isoformat()))
        said = text_of(page)
        assert "The last day has to lie ahead, at most 12 months. Choose a day up to" in said
        assert "Read it as everybody will" not in said

    def test_what_is_chosen_and_has_nothing_to_show_is_named(self, lead: User, approver: User) -> None:
        an_approved_project(lead, approver)
        said = text_of(browser_of(lead).get(PUBLISH, choice()))
        assert (
            "Ticked, and with nothing to show yet: How we are doing, What we are testing, What we decided, "
            "You said, we did." in said
        )
        assert "nothing to show yet" not in text_of(browser_of(lead).get(PUBLISH, choice(panels=["aim"])))

    def test_the_list_shows_what_ends_soon_first_and_the_board_says_so(
        self, project: Project, lead: User
    ) -> None:
        put_up(project, lead)
        put_up(project, lead, expires_on=timezone.localdate() + timedelta(days=9))
        revoke_link(link=put_up(project, lead), by=lead.as_person())
        browser = browser_of(lead)
        said = text_of(browser.get(ALL))
        assert said.index("Ends in 9 days") < said.index("Shown") < said.index("Taken down")
        board = text_of(browser.get(f"/organisations/{TRUST}/projects/1/board/"))
        assert "The public page of this board ends on" in board

    def test_it_is_renewed_and_taken_down_on_its_page(self, project: Project, lead: User) -> None:
        link, browser = put_up(project, lead), browser_of(lead)
        page = browser.get(f"{ALL}1/renew/")
        told = {
            **choice(expires_on=months_ahead(8).isoformat()),
            "seen": seen_in(page),
            "nobody_recognised": "on",
        }
        assert "Renewed" in text_of(browser.post(f"{ALL}1/renew/", told, follow=True))
        down = browser.post(f"{ALL}1/", {"reason": "The work has ended"}, follow=True)
        assert "Take the posters down too" in text_of(down)
        assert "The work has ended" in text_of(down)
        assert read(link).status_code == 404
        assert browser.get(f"{ALL}1/renew/").status_code == 404
        assert browser.get(f"{ALL}1/poster-a4.pdf").status_code == 404

    def test_only_those_who_run_improvement_work_see_addresses(self, project: Project, lead: User) -> None:
        put_up(project, lead)
        pages = [ALL, f"{ALL}1/", f"{ALL}1/renew/", f"{ALL}1/poster-a4.pdf", PUBLISH]
        reader, other = browser_of(somebody("reader")), browser_of(somebody("improvement-lead", "RJ1", "Ole"))
        assert {reader.get(page).status_code for page in pages} == {403}
        assert {other.get(page).status_code for page in pages} == {404}
        theirs = "/organisations/RJ1/board/public/1/"
        assert other.get(theirs).status_code == 404

    def test_who_may_not_see_own_figures_does_not_offer_them(self, project: Project, lead: User) -> None:
        assert "Own figures too" in text_of(browser_of(lead).get(PUBLISH))

    def test_pages_ask_no_more_for_more_links(self, project: Project, lead: User) -> None:
        put_up(project, lead)
        browser = browser_of(lead)
        browser.get(ALL)
        with CaptureQueriesContext(connection) as before:
            browser.get(ALL)
        for _ in range(3):
            put_up(project, lead)
        with CaptureQueriesContext(connection) as after:
            browser.get(ALL)
        assert len(after) == len(before)


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_a_poster_is_one_tagged_page_with_code_address_and_last_day(
    project: Project, lead: User, paper: str
) -> None:
    put_up(project, lead)
    response = browser_of(lead).get(f"{ALL}1/poster-{paper}.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in response.content
    assert response.content.count(b"/Type /Page\n") + response.content.count(b"/Type/Page/") <= 1


def test_a_poster_of_many_words_stays_on_one_page(project: Project, lead: User) -> None:
    link = put_up(project, lead)
    content = {**link.content, "title": "A long title " * 12}
    for panel in content["panels"]:
        panel["words"] = panel["words"] and panel["words"] * 40
        for line in panel["lines"]:
            line["then"] = line["then"] * 30
    board = board_of(directory().get(TRUST), content)
    chart = poster_chart(directory().get(TRUST), content)
    assert len(poster_png(board, chart, address_of(link), link.expires_on, "a4")) == 1
    assert poster_pdf(board, chart, address_of(link), link.expires_on, "a3").startswith(b"%PDF-")


def test_there_is_no_poster_on_other_paper(project: Project, lead: User) -> None:
    put_up(project, lead)
    assert browser_of(lead).get(f"{ALL}1/poster-a9.pdf").status_code == 404


def drawn_code(document: bytes, alt: str) -> tuple[list[list[bool]], float]:
    """The modules of the code as the PDF draws them, with the white around it, and the side of one (mm)."""
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL):
        with contextlib.suppress(zlib.error):
            text = zlib.decompress(found[1]).decode("latin-1")
            if f"/Alt({alt})" in text:
                break
    else:
        raise AssertionError(f"no picture says “{alt}”")
    text = text[text.index(f"/Alt({alt})") :]
    text = text[: text.index("EMC")]
    side = int(re.search(r"0 0 m (\d+) 0 l", text)[1])
    modules = [[False] * side for _ in range(side)]
    for x, y, until in re.findall(r"([\d.]+) (\d+)\.5 m ([\d.]+) \2\.5 l", text):
        for column in range(int(x), int(until)):
            modules[int(y)][column] = True
    return modules, float(re.search(r"q ([\d.]+) 0 0 -", text)[1]) * 25.4 / 72


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_the_code_that_is_printed_opens_the_page(project: Project, lead: User, paper: str) -> None:
    address = address_of(put_up(project, lead))
    document = browser_of(lead).get(f"{ALL}1/poster-{paper}.pdf").content
    drawn, millimetres = drawn_code(document, f"QR code that opens {address}")
    wanted = [[bool(one) for one in row] for row in segno.make_qr(address, error="Q").matrix]
    white = 4
    assert [row[white:-white] for row in drawn[white:-white]] == wanted
    assert sum(map(sum, drawn)) == sum(map(sum, wanted))
    assert len(wanted) * millimetres >= 25
