"""A trust lead chooses two drivers and enters a month by keyboard alone; scripts are not needed for it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

MOST_TABS = 400
FIGURES = {"numerator": "12", "denominator": "140", "value": "2"}


@pytest.fixture
def lead(page: Page) -> Page:
    """The made-up lead of a trust that nobody else in these tests enters figures for."""
    sign_in(page)
    return page


def sign_in(page: Page) -> None:
    page.goto("/demonstration/")
    page.get_by_role("button", name="Sign in as Bertil Birch").click()
    page.wait_for_url("**/home/")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what has the focus matches."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"Tab never reached {selector}")


def choose_two_drivers(page: Page) -> None:
    tab_to(page, "main a[href$='/drivers/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/drivers/")
    boxes = page.locator("[name=driver]")
    for number in range(boxes.count()):
        box = boxes.nth(number)
        if box.is_checked() != (box.get_attribute("value") in ("identification", "systems-processes")):
            tab_to(page, f"#{box.get_attribute('id')}")
            page.keyboard.press("Space")
    tab_to(page, "#choices button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("2 drivers")


def enter_all(page: Page) -> None:
    """Type every number, in the order of the page; say of what is unusual that it was looked at."""
    fields = page.locator(".app-cell__numbers input")
    for number in range(fields.count()):
        tab_to(page, ".app-cell__numbers input")
        assert page.evaluate("document.activeElement.id") == fields.nth(number).get_attribute("id")
        name = page.evaluate("document.activeElement.name").split("-", 1)[1]
        page.keyboard.press("Control+A")
        page.keyboard.type(FIGURES[name])
    tab_to(page, "#grid button[type=submit]")
    states = page.locator(".app-cell__entry [role=status]")
    said = re.compile("Saved:|Held:|say so in the comment")
    for number in range(states.count()):
        expect(states.nth(number)).to_contain_text(said)
        if "comment" in states.nth(number).inner_text():
            tab_to(page, f"#{states.nth(number).get_attribute('id').removesuffix('state')}comment")
            page.keyboard.type("looked at")
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")
            expect(states.nth(number)).to_contain_text("Saved:")


def test_two_drivers_are_chosen_and_a_month_entered_and_submitted_by_keyboard_alone(
    lead: Page, accessible: Callable[[], None]
) -> None:
    page = lead
    choose_two_drivers(page)
    accessible()
    tab_to(page, "a[href$='/months/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/months/")
    page.locator(".app-months__name a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/months/\d{4}-\d{2}/$"))
    enter_all(page)
    accessible()
    page.reload()
    expect(page.locator(".app-month__facts")).to_contain_text(re.compile(r"(\d+) of \1 held"))
    tab_to(page, ".app-way__buttons button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Submitted")


def test_what_is_wrong_is_said_beside_the_cell_and_nothing_that_was_typed_is_lost(
    lead: Page, accessible: Callable[[], None]
) -> None:
    page = lead
    page.goto("/organisations/DEMO2/months/")
    page.locator(".app-months__name a").first.click()
    page.locator("#c0-numerator").fill("twelve")
    page.locator("#c0-denominator").fill("140")
    page.get_by_role("button", name="Save all").click()
    expect(page.get_by_role("alert")).to_contain_text("“twelve” is not a number")
    expect(page.locator("#c0-numerator")).to_have_value("twelve")
    expect(page).to_have_title(re.compile("^Error: "))
    accessible()


def test_a_month_is_entered_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    page.goto("/organisations/DEMO2/months/")
    page.locator(".app-months__name a").first.click()
    page.locator("#c0-numerator").fill("0")
    page.locator("#c0-denominator").fill("14")
    page.locator("#c0 details, [data-cell=c0] .app-cell__more summary").first.click()
    page.locator("#c0-comment").fill("few bookings so far")
    page.get_by_role("button", name="Save all").click()
    expect(page.get_by_role("status").first).to_contain_text("1 cell saved")
    expect(page.locator("#c0-numerator")).to_have_value("0")
    context.close()
