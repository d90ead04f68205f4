"""A team goes from an idea on the diagram to a public poster; a trust that is not theirs sees what is shared.

It is one story, told by six people in browsers of their own. One of them uses no scripts.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.lib.browser_improvement import (
    ask,
    carry_out,
    plan_cycle,
    plan_next,
    predict,
    press,
    says,
    to,
    told,
    unfold,
    write,
)
from tests.lib.browser_sharing import (
    ADOPTED,
    IDEA,
    another_trust_copies,
    is_a_tagged_pdf,
    puts_up_a_poster_and_takes_it_down,
)
from tests.lib.browser_troupe import Troupe
from tests.lib.watched_pages import check_accessible

from clearway.common.periods import Month

TRUST, TITLE = "DEMO1", "CO testing for every woman"
MEASURE, MONTH = "co-test-booking", Month.of(date.today())  # noqa: DTZ011 - no trust has handed it in
BARRIER = "No money for CO monitors"
HIDDEN = ("", "charter/", "charter/merges/", "cycles/1/", "progress/", "barriers/", "board/", "board/a4.pdf")
CHARTER = {
    "Problem, and what is known": "82 of 100 women are tested.",
    "Aim (needed)": "95% by March",
    "In scope": "Booking appointments",
    "How women and families take part": "Two women are in the team",
    "Executive sponsor": "Boadicea Bordman",
    "Training that the aim needs": "Use of the CO monitor",
}


@pytest.fixture
def troupe(browser: Browser, site: str) -> Iterator[Troupe]:
    """The people of the story."""
    troupe = Troupe(browser, site)
    yield troupe
    troupe.check()


def test_a_team_goes_from_an_idea_to_a_public_poster(troupe: Troupe) -> None:
    lead, head = troupe.come("Imogen Improvett"), troupe.come("Tilda Truslow")
    project = starts_from_the_diagram(lead)
    two_write_one_charter(lead, head, project)
    somebody_else_approves(lead, head, project)
    plans_what_to_measure(lead, project)
    tries_three_changes_and_is_wrong_once(lead, project)
    begins_new_limits(lead)
    claims_more_than_is_found(lead, project)
    is_answered_by_a_coach(troupe.come("Nora Northing"), project)
    prints_the_board(lead, project)
    other, nobody = troupe.come("Bertil Birch"), troupe.come()
    puts_up_a_poster_and_takes_it_down(lead, nobody, project)
    another_trust_copies(lead, other, project)
    takes_a_barrier_to_a_leader(lead, project)
    removes_it_without_scripts(troupe.come("Boadicea Bordman", scripts=False))
    others_see_nothing(other, nobody, project)


def starts_from_the_diagram(page: Page) -> str:
    page.goto("/")
    page.get_by_role("link", name=re.compile("identification of women|Find every woman")).first.click()
    page.get_by_role("link", name="Offer every woman a CO test").first.click()
    page.get_by_role("link", name="Start a project with this idea").click()
    expect(page.get_by_role("checkbox", name="Offer every woman a CO test")).to_be_checked()
    press(page, "Start the project")
    expect(page.get_by_role("alert")).to_contain_text("Enter the title of the project")
    check_accessible(page)
    write(page, {"Title of the project": TITLE})
    press(page, "Start the project")
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    check_accessible(page)
    return page.url


def two_write_one_charter(lead: Page, head: Page, project: str) -> None:
    """Both open it; what the second types in the same section meets what the first has saved."""
    for page in (lead, head):
        page.goto(f"{project}charter/edit/")
    write(lead, CHARTER)
    press(lead, "Save the charter")
    write(head, {"Aim (needed)": "Nine of ten, in every clinic", "Why now": "The monitors are here"})
    press(head, "Save the charter")
    expect(head.get_by_role("heading", level=1)).to_contain_text("Two people wrote in the same place")
    check_accessible(head)
    expect(head.get_by_label("Aim (needed)")).to_have_value("95% by March\n\nNine of ten, in every clinic")
    write(head, {"Aim (needed)": "95% by March, in every clinic"})
    press(head, "Save the merged text")
    lead.goto(f"{project}charter/")
    for text in ("82 of 100 women are tested.", "95% by March, in every clinic", "The monitors are here"):
        says(lead, text)
    lead.get_by_role("link", name="Texts written at the same time (1)").click()
    says(lead, "Nine of ten, in every clinic")
    check_accessible(lead)


def somebody_else_approves(lead: Page, head: Page, project: str) -> None:
    submits_without_a_team(lead, project)
    head.goto(project)
    head.get_by_role("link", name="Read it, then approve or return it").click()
    press(head, "Return it to the team")
    expect(head.get_by_role("alert")).to_contain_text("Say why you return it")
    check_accessible(head)
    write(head, {"Reason": "For which clinics?"})
    press(head, "Return it to the team")
    lead.goto(f"{project}charter/")
    says(lead, "For which clinics?")
    submits_without_a_team(lead, project)
    head.goto(f"{project}charter/")
    press(head, "Approve the charter")
    told(head, "approved")


def submits_without_a_team(lead: Page, project: str) -> None:
    """Seldom wise, and so it is asked for."""
    lead.goto(f"{project}charter/")
    lead.get_by_role("checkbox", name="Submit it without").check()
    press(lead, "Submit for approval")
    told(lead, "submitted")


def plans_what_to_measure(page: Page, project: str) -> None:
    page.goto(f"{project}measures/")
    check_accessible(page)
    press(page, "Take the ticked ones into the plan")
    told(page, "in the plan")
    check_accessible(page)


def tries_three_changes_and_is_wrong_once(page: Page, project: str) -> None:
    """The second time the month's figure, once it is there, says that the prediction failed."""
    page.goto(project)
    plan_cycle(page, "Test in the first five minutes", IDEA)
    ask(page, "How many of 12 women are tested?")
    check_accessible(page)
    predict(page, "9", "70")
    carry_out(page, counted="11", results="11 of 12", next_step="A whole week", decision="Adapt")
    says(page, "predicted at least 9, 70% sure: was 11, came true")
    plan_next(page, "Test first, for a week", "One team for a week")
    ask(page, "What share of all visits has a test?", measure=MEASURE, month=str(MONTH))
    predict(page, "98", "80")
    carry_out(page, results="The monitor travels", next_step="One in each room", decision="Abandon")
    says(page, f"80% sure: waits for the figure of {MONTH.label}")
    second = page.url
    enters_the_figure(page)
    page.goto(second)
    failed = page.locator(".app-verdict--false")
    expect(failed).to_contain_text("predicted at least 98%, 80% sure: was 92%, did not come true")
    check_accessible(page)
    plan_next(page, ADOPTED, "Several teams")
    ask(page, "How many of 50 women are tested?")
    predict(page, "45", "60")
    carry_out(
        page, counted="47", results="47 of 50", next_step="The matron looks each month", decision="Adopt"
    )
    to(page, "Tests of change")
    for decision in ("Adapted", "Abandoned", "Adopted"):
        says(page, decision)
    check_accessible(page)


