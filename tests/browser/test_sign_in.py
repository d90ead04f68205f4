"""From an invitation to a passkey, in a real browser with an authenticator of its own."""

import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.lib.second_factors import code_of, give_authenticator

PASSWORD = "purple river teapot"  # noqa: S105 - of somebody who does not exist


@pytest.fixture
def invitation(site: str, environment: dict[str, str], request: pytest.FixtureRequest) -> str:
    """The link that whoever runs the site gets for a new trust lead."""
    email = f"{request.node.name.replace('_', '-')[:40]}@example.org"
    said = ["--email", email, "--name", "Nina New", "--role", "trust-lead", "--organisation", "DEMO2"]
    done = subprocess.run(
        [sys.executable, "-m", "clearway", "people", "invite", *said, "--site", site],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return re.search(r"http\S+/invitation/\S+", done.stdout)[0]


def _press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).click()


def test_an_invited_trust_lead_sets_up_an_app_and_a_passkey_and_signs_in_with_it(
    page: Page, accessible: Callable[[], None], invitation: str
) -> None:
    page.goto(invitation)
    accessible()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    _press(page, "Make my account")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second factor")
    accessible()

    page.get_by_role("link", name="Use an authenticator app").click()
    accessible()
    page.get_by_role("textbox", name="Code").fill("000000")
    _press(page, "Finish")
    expect(page.locator(".nhsuk-error-summary")).to_contain_text("This code is not right")
    accessible()
    page.get_by_text("I cannot scan it").click()
    page.get_by_role("textbox", name="Code").fill(code_of(page.locator(".app-secret").inner_text()))
    _press(page, "Finish")
    expect(page.locator(".app-codes li")).to_have_count(10)
    accessible()

    give_authenticator(page)
    page.goto("/account/2fa/webauthn/add/")
    accessible()
    page.get_by_label("Name").fill("work laptop")
    _press(page, "Add the passkey")
    expect(page).not_to_have_url(re.compile("/add/"))
    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_role("main")).to_contain_text("work laptop")
    accessible()

    page.goto("/organisations/DEMO2/people/")
    expect(page.get_by_role("main")).to_contain_text("Second factor set")
    accessible()
    page.get_by_role("button", name="Sign out").click()
    accessible()
    _press(page, "Sign in with a passkey")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto("/organisations/DEMO2/people/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("People")


def test_a_passkey_that_is_not_there_is_said_on_the_page(page: Page, accessible: Callable[[], None]) -> None:
    page.goto("/account/login/")
    give_authenticator(page, hasResidentKey=False)
    _press(page, "Sign in with a passkey")
    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used")
    accessible()


def test_the_demonstration_says_so_and_lets_a_visitor_be_somebody(
    page: Page, accessible: Callable[[], None]
) -> None:
    page.goto("/")
    expect(page.locator(".app-demonstration")).to_contain_text("made-up people and data")
    page.get_by_role("link", name="Choose who to be").click()
    accessible()
    page.get_by_role("button", name="Sign in as Tilda Truslow").click()
    page.goto("/organisations/DEMO1/people/")
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 800})
        accessible()
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.goto("/organisations/DEMO1/tokens/new/")
    _press(page, "Make the token")
    expect(page.locator(".nhsuk-error-summary")).to_contain_text("Choose what the token is for")
    accessible()
