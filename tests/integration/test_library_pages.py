"""The library as people see it: sharing from a decided test, finding it from another trust, copying it."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.lib.improvement import TRUST, a_project, browser_of, somebody, text_of
from tests.lib.library import IDEA, LESSON, SETTING, TEXTS, a_decided_cycle, shared

from clearway.web.cycles.actions.cycles import plan_cycle, write_cycle
from clearway.web.cycles.models import Cycle
from clearway.web.library.looking import Contact
from clearway.web.library.models import SharedVersion
from clearway.web.people.models import User
from clearway.web.projects.models import Project

pytestmark = pytest.mark.django_db
OTHER = "RJ1"
CYCLE = f"/organisations/{TRUST}/projects/1/cycles/1/"
SHARE = CYCLE + "share/"
TYPED = {
    "title": "Monitor beside the cuff",
    "unit": "community",
    "births": "4000-5999",
    "who": "Women booking in two clinics",
    "objective": "Whether it is used",
    "results": "It was used",
    "lesson": LESSON,
    "questions": ["1"],
    "consent": "on",
}


@pytest.fixture
def lead() -> User:
    return somebody("improvement-lead", name="Imogen Leadwell")


@pytest.fixture
def project(lead: User) -> Project:
    return a_project(lead, title="Our own name of it")


@pytest.fixture
def cycle(project: Project, lead: User) -> Cycle:
    return a_decided_cycle(project, lead)


@pytest.fixture
def other() -> Client:
    return browser_of(somebody("improvement-lead", OTHER))


def test_a_decided_test_is_shared_from_its_page_and_found_from_its_idea(
    cycle: Cycle, lead: User, other: Client
) -> None:
    browser = browser_of(lead)
    assert "Share it with the collaborative" in text_of(browser.get(CYCLE))
    form = text_of(browser.get(SHARE))
    assert "Whoever copies it plans with these words" in form
    page = text_of(browser.post(SHARE, TYPED, follow=True))
    assert "This is what people of other trusts see" in page
    assert "copied by nobody yet" in text_of(browser.get(CYCLE))
    assert "1 test of it, by 1 trust" in text_of(other.get(f"/packages/smoke-free-pregnancies/ideas/{IDEA}/"))
    found = text_of(other.get(f"/library/ideas/{IDEA}/"))
    assert "Monitor beside the cuff" in found
    assert "Is it used every time? predicted yes, 80% sure" in found
    assert "With how many women?" not in found, "the question was not ticked"


def test_the_form_begins_with_the_words_of_the_cycle_but_not_with_who_does_it(
    cycle: Cycle, lead: User
) -> None:
    form = browser_of(lead).get(SHARE).content.decode()
    assert "What we learned, in the record" in form
    assert "Stop rule, in the record" in form
    assert "Who does what, in the record" not in form
    assert form.count('type="checkbox" value="1" checked') == 1, "questions are ticked"
    assert 'name="consent" type="checkbox" value="on" checked' not in form


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"consent": ""}, "Read the words and confirm"),
        ({"lesson": ""}, "Say what others can learn"),
        ({"contact_name": "Ann Nother"}, "Enter both the name and how to reach them"),
        ({"lesson": "Ask Imogen Leadwell"}, "The words name Imogen Leadwell"),
        ({"unit": "palace"}, "palace is not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    cycle: Cycle, lead: User, change: dict[str, str], said: str
) -> None:
    page = text_of(browser_of(lead).post(SHARE, TYPED | change))
    assert "There is a problem" in page
    assert said in page
    assert "Whether it is used" in page
    assert not SharedVersion.objects.exists()


def test_a_test_that_still_runs_is_not_offered_for_sharing(project: Project, lead: User) -> None:
    plan_cycle(project=project, title="Running", scale="one-shift", by=lead.as_person())
    browser = browser_of(lead)
    assert "Share it with the collaborative" not in text_of(browser.get(CYCLE))
    assert "Only a decided test is shared" in text_of(browser.get(SHARE, follow=True))


def test_other_trusts_read_the_shared_words_and_nothing_else_of_the_record(
    cycle: Cycle, lead: User, other: Client
) -> None:
    test = shared(cycle, lead)
    now = Cycle.objects.get(pk=cycle.pk)
    write_cycle(cycle=now, expected=now.version, texts={}, title="Renamed since", by=lead.as_person())
    for address in ("/library/", f"/library/ideas/{IDEA}/", f"/library/tests/{test.pk}/"):
        page = text_of(other.get(address))
        for hidden in ("in the record", "Our own name of it", "Imogen", "Renamed since"):
            assert hidden not in page, address
    for words in (LESSON, *TEXTS.values(), SETTING.who, SETTING.circumstances):
        assert words in page
    assert other.get(CYCLE).status_code == 404


def test_a_copy_says_where_it_comes_from_and_is_counted(cycle: Cycle, lead: User) -> None:
    taker = somebody("improvement-lead", OTHER)
    a_project(taker, OTHER, "Monitors for all")
    test = shared(cycle, lead, contact=Contact("Ann Nother", "ann@trust.example"), looked=["Ann Nother"])
    other = browser_of(taker)
    assert "Copy into one of our projects" in text_of(other.get(f"/library/tests/{test.pk}/"))
    chosen = {"title": "Monitor, ours", "scale": "one-woman"}
    copied = text_of(other.post(f"/library/tests/{test.pk}/copy/", chosen))
    assert "Choose one of your projects" in copied
    chosen["project"] = str(Project.objects.get(org_code=OTHER).pk)
    page = text_of(other.post(f"/library/tests/{test.pk}/copy/", chosen, follow=True))
    assert "Copied from a test of Barts Health NHS Trust, shared on" in page
    assert "Contact: Ann Nother, ann@trust.example" in page
    assert "copied once" in text_of(browser_of(lead).get(f"/library/ideas/{IDEA}/"))


def test_nobody_copies_into_a_project_of_another_trust(cycle: Cycle, lead: User, other: Client) -> None:
    test = shared(cycle, lead)
    typed = {"title": "x", "scale": "one-woman", "project": str(cycle.project.pk)}
    assert other.post(f"/library/tests/{test.pk}/copy/", typed).status_code == 200
    assert Cycle.objects.count() == 1


def test_a_withdrawn_test_is_gone_for_everybody_and_its_reason_stays_at_home(
    cycle: Cycle, lead: User, other: Client
) -> None:
    test = shared(cycle, lead)
    page = text_of(browser_of(lead).post(SHARE + "withdraw/", {"reason": "A figure was wrong"}, follow=True))
    assert "A figure was wrong" in page
    for address in (f"/library/tests/{test.pk}/", f"/library/tests/{test.pk}/copy/"):
        assert other.get(address).status_code == 404
    assert "No trust has shared a test of this idea yet" in text_of(other.get(f"/library/ideas/{IDEA}/"))


def test_withdrawing_needs_a_reason(cycle: Cycle, lead: User) -> None:
    test = shared(cycle, lead)
    browser = browser_of(lead)
    assert "Reason is missing" in text_of(browser.post(SHARE + "withdraw/", {"reason": " "}, follow=True))
    refused = browser.post(SHARE + "withdraw/", {"reason": "too long " * 2000})
    soup = BeautifulSoup(refused.content, "html.parser")
    assert "".join(soup.select("title")[0].get_text().split()).startswith("Error:")
    (link,) = soup.select(".nhsuk-error-summary a")
    (box,) = soup.select(f"textarea{link['href']}")
    assert box.get_text().strip() == ("too long " * 2000).strip()  # what was typed is not lost
    assert soup.select_one(f"#{str(box['aria-describedby']).strip()}") is not None
    assert browser.get(f"/library/tests/{test.pk}/").status_code == 200


def test_a_project_says_how_many_decided_tests_are_not_shared(project: Project, lead: User) -> None:
    browser, page = browser_of(lead), f"/organisations/{TRUST}/projects/1/shared/"
    assert "No test of this project is decided yet" in text_of(browser.get(page))
    for _ in range(3):
        a_decided_cycle(project, lead)
    assert "3 decided tests are not shared yet" in text_of(browser.get(page))
    shared(Cycle.objects.get(number=2), lead)
    assert "2 decided tests are not shared yet" in text_of(browser.get(page))
    assert "2 decided tests are not shared yet" in text_of(browser.get(f"/organisations/{TRUST}/library/"))


class TestWhoMaySee:
    @pytest.mark.parametrize(
        ("role", "code", "status"),
        [
            ("reader", OTHER, 200),
            ("network-lead", "QMF", 200),
            ("national-analyst", "ENG", 200),
            ("administrator", TRUST, 403),
        ],
    )
    def test_whoever_sees_improvement_anywhere(
        self, cycle: Cycle, lead: User, role: str, code: str, status: int
    ) -> None:
        test, browser = shared(cycle, lead), browser_of(somebody(role, code))
        for address in ("/library/", f"/library/ideas/{IDEA}/", f"/library/tests/{test.pk}/"):
            assert browser.get(address).status_code == status
        assert browser.get(f"/library/tests/{test.pk}/copy/").status_code == 403, (
            "copying is running projects"
        )

    def test_nobody_without_an_account_not_even_how_often_an_idea_was_tested(
        self, client: Client, cycle: Cycle, lead: User
    ) -> None:
        shared(cycle, lead)
        assert client.get("/library/").headers["Location"].startswith("/account/login/")
        assert "Tested by others" not in text_of(
            client.get(f"/packages/smoke-free-pregnancies/ideas/{IDEA}/")
        )

    def test_a_reader_of_the_trust_is_not_offered_to_share(self, cycle: Cycle) -> None:
        browser = browser_of(somebody("reader"))
        assert "Share it" not in text_of(browser.get(CYCLE))
        assert "Share it" not in text_of(browser.get(f"/organisations/{TRUST}/library/"))
