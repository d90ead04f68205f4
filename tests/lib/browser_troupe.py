"""Several made-up people at once, each before a browser of their own."""

import re

from playwright.sync_api import Browser, Page, expect
from tests.lib.watched_pages import Watched


class Troupe:
    """Whoever takes part in a journey. Everybody comes in by the page of made-up people."""

    def __init__(self, browser: Browser, site: str) -> None:
        self._browser, self._site = browser, site
        self._watched = Watched(site)

    def come(self, name: str = "", *, scripts: bool = True) -> Page:
        """A page of somebody who has signed in; without a name, of somebody whom nobody knows."""
        context = self._browser.new_context(java_script_enabled=scripts, base_url=self._site)
        page = self._watched.watch(context.new_page())
        if name:
            page.goto("/demonstration/")
            page.get_by_role("button", name=f"Sign in as {name}").click()
            expect(page.get_by_role("link", name=re.compile(name))).to_be_visible()
        return page

    def check(self) -> None:
        """All of their pages kept to the rules."""
        self._watched.check()
