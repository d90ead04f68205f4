"""A trust lead imports a file with two bad rows, mends them on the screen, approves, and takes it back."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

UPLOADS = "/organisations/DEMO1/uploads/"
COLUMNS = ("organisation_code", "period", "measure_code", "numerator", "denominator", "comment")


def last_month() -> str:
    return f"{date.today().replace(day=1) - timedelta(days=1):%Y-%m}"  # noqa: DTZ011 - England's day


def a_file(*rows: tuple[str, str, str]) -> dict[str, object]:
    """A file as a browser takes it; every figure is said to have been looked at."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(["DEMO1", last_month(), *row, "Looked at"] for row in rows)
    return {"name": "last month.csv", "mimeType": "text/csv", "buffer": out.getvalue().encode()}


def sign_in(page: Page) -> None:
    page.goto("/demonstration/")
    page.get_by_role("button", name="Sign in as Tilda Truslow").click()
    expect(page.get_by_role("link", name=re.compile("Tilda Truslow"))).to_be_visible()


def upload(page: Page, *rows: tuple[str, str, str]) -> None:
    page.goto(UPLOADS)
    page.locator("input[type=file]").set_input_files(a_file(*rows))  # type: ignore[arg-type]
    page.get_by_role("button", name="Upload and review").click()


def until(page: Page, heading: str) -> None:
    """The page goes on by itself when the job is done."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading, timeout=30_000)


BAD = (("smoke-booking", "eleven", "131"), ("smoke-delivery", "9", "12 0"))


def test_two_bad_rows_are_mended_the_month_is_imported_and_the_import_undone(
    page: Page, accessible: Callable[[], None]
) -> None:
    sign_in(page)
    page.goto(UPLOADS)
    accessible()
    page.get_by_role("button", name="Upload and review").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a CSV or Excel file")
    accessible()
    upload(page, *BAD)
    until(page, "Review before anything is imported")
    accessible()
    expect(page.get_by_role("link", name=re.compile("2 Rejected"))).to_be_visible()
    page.get_by_role("link", name="Mend 2 rejected rows here").click()
    expect(
        page.get_by_role("link", name=re.compile("Row 2: Numerator: “eleven” is not a number"))
    ).to_be_visible()
    accessible()
    page.get_by_label("Numerator of row 2").fill("11")
    page.get_by_role("button", name="Save and review again").click()
    expect(page.get_by_role("status")).to_contain_text("1 of 2 rejected rows mended")
    page.get_by_label("Denominator of row 3").fill("120")
    page.get_by_role("button", name="Save and review again").click()
    page.get_by_role("button", name="Approve and import 2 figures").click()
    until(page, "Imported")
    accessible()
    expect(page.locator("main")).to_contain_text("2 figures entered by Tilda Truslow")
    page.get_by_role("link", name="Undo this import").click()
    accessible()
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_role("status")).to_contain_text("Undone: 2 figures are as before")


@pytest.mark.parametrize("width", [360, 1440])
def test_no_page_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page)
    upload(page, *BAD)
    until(page, "Review before anything is imported")
    for way in ("", "?show=rejected", "mend/"):
        page.goto(page.url.split("?")[0].removesuffix("mend/") + way)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), way
    page.goto(page.url.removesuffix("mend/"))
    page.get_by_role("button", name="Cancel and delete the upload").click()
    expect(page.get_by_role("status")).to_contain_text("is deleted")


def test_it_works_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    upload(page, ("smoke-booking", "eleven", "131"))
    for _ in range(40):
        if page.get_by_role("link", name="Mend 1 rejected row here").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    page.get_by_role("link", name="Mend 1 rejected row here").click()
    page.get_by_label("Numerator of row 2").fill("11")
    page.get_by_role("button", name="Save and review again").click()
    expect(page.get_by_role("button", name="Approve and import 1 figure")).to_be_visible()
    page.get_by_role("button", name="Cancel and delete the upload").click()
    context.close()