def enters_the_figure(page: Page) -> None:
    page.goto(f"/organisations/{TRUST}/months/{MONTH}/")
    cell = page.locator("[data-cell]", has=page.locator(f"input[value^='{MEASURE}|']"))
    for box, number in zip(cell.locator(".app-cell__numbers input").all(), ("437", "475"), strict=True):
        box.fill(number)
    press(page, "Save all")
    page.goto(f"/organisations/{TRUST}/predictions/")
    press(page, "Score now")
    told(page, "prediction")
    check_accessible(page)


def begins_new_limits(page: Page) -> None:
    changed = MONTH.shift(-9).first_day.isoformat()
    page.goto(f"/organisations/{TRUST}/charts/co-test-36-weeks/decide/phase/")
    write(page, {"New limits from": changed, "Reason": "Every midwife carries a monitor"})
    press(page, "See the chart as it would be")
    press(page, "Record this decision")
    told(page, "Recorded: New limits from")
    says(page, "Every midwife carries a monitor")


def claims_more_than_is_found(page: Page, project: str) -> None:
    page.goto(f"{project}progress/")
    unfold(page, "Score a month")
    press(page, "Keep the score")
    expect(page.get_by_role("alert")).to_contain_text("Choose the score")
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    check_accessible(page)
    page.get_by_label("Score", exact=True).select_option(label="4.0 Significant improvement")
    write(page, {"Why this score": "We are near our target"})
    press(page, "Keep the score")
    told(page, "The score is kept")
    says(page, "Not found today for 4.0:")


def is_answered_by_a_coach(page: Page, project: str) -> None:
    page.goto(f"{project}progress/")
    unfold(page, "Give feedback on")
    write(page, {"Feedback": "One test is adopted. Show me the chart."})
    page.get_by_label("Score you would give").select_option(label="2.0 Activity, no changes yet")
    press(page, "Give feedback")
    says(page, "would give 2.0")
    check_accessible(page)


def prints_the_board(page: Page, project: str) -> None:
    page.goto(f"{project}board/")
    says(page, ADOPTED)
    check_accessible(page)
    for link in ("A4 for a meeting", "A3 for a wall"):
        address = page.get_by_role("link", name=link).get_attribute("href")
        is_a_tagged_pdf(page.request.get(str(address)).body())


def takes_a_barrier_to_a_leader(page: Page, project: str) -> None:
    page.goto(f"{project}barriers/")
    unfold(page, "Raise a barrier")
    write(page, {"What stands in the way": BARRIER})
    press(page, "Raise it")
    unfold(page, "Take it to a leader")
    page.get_by_label("Leader").select_option(label="Boadicea Bordman (made up)")
    write(page, {"Answer by": str(date.today() + timedelta(days=14))})  # noqa: DTZ011 - any later day
    press(page, "Take it to the leader")
    told(page, "The leader finds it on their list")


def removes_it_without_scripts(page: Page) -> None:
    """From the first page that the leader sees."""
    page.goto("/home/")
    expect(page.get_by_role("region", name="Barriers that wait for you")).to_contain_text("2 open")
    page.get_by_role("link", name=BARRIER).click()
    barrier = page.get_by_role("article", name=BARRIER)
    barrier.locator("summary", has_text="Answer: remove or refuse").click()
    barrier.get_by_label("How it was removed").fill("Four monitors ordered")
    barrier.get_by_role("button", name="It is removed").click()
    says(page, "Four monitors ordered")
    page.goto("/home/")
    expect(page.get_by_role("region", name="Barriers that wait for you")).to_contain_text("1 open")


def others_see_nothing(other: Page, nobody: Page, project: str) -> None:
    """Neither a colleague of another trust nor whoever has not signed in."""
    for way in (
        "",
        "charter/",
        "charter/merges/",
        "cycles/1/",
        "progress/",
        "barriers/",
        "board/",
        "board/a4.pdf",
    ):
        answer = other.request.get(f"{project}{way}")
        assert answer.status == 404, way
        assert TITLE not in answer.text()
        nobody.goto(f"{project}{way}")
        assert "/organisations/" not in nobody.url.split("?")[0], way
        assert TITLE not in nobody.content()
    other.goto("/home/")
    expect(other.get_by_role("main")).not_to_contain_text(TITLE)
