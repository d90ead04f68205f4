"""An improvement lead begins new limits on a chart, with a reason, with scripts and without."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

CHART = "/organisations/DEMO1/charts/co-test-booking/"
# The demonstration tells of the 18 months before today; nine of them later the process changed.
TODAY = datetime.now(UTC).date()
CHANGED = date(TODAY.year - (TODAY.month <= 9), (TODAY.month - 10) % 12 + 1, 1)
SCREENS = [{"width": 1440, "height": 900}, {"width": 390, "height": 844}]


def sign_in(page: Page, name: str) -> None:
    page.goto("/demonstration/")
    page.get_by_role("button", name=f"Sign in as {name}").click()


@pytest.fixture
def without_scripts(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, base_url=site)
    yield context.new_page()
    context.close()


def look(page: Page, day: str, reason: str) -> None:
    page.get_by_label("New limits from").fill(day)
    page.get_by_label("Reason").fill(reason)
    page.get_by_role("button", name="See the chart as it would be").click()


def withdraw(page: Page, reason: str) -> None:
    page.get_by_role("link", name="Withdraw").first.click()
    page.get_by_label("Reason").fill(reason)
    page.get_by_role("button", name="See the chart as it would be").click()
    page.get_by_role("button", name="Record this decision").click()


def begins_new_limits(page: Page) -> None:
    """From the measure's page to the recorded decision, the chart before and after, and its withdrawal."""
    sign_in(page, "Imogen Improvett")
    page.goto("/measures/co-test-booking/?organisation=DEMO1")
    page.get_by_role("link", name="Change this chart").click()
    page.get_by_role("link", name="Begin new limits").click()
    expect(page.get_by_role("complementary")).to_contain_text("never applied by itself")
    look(page, CHANGED.isoformat(), "")
    expect(page.get_by_role("alert")).to_contain_text("Enter a reason")
    look(page, CHANGED.replace(day=2).isoformat(), "Every midwife carries a monitor")
    main = page.get_by_role("main")
    expect(main).to_contain_text("is not the beginning of a period on this chart")
    expect(page.get_by_role("heading", name="The chart as it would be")).to_be_visible()
    page.get_by_role("link", name="Change it").click()
    expect(page.get_by_label("Reason")).to_have_value("Every midwife carries a monitor")
    look(page, CHANGED.isoformat(), "Every midwife carries a monitor")
    page.get_by_role("button", name="Record this decision").click()
    expect(page.get_by_role("status").first).to_contain_text("Recorded: New limits from")
    expect(main).to_contain_text("Imogen Improvett (made up), recorded")
    page.get_by_role("link", name="The chart before and after").first.click()
    expect(page.get_by_role("heading", name="Before", exact=True)).to_be_visible()
    expect(main).to_contain_text("Every midwife carries a monitor")
    page.go_back()
    withdraw(page, "It was a rehearsal")
    expect(main).to_contain_text("does not hold")


def test_a_rebased_chart_with_a_reason(page: Page) -> None:
    begins_new_limits(page)


def test_the_same_without_scripts(without_scripts: Page) -> None:
    begins_new_limits(without_scripts)


@pytest.mark.parametrize("screen", SCREENS, ids=["desk", "phone"])
@pytest.mark.parametrize(
    "address",
    [
        CHART,
        f"{CHART}decide/phase/",
        f"{CHART}decide/phase/?look=1",
        f"{CHART}decide/phase/?look=1&reason=A+reason&effective={CHANGED}",
        f"{CHART}decide/baseline-points/",
        f"{CHART}decide/baseline-range/?look=1&reason=A+reason",
    ],
    ids=["chart", "form", "error", "look", "points", "range in error"],
)
def test_the_pages_are_for_everybody(
    page: Page, accessible: Callable[[], None], address: str, screen: dict[str, int]
) -> None:
    page.set_viewport_size(screen)  # type: ignore[arg-type]
    sign_in(page, "Imogen Improvett")
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    accessible()
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]


def test_a_reader_sees_the_decisions_and_no_way_to_change_them(page: Page) -> None:
    sign_in(page, "Reada Ling")
    page.goto(CHART)
    expect(page.get_by_role("heading", name="What was decided about this chart")).to_be_visible()
    expect(page.get_by_role("link", name="Begin new limits")).to_have_count(0)
