"""A board on a display: all of it is seen, one screen after another, and nothing runs over its edge."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

WALLS = ("/wall/DEMO1/organisation/", "/wall/DEMO1/project-1/")
DISPLAYS = ((1920, 1080), (3840, 2160), (1366, 768))
PHONE = {"width": 390, "height": 844}
SCREEN = 20_000
SEEN = """() => [...document.querySelectorAll('.screen')]
  .map(each => getComputedStyle(each).visibility === 'visible')"""
OVER = """() => [...document.querySelectorAll('.screen')].map(screen => {
  const edge = screen.getBoundingClientRect();
  const inside = [...screen.querySelectorAll('section, li, p.words, figcaption, svg')];
  return Math.max(...inside.map(e => e.getBoundingClientRect())
    .map(e => Math.max(e.bottom - edge.bottom, e.right - edge.right)));
})"""


@pytest.fixture
def lead(page: Page) -> Page:
    """Somebody who may see the board looks at the wall without a token."""
    page.goto("/demonstration/")
    person = page.get_by_role("listitem").filter(has_text="mprovement lead").last
    person.get_by_role("button").click()
    return page


def at(page: Page, milliseconds: int) -> list[bool]:
    """Which screens are seen so long after the board came."""
    page.evaluate(
        "when => document.getAnimations().forEach(one => { one.pause(); one.currentTime = when; })",
        milliseconds,
    )
    return page.evaluate(SEEN)


@pytest.mark.parametrize("wall", WALLS)
def test_each_screen_is_seen_by_itself_and_fits_the_display(
    lead: Page, accessible: Callable[[], None], wall: str
) -> None:
    for width, height in DISPLAYS:
        lead.set_viewport_size({"width": width, "height": height})
        lead.goto(wall)
        count = lead.locator(".screen").count()
        assert count > 2
        for number in range(count):
            assert at(lead, number * SCREEN + 500) == [other == number for other in range(count)]
        assert at(lead, count * SCREEN + 500)[0]
        assert max(lead.evaluate(OVER)) <= 1
        assert lead.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
    accessible()


def test_letters_grow_with_the_display(lead: Page) -> None:
    sizes = []
    for width, height in DISPLAYS[:2]:
        lead.set_viewport_size({"width": width, "height": height})
        lead.goto(WALLS[0])
        sizes.append(lead.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))
    assert sizes[1] == pytest.approx(2 * sizes[0], rel=0.01)
    assert sizes[0] >= DISPLAYS[0][1] / 45


def test_a_phone_and_who_asks_for_less_motion_read_all_of_it_as_a_page(
    lead: Page, accessible: Callable[[], None]
) -> None:
    lead.set_viewport_size(PHONE)
    lead.goto(WALLS[1])
    assert all(lead.evaluate(SEEN))
    assert lead.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    accessible()
    lead.set_viewport_size({"width": 1920, "height": 1080})
    lead.emulate_media(reduced_motion="reduce")
    lead.goto(WALLS[1])
    assert all(lead.evaluate(SEEN))


def test_without_scripts_the_board_asks_for_itself(lead: Page, browser: Browser, site: str) -> None:
    context = browser.new_context(
        java_script_enabled=False, base_url=site, storage_state=lead.context.storage_state()
    )
    page = context.new_page()
    page.goto(WALLS[1])
    seconds = page.locator("#wall").get_attribute("data-every")
    assert page.locator("head meta[http-equiv=refresh]").get_attribute("content") == seconds
    context.close()
