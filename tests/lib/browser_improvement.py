"""What a team does in its project, before a browser: each step as one would tell it."""

import re
from collections.abc import Mapping

from playwright.sync_api import Page, expect

TERMS = "Pages of the project"


def to(page: Page, name: str) -> None:
    """To another page of the project."""
    page.get_by_role("navigation", name=TERMS).get_by_role("link", name=name, exact=True).click()


def press(page: Page, name: str) -> None:
    """Press the button of that name in the page's own part."""
    page.get_by_role("main").get_by_role("button", name=name).click()


def write(page: Page, texts: Mapping[str, str]) -> None:
    """Fill in fields by a part of what they are called."""
    for label, text in texts.items():
        page.get_by_label(label).fill(text)


def unfold(page: Page, words: str) -> None:
    """Open what is folded away."""
    page.locator("summary", has_text=words).first.click()


def told(page: Page, words: str) -> None:
    """The page says what was done."""
    expect(page.get_by_role("status").first).to_contain_text(words)


def says(page: Page, words: str | re.Pattern[str]) -> None:
    """The page contains the words."""
    expect(page.get_by_role("main")).to_contain_text(words)


PLAN = {
    "What this test is for": "Find out whether the visit can begin with the test",
    "Who does what": "The midwife in charge of the clinic",
    "How data are collected": "A tick on a sheet for each woman",
    "Stop rule": "A woman is upset by it",
}


def plan_cycle(page: Page, title: str, idea: str) -> None:
    """A first test of a change idea, from the list of tests."""
    to(page, "Tests of change")
    page.get_by_role("link", name="Plan a test of change").click()
    write(page, {"What is tested": title, **PLAN})
    page.get_by_label("Change idea", exact=True).select_option(idea)
    press(page, "Save")
    told(page, "The test is planned")


def plan_next(page: Page, title: str, scale: str) -> None:
    """The next one of the ramp, from the page of the one before."""
    page.get_by_role("link", name="Plan the next test from this one").click()
    write(page, {"What is tested": title})
    page.get_by_label("Scale").select_option(label=scale)
    press(page, "Plan it")


def ask(page: Page, words: str, *, measure: str = "", month: str = "") -> None:
    """A question that a number answers: of the team, or of a measure in a month."""
    page.get_by_role("link", name="Ask a question").click()
    write(page, {"Question": words})
    page.get_by_role("radio", name="A number").check()
    if measure:
        page.get_by_label("Measure that answers it").select_option(f"{measure}/")
        write(page, {"Month of its figure": month})
    press(page, "Go on to the prediction")


def predict(page: Page, at_least: str, sure: str) -> None:
    """On the page to which a question leads."""
    write(page, {"At least": at_least, "How sure you are": sure})
    press(page, "Predict")
    told(page, "Predicted")


def begin(page: Page, stage: str) -> None:
    """Go on to Do, Study or Act."""
    unfold(page, f"Begin {stage}")
    press(page, f"Begin {stage}")


def note(page: Page, stage: str, texts: Mapping[str, str]) -> None:
    """Write in a stage that has begun."""
    page.get_by_role("link", name=f"Write in {stage}").click()
    write(page, texts)
    press(page, "Save")


def answer(page: Page, number: str) -> None:
    """What the team counted."""
    page.get_by_role("main").get_by_role("link", name=re.compile("^Answer")).click()
    write(page, {"Number that you counted": number})
    press(page, "Save")


def carry_out(page: Page, *, counted: str = "", results: str, next_step: str, decision: str) -> None:
    """From the plan to the decision."""
    begin(page, "Do")
    note(page, "Do", {"Carried out as planned?": "Yes"})
    begin(page, "Study")
    if counted:
        answer(page, counted)
    note(page, "Study", {"Results beside the predictions": results, "What we learned": results})
    begin(page, "Act")
    note(page, "Act", {"What happens next": next_step, "Plan to sustain": next_step})
    unfold(page, "Decide about the change")
    page.get_by_role("radio", name=decision).check()
    press(page, "Decide")
    told(page, "Decided")


SHARED = {
    "Who it was tested with": "Women booking in four clinics",
    "Who does it": "The midwife in charge",
    "What others can learn": "With a monitor at hand the habit needs three weeks",
}


def share(page: Page, title: str) -> None:
    """Share a decided test with other trusts, from its page."""
    page.get_by_role("link", name="Share it with the collaborative").click()
    write(page, SHARED)
    page.get_by_label("Kind of unit").select_option("community")
    page.get_by_label("Births").select_option("4000-5999")
    press(page, "Share with the collaborative")
    expect(page.get_by_role("alert")).to_contain_text("Read the words and confirm")
    page.get_by_label("I have read").check()
    press(page, "Share with the collaborative")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
