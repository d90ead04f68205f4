"""What a team shows to others, before a browser: a public page with its poster, and a test in the library."""

from playwright.sync_api import Page, expect
from tests.lib.browser_improvement import press, says, share, told, unfold
from tests.lib.watched_pages import check_accessible

IDEA, ADOPTED = "identification-1", "A monitor in each room"


def is_a_tagged_pdf(content: bytes) -> None:
    for part in (b"%PDF-", b"/StructTreeRoot", b"<pdfuaid:part>1</pdfuaid:part>"):
        assert part in content


def puts_up_a_poster_and_takes_it_down(lead: Page, nobody: Page, project: str) -> None:
    """Whoever has the address reads it on a phone, until it is taken down."""
    lead.goto(f"{project}board/")
    lead.get_by_role("link", name="Publish with a poster").click()
    check_accessible(lead)
    press(lead, "Put it up")
    says(lead, "Tick the box when you have read the page as the public will")
    lead.get_by_label("I have read all of it").check()
    press(lead, "Put it up")
    told(lead, "Everybody who has the address can read the page now")
    poster = lead.get_by_role("link", name="A4 poster (PDF)").get_attribute("href")
    is_a_tagged_pdf(lead.request.get(str(poster)).body())
    address = lead.locator(".app-address a").inner_text().replace("127.0.0.1", "localhost")
    nobody.set_viewport_size({"width": 360, "height": 740})
    nobody.goto(address)
    says(nobody, "95% by March")
    expect(nobody.get_by_role("main")).not_to_contain_text("Imogen")
    check_accessible(nobody)
    assert nobody.evaluate("document.documentElement.scrollWidth") <= 360
    unfold(lead, "Take the page down")
    press(lead, "Take it down")
    told(lead, "The page is taken down")
    gone = nobody.request.get(address)
    assert gone.status == 404
    assert "95% by March" not in gone.text()


def another_trust_copies(lead: Page, other: Page, project: str) -> None:
    lead.goto(f"{project}cycles/3/")
    share(lead, ADOPTED)
    check_accessible(lead)
    other.goto(f"/packages/smoke-free-pregnancies/ideas/{IDEA}/")
    other.get_by_role("link", name="See it in the library").click()
    check_accessible(other)
    other.get_by_role("link", name=ADOPTED, exact=True).first.click()
    says(other, "With a monitor at hand the habit needs three weeks")
    other.get_by_role("link", name="Copy into one of our projects").click()
    press(other, "Copy it")
    expect(other.get_by_role("alert")).to_contain_text("Choose one of your projects")
    check_accessible(other)
    other.get_by_label("Project").select_option(
        label="A second test at 36 weeks (Birchwater Hospitals (made up))"
    )
    press(other, "Copy it")
    told(other, "Copied with the shared words")
    says(other, "Copied from a test of Alderbrook Hospitals (made up)")
    says(other, "Find out whether the visit can begin with the test")
    expect(other.get_by_role("main")).not_to_contain_text("47 of 50")
