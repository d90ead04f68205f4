"""From an idea on the diagram to an approved charter with a measurement plan, and a barrier removed."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Page, expect


def be(page: Page, name: str) -> None:
    """Go on as another made-up person."""
    page.goto("/demonstration/")
    page.get_by_role("button", name=f"Sign in as {name}").click()
    expect(page.get_by_role("link", name=re.compile(name))).to_be_visible()


def write(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=False).fill(text)


def go(page: Page, name: str) -> None:
    """To another page of the project."""
    page.get_by_role("navigation", name="Pages of the project").get_by_role("link", name=name).click()


def start_from_the_diagram(page: Page, accessible: Callable[[], None]) -> str:
    page.goto("/")
    page.get_by_role(
        "link", name=re.compile("Find every woman who smokes|identification of women")
    ).first.click()
    page.get_by_role("link", name="Offer every woman a CO test").first.click()
    page.get_by_role("link", name="Start a project with this idea").click()
    expect(page.get_by_role("checkbox", name="Offer every woman a CO test")).to_be_checked()
    page.get_by_role("button", name="Start the project").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter title of the project")
    accessible()
    write(page, "Title of the project", "CO testing for every woman")
    page.get_by_role("button", name="Start the project").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("CO testing for every woman")
    accessible()
    return page.url


def fill_the_charter(page: Page) -> None:
    go(page, "Charter")
    page.get_by_role("link", name="Write in the charter").click()
    for label, text in (
        ("Problem, and what is known", "82 of 100 women are tested."),
        ("Aim (needed)", "95% by March for all women of the north team"),
        ("In scope", "Booking appointments"),
        ("How women and families take part", "Two women are in the team"),
        ("Executive sponsor", "Boadicea Bordman"),
        ("Training that the aim needs", "Use of the CO monitor"),
    ):
        write(page, label, text)
    page.get_by_role("button", name="Save the charter").click()
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_role("status")).to_contain_text("submitted")


def take_a_barrier_to_a_leader(page: Page) -> None:
    go(page, "Barriers")
    page.locator("summary", has_text="Raise a barrier").click()
    write(page, "What stands in the way", "No money for CO monitors")
    page.get_by_role("button", name="Raise it").click()
    page.locator("summary", has_text="Take it to a leader").click()
    page.get_by_label("Leader").select_option(label="Tilda Truslow (made up)")
    page.get_by_label("Answer by").fill(str(date.today() + timedelta(days=14)))  # noqa: DTZ011 - any later day
    page.get_by_role("button", name="Take it to the leader").click()


def remove_the_barrier(page: Page, accessible: Callable[[], None]) -> None:
    page.goto("/improve/barriers/")
    accessible()
    page.get_by_role("link", name="No money for CO monitors").click()
    page.locator("summary", has_text="Answer: remove or refuse").click()
    page.get_by_label("How it was removed").fill("Four monitors ordered")
    page.get_by_role("button", name="It is removed").click()
    expect(page.locator("main")).to_contain_text("Four monitors ordered")
    page.goto("/improve/barriers/")
    expect(page.locator("main")).not_to_contain_text("No money for CO monitors")


def test_an_idea_becomes_an_approved_project_and_a_leader_removes_its_barrier(
    page: Page, accessible: Callable[[], None]
) -> None:
    be(page, "Imogen Improvett")
    project = start_from_the_diagram(page, accessible)
    fill_the_charter(page)

    be(page, "Tilda Truslow")
    page.goto(project)
    page.get_by_role("link", name="Read it, then approve or return it").click()
    page.get_by_role("button", name="Return it to the team").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter reason")
    accessible()
    page.get_by_label("Reason").fill("For which clinics?")
    page.get_by_role("button", name="Return it to the team").click()

    be(page, "Imogen Improvett")
    page.goto(f"{project}charter/")
    expect(page.locator("main")).to_contain_text("For which clinics?")
    page.get_by_role("button", name="Submit for approval").click()

    be(page, "Tilda Truslow")
    page.goto(f"{project}charter/")
    page.get_by_role("button", name="Approve the charter").click()
    expect(page.get_by_role("status")).to_contain_text("approved")

    be(page, "Imogen Improvett")
    page.goto(f"{project}measures/")
    page.get_by_role("button", name="Take the ticked ones into the plan").click()
    expect(page.get_by_role("status")).to_contain_text("in the plan")
    accessible()
    take_a_barrier_to_a_leader(page)

    be(page, "Tilda Truslow")
    remove_the_barrier(page, accessible)


def test_another_trust_does_not_find_the_project(page: Page) -> None:
    be(page, "Bertil Birch")
    response = page.goto("/organisations/DEMO1/projects/")
    assert response is not None
    assert response.status == 404
