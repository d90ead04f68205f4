"""Somebody before a browser: where they go, what they press and write, who they are."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import APIResponse, Locator, Page, expect
from tests.lib.counted_hand import Hand


@dataclass(frozen=True)
class Visitor:
    """Whoever sits before the browser now."""

    page: Page
    site: str
    hand: Hand

    def go(self, way: str) -> None:
        self.page.goto(f"{self.site}{way}")

    def ask(self, way: str) -> APIResponse:
        """The answer to an address, with who they are and without showing it."""
        return self.page.request.get(f"{self.site}{way}")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("main").get_by_role("button", name=name)

    def link(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("main").get_by_role("link", name=name)

    def press(self, name: str) -> None:
        self.hand.click(self.button(name))

    def write(self, label: str, text: str) -> None:
        self.hand.fill(self.page.get_by_label(label, exact=True), text)

    def told(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("status").first).to_contain_text(text)

    @contextmanager
    def being(self, name: str) -> Iterator[None]:
        """Somebody made up, until they sign out."""
        self.go("/demonstration/")
        self.button(f"Sign in as {name}").click()
        expect(self.page.get_by_role("link", name=re.compile(name))).to_be_visible()
        yield
        self.sign_out()

    def sign_out(self) -> None:
        self.page.get_by_role("button", name="Sign out").click()
        expect(self.page.get_by_role("button", name="Sign out")).to_have_count(0)
