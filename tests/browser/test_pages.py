"""Every kind of page: accessible at desktop and phone width, never wider than the screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

PACKAGE = "/packages/smoke-free-pregnancies"
PAGES = [
    "/",
    "/aim/",
    "/aim/?organisation=SYNTH",
    "/packages/",
    "/packages/neonatal-hypoglycaemia-example/",
    f"{PACKAGE}/primary/clinical-excellence/",
    f"{PACKAGE}/drivers/identification/",
    f"{PACKAGE}/drivers/experience-networks/",
    f"{PACKAGE}/ideas/identification-1/",
    f"{PACKAGE}/references/",
    f"{PACKAGE}/resources/",
    f"{PACKAGE}/instructions/",
    "/measures/",
    "/measures/smoke-booking/",
    "/measures/cqim-smoking-booking/?organisation=R1H",
    "/measures/cqim-smoking-booking/?organisation=SYNTH",
    "/measures/satod/",
    "/measures/msds-smoking-status-booking/",
    "/measures/safety-walk-rounds/",
    "/organisations/",
    "/organisations/R1H/",
    "/organisations/SYNTH/",
    "/organisations/ENG/",
    "/compare/",
    "/compare/?under=SYNTH",
    "/compare/?measure=satod&level=sub_icb",
    "/compare/?measure=msds-smoking-status-booking&under=QMF&level=provider",
    "/publications/",
    "/publications/1/",
    "/search/?q=monitor",
    "/search/",
    "/about/",
    "/how-to-read/",
    "/accessibility/",
    "/api/v1/docs",
    # and when something is wrong
    "/no-such-page/",
    "/measures/cqim-smoking-booking/?organisation=NOWHERE",
    "/organisations/NOWHERE/",
    "/compare/?under=NOWHERE",
    "/search/?q=zzzz",
]


def _wait_for_charts(page: Page) -> None:
    page.wait_for_function("[...document.querySelectorAll('[data-chart]')].every(f => f.dataset.live)")


def _fits(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"the page is {wide} px wider than the screen"


@pytest.mark.parametrize("address", PAGES)
def test_page_is_accessible_and_fits_at_both_widths(
    page: Page, accessible: Callable[[], None], address: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address)
    _wait_for_charts(page)
    accessible()
    assert page.locator("h1").count() == 1
    _fits(page)
    page.set_viewport_size({"width": 360, "height": 740})
    _fits(page)
    accessible()


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/aim/",
        "/measures/cqim-smoking-booking/?organisation=R1H",
        "/organisations/R1H/",
        "/compare/?under=SYNTH",
    ],
)
def test_page_says_the_same_without_scripts(browser: Browser, site: str, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    page.goto(address)
    for still in page.locator(".app-chart__still--wide").all():
        assert still.is_visible()
        assert still.locator("svg").get_attribute("role") == "img"
    assert page.locator("h1").is_visible()
    context.close()
