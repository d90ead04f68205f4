"""Words that leave a trust by library or public board: refused, looked at, taken out; hidden on a wall."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.lib.boards import TRUST, a_cycle
from tests.lib.improvement import a_project, browser_of, somebody, text_of
from tests.lib.library import TEXTS, a_decided_cycle, an_item, shared
from tests.lib.public_boards import PUBLISH, choice, put_up, read, seen_in

from clearway.common.organisations import directory
from clearway.web.boards.looking import veiled
from clearway.web.boards.models import PublicLink
from clearway.web.boards.places import place_of
from clearway.web.cycles.models import Cycle
from clearway.web.library.actions.items import File
from clearway.web.library.looking import Contact
from clearway.web.library.models import LibraryItem, SharedVersion
from clearway.web.library.naming import names_of
from clearway.web.library.vocabulary import CONSENT, LOOKED
from clearway.web.people.access import NOBODY
from clearway.web.people.looking import RecognisedError
from clearway.web.people.models import User
from clearway.web.projects.actions.team import add_member
from clearway.web.projects.actions.work import start_action
from clearway.web.projects.models import Project

pytestmark = pytest.mark.django_db
SHARE = f"/organisations/{TRUST}/projects/1/cycles/1/share/"
NEW = f"/organisations/{TRUST}/library/items/new/"
NUMBER = "943 476 5919"
NAMES = ["Imogen", "Dr Foster"]
NEEDED = {"unit": "community", "births": "4000-5999", "who": "Women", "consent": "on", "title": "A card"}
TYPED = {**NEEDED, "objective": "x", "results": "x", "lesson": "Ask Imogen, as Dr Foster did"}
ITEM = {"kind": "tool", "title": "Card of Imogen", "summary": "One page", "words": "It took…"}


@pytest.fixture
def lead() -> User:
    return somebody("improvement-lead", name="Imogen Leadwell")


@pytest.fixture
def leads(lead: User) -> Client:
    return browser_of(lead)


def listed(page: HttpResponse) -> list[str]:
    """The words of the list, as its tick sends them."""
    return [
        html.unescape(each) for each in re.findall(r'name="looked_at" value="([^"]*)"', page.content.decode())
    ]


class TestLibrary:
    """A shared test, a case study, a tool."""

    @pytest.fixture
    def cycle(self, lead: User) -> Cycle:
        return a_decided_cycle(a_project(lead), lead)

    def test_possible_names_are_shared_once_somebody_looked_at_them(
        self, cycle: Cycle, leads: Client
    ) -> None:
        page = leads.post(SHARE, TYPED)
        assert "Look at “Imogen” (What others can learn), “Dr Foster” (What others can learn)" in text_of(
            page
        )
        assert "Ask Imogen, as Dr Foster did" in text_of(page)
        assert not SharedVersion.objects.exists()
        leads.post(SHARE, {**TYPED, "looked": "on", "looked_at": listed(page)})
        assert SharedVersion.objects.get().consent == f"{CONSENT} {LOOKED}"

    def test_the_tick_is_for_the_words_that_were_listed(self, cycle: Cycle, leads: Client) -> None:
        looked = {"looked": "on", "looked_at": listed(leads.post(SHARE, TYPED))}
        page = leads.post(SHARE, {**TYPED, **looked, "who": "Women of Mrs Patel"})
        assert "Look at “Mrs Patel” (Who it was tested with): change the words" in text_of(page)
        assert re.search(r'name="looked" type="checkbox"[^>]*checked', page.content.decode()) is None
        assert not SharedVersion.objects.exists()

    def test_words_with_nothing_in_them_need_no_second_tick(self, cycle: Cycle, leads: Client) -> None:
        plain = {**TYPED, "lesson": "In May the CO test came first"}
        assert "Please look at these words" not in text_of(leads.get(SHARE))
        leads.post(SHARE, plain)
        assert "looked" not in SharedVersion.objects.get().consent

    def test_the_list_stands_there_before_anything_is_sent(self, lead: User, leads: Client) -> None:
        a_decided_cycle(a_project(lead), lead, title="Dr Foster’s card")
        page = text_of(leads.get(SHARE))
        assert "Please look at these words" in page
        assert "“Dr Foster” looks like a title with a name." in page

    @pytest.mark.parametrize(
        "field", ["title", "who", "circumstances", "lesson", "objective", "results", "contact_reached"]
    )
    def test_a_womans_number_is_refused_in_every_field_and_no_tick_helps(
        self, cycle: Cycle, leads: Client, field: str
    ) -> None:
        typed = {**TYPED, "contact_name": "Midwife in charge", "contact_reached": "x", field: f"see {NUMBER}"}
        page = text_of(leads.post(SHARE, {**typed, "looked": "on", "looked_at": [NUMBER, *NAMES]}))
        assert f"“{NUMBER}” is an NHS number. Take it out" in page
        assert f"see {NUMBER}" in page
        assert not SharedVersion.objects.exists()

    def test_a_question_that_is_shared_is_looked_at_and_one_that_stays_is_not(
        self, cycle: Cycle, lead: User
    ) -> None:
        cycle.questions.filter(number=1).update(words="Does Imogen like it?")
        shared(cycle, lead, questions=[2])
        with pytest.raises(RecognisedError, match="Questions and predictions to share: “Imogen”"):
            shared(cycle, lead, questions=[1])

    def test_the_words_and_the_name_of_the_file_of_an_item_are_looked_at(self, leads: Client) -> None:
        file = SimpleUploadedFile("notes_imogen-leadwell.txt", b"x")
        page = text_of(leads.post(NEW, {**ITEM, "words": f"of {NUMBER}", "file": file}))
        assert f"Words: “{NUMBER}” is an NHS number" in page
        assert "Name of the file: The words name imogen leadwell" in page
        assert "“Imogen” is a first name or surname of somebody you work with." in page
        assert "Choose the file again" in page
        assert "What is in a file, and behind a link, is not looked at" in page
        assert not LibraryItem.objects.exists()

    def test_an_item_is_offered_once_its_words_were_looked_at(self, leads: Client) -> None:
        looked = {"looked": "on", "looked_at": listed(leads.post(NEW, ITEM))}
        leads.post(NEW, {**ITEM, **looked})
        assert LibraryItem.objects.get().title == "Card of Imogen"

    def test_a_contact_may_be_oneself_and_of_somebody_else_one_says_that_they_agreed(
        self, lead: User
    ) -> None:
        an_item(lead, contact=Contact("Imogen Leadwell", "imogen@trust.example, 0121 496 0000"))
        an_item(lead, contact=Contact("The infant feeding team", "feeding@trust.example"))
        other = Contact("Ann Nother", "ann@trust.example")
        with pytest.raises(RecognisedError, match="“Ann Nother” is given as the contact"):
            an_item(lead, contact=other)
        an_item(lead, contact=other, looked=["Ann Nother"])

    def test_the_ending_and_the_strokes_of_a_file_hide_no_name(self, lead: User) -> None:
        with pytest.raises(RecognisedError, match="Name of the file: “Imogen”"):
            an_item(lead, file=File("card_Imogen.txt", b"x"))

    def test_owners_and_members_are_known_and_what_somebody_does_is_no_name(self, lead: User) -> None:
        project = a_project(lead)
        place, by = directory().get(TRUST), lead.as_person()
        for owner in ("Zora Keys", "Ward manager", "the team"):
            start_action(organisation=place, project=project, title="x", owner=owner, by=by)
        add_member(project=project, role="helper", name="Cy Tester", by=by)
        assert {"Imogen Leadwell", "Zora Keys", "Cy Tester"} <= names_of(place)
        assert not {"Ward manager", "the team"} & names_of(place)
        shared(
            a_decided_cycle(project, lead), lead, texts={**TEXTS, "results": "The ward manager and the team"}
        )


class TestBoards:
    """The preview of a public page, and the wall."""

    @pytest.fixture
    def lead(self) -> User:
        return somebody("improvement-lead", name="Imogen Leadwell")

    @pytest.fixture
    def project(self, full_board: Project, lead: User) -> Project:
        a_cycle(full_board, lead, "Dr Foster and Imogen try it")
        return full_board

    def test_possible_names_are_listed_and_ticked(self, project: Project, leads: Client) -> None:
        page = leads.get(PUBLISH)
        assert "3. Please look at these words" in text_of(page)
        told = {**choice(), "seen": seen_in(page), "nobody_recognised": "on"}
        assert "Look at “Dr Foster” (What we are testing)" in text_of(leads.post(PUBLISH, told))
        assert not PublicLink.objects.exists()
        leads.post(PUBLISH, {**told, "looked": "on", "looked_at": listed(page)})
        assert "Dr Foster and Imogen try it" in text_of(read(PublicLink.objects.get()))

    def test_what_is_taken_out_is_on_no_page_and_stays_where_it_was_written(
        self, project: Project, leads: Client
    ) -> None:
        page = leads.get(PUBLISH, choice(taken_out=["Dr Foster", "Imogen"]))
        assert "a member of staff and a member of staff try it" in text_of(page)
        told = {**choice(), "taken_out": ["Dr Foster", "Imogen"], "seen": seen_in(page)}
        leads.post(PUBLISH, {**told, "nobody_recognised": "on"})
        assert "Imogen" not in text_of(read(PublicLink.objects.get()))
        assert Cycle.objects.filter(title="Dr Foster and Imogen try it").exists()

    def test_a_womans_number_is_never_put_up(self, project: Project, lead: User, leads: Client) -> None:
        a_cycle(project, lead, f"The woman of {NUMBER}")
        page = leads.get(PUBLISH)
        assert "This cannot be shared" in text_of(page)
        assert "Put it up" not in text_of(page)
        with pytest.raises(RecognisedError, match="NHS number"):
            put_up(project, lead, looked=[NUMBER, "Dr Foster", "Imogen"])
        put_up(project, lead, looked=["Dr Foster", "Imogen"], taken_out=[NUMBER])
        assert "The woman of (taken out)" in text_of(read(PublicLink.objects.get()))

    def test_on_a_wall_they_are_hidden_because_nobody_looks(self, project: Project) -> None:
        hide = veiled(place_of(project.organisation, None, NOBODY, on_wall=True))
        assert (
            hide("Dr Foster and Imogen try it in May")
            == "a member of staff and a member of staff try it in May"
        )
        assert hide(f"see {NUMBER}, 0121 496 0000") == "see (number taken out), (number taken out)"
        assert hide("A CO test before the PDSA of May") == "A CO test before the PDSA of May"
