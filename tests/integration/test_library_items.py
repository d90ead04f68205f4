"""Case studies and tools: offered by a trust, read by all, taken back with a reason."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.lib.improvement import TRUST, browser_of, somebody, text_of
from tests.lib.library import IDEA, an_item

from clearway.common.errors import ClearwayError
from clearway.web.library.actions import items
from clearway.web.library.models import ItemBody, LibraryItem
from clearway.web.people.models import User

pytestmark = pytest.mark.django_db
OTHER = "RJ1"
NEW = f"/organisations/{TRUST}/library/items/new/"
TYPED = {
    "kind": "case-study",
    "title": "Six months of monitors",
    "summary": "What it took",
    "words": "It took…",
}


@pytest.fixture
def lead() -> User:
    return somebody("improvement-lead")


@pytest.fixture
def other() -> Client:
    return browser_of(somebody("reader", OTHER))


def test_a_case_study_is_offered_and_found_under_its_idea(lead: User, other: Client) -> None:
    page = text_of(browser_of(lead).post(NEW, TYPED | {"about": f"identification/{IDEA}"}, follow=True))
    assert "It is in the library" in page
    assert "Six months of monitors" in text_of(other.get(f"/library/ideas/{IDEA}/"))
    assert "Six months of monitors" in text_of(other.get("/library/?text=took"))
    assert "Six months of monitors" not in text_of(other.get("/library/?decision=adopt"))


def test_a_file_leaves_as_a_download_whatever_it_is(lead: User, other: Client) -> None:
    file = SimpleUploadedFile("../../list <b>.txt", b"<script>alert(1)</script>")
    browser_of(lead).post(NEW, TYPED | {"file": file})
    item = LibraryItem.objects.get()
    response = other.get(f"/library/items/{item.pk}/file/")
    assert response.content == b"<script>alert(1)</script>"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert "/" not in item.file_name


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"words": ""}, "There is nothing to read"),
        ({"link": "javascript:alert(1)"}, "Enter a web address"),
        ({"file": SimpleUploadedFile("tool.exe", b"MZ")}, "are not taken"),
        ({"file": SimpleUploadedFile("tool.pdf", b"no pdf")}, "is not that of a .pdf file"),
        ({"contact_reached": "ann@trust.example"}, "Enter both the name"),
        ({"title": ""}, "Enter the title"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_reason(
    lead: User, change: dict[str, object], said: str
) -> None:
    page = text_of(browser_of(lead).post(NEW, TYPED | change))
    assert said in page
    assert not LibraryItem.objects.exists()


def test_the_files_of_a_trust_have_a_limit_together(lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(items, "LARGEST_LIBRARY", 30)
    an_item(lead)
    with pytest.raises(ClearwayError, match="together"):
        an_item(lead)
    an_item(somebody("improvement-lead", OTHER), OTHER)


def test_a_withdrawn_item_is_gone_with_its_file_and_contact(lead: User, other: Client) -> None:
    item = an_item(lead, contact=items.Contact("Ann Nother", "ann@trust.example"), looked=["Ann Nother"])
    where = f"/organisations/{TRUST}/library/items/{item.pk}/withdraw/"
    page = text_of(browser_of(lead).post(where, {"reason": "Out of date"}, follow=True))
    assert "Out of date" in page
    for address in (f"/library/items/{item.pk}/", f"/library/items/{item.pk}/file/"):
        assert other.get(address).status_code == 404
    assert not ItemBody.objects.exists()
    assert LibraryItem.objects.get().contact_name == ""


def test_another_trust_withdraws_nothing(lead: User) -> None:
    item = an_item(lead)
    browser = browser_of(somebody("trust-lead", OTHER))
    for code in (TRUST, OTHER):
        where = f"/organisations/{code}/library/items/{item.pk}/withdraw/"
        assert browser.post(where, {"reason": "x"}).status_code == 404
    assert LibraryItem.objects.get().withdrawn_at is None


def test_an_item_without_a_file_has_no_download(lead: User, other: Client) -> None:
    item = an_item(lead, file=None, link="https://example.org/tool")
    assert "https://example.org/tool" in other.get(f"/library/items/{item.pk}/").content.decode()
    assert other.get(f"/library/items/{item.pk}/file/").status_code == 404


@pytest.mark.parametrize("page", ["", "copy/"])
def test_a_number_larger_than_any_test_is_not_there(page: str) -> None:
    other = browser_of(somebody("improvement-lead", "RJ1"))
    assert other.get(f"/library/tests/{10**22}/{page}").status_code == 404
