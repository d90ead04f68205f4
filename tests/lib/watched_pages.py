"""Pages of a browser that stay on this machine, break no rule and can be used by everybody."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# WCAG 2.2 level AA and all below it.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Watched:
    """What pages asked other hosts for, and what they wrote to the console."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._left: list[str] = []
        self._said: list[str] = []

    def watch(self, page: Page) -> Page:
        """Watch that page from now on."""
        page.on("request", lambda request: self._asked(request.url))
        page.on("console", lambda said: self._said.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self._said.append(str(error)))
        return page

    def check(self) -> None:
        """No request left this machine, nothing broke the content security policy, no script failed."""
        assert not self._left, f"requests left this machine: {self._left}"
        # Chromium reports our own error pages
        unexpected = [text for text in self._said if "status of 404" not in text]
        assert not unexpected, f"the console shows: {unexpected}"

    def _asked(self, address: str) -> None:
        if not address.startswith((self._site, "data:")):
            self._left.append(address)


def check_accessible(page: Page) -> None:
    """The page as it is now breaks no rule of WCAG 2.2 AA that a machine can check."""
    page.wait_for_load_state()
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
