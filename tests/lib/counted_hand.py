"""A hand on mouse and keyboard that counts what it does, task by task."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page

MOST_TABS = 200
ROW = re.compile(r"^\| ([^|]+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.M)
# Seconds by Card, Moran and Newell 1980: pointing with a mouse, a key or button of an average typist who is
# no secretary, a hand going from one device to the other, making up one's mind.
POINT, KEY, HAND, MIND = 1.10, 0.28, 0.40, 1.35


@dataclass
class Count:
    """What one task took. `minds` are clicks, texts and keys that needed a thought; a Tab needs none."""

    clicks: int = 0
    keys: int = 0
    hands: int = 0
    minds: int = 0

    @property
    def seconds(self) -> float:
        """The keystroke-level estimate, without the time in which the site answers."""
        moves = POINT * self.clicks + KEY * (self.clicks + self.keys)
        return moves + HAND * self.hands + MIND * self.minds


@dataclass
class Hand:
    """Does things on a page as a person does; what is done outside of a task is not counted."""

    page: Page
    tasks: dict[str, Count] = field(default_factory=dict)
    _now: Count = field(default_factory=Count)
    _at: str = ""

    @contextmanager
    def task(self, name: str) -> Iterator[None]:
        """Everything until the end belongs to the task; the hand lies where it is needed first."""
        self._now, self._at = self.tasks.setdefault(name, Count()), ""
        yield
        self._now = Count()

    def click(self, what: Locator) -> None:
        """Point at something and click."""
        self._move("mouse")
        self._now.clicks += 1
        self._now.minds += 1
        what.click()

    def press(self, keys: str) -> None:
        """Press a key, or several together as in Control+A."""
        self._move("keyboard")
        self._now.keys += len(keys.split("+"))
        self._now.minds += keys != "Tab"
        self.page.keyboard.press(keys)

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        self._move("keyboard")
        self._now.keys += len(text)
        self._now.minds += 1
        self.page.keyboard.type(text)

    def fill(self, what: Locator, text: str) -> None:
        """Click into a field and type; what stands in it is typed over."""
        self.click(what)
        if what.input_value():
            self.press("Control+A")
        self.type(text)

    def tab_to(self, selector: str) -> None:
        """Press Tab until what has the focus matches."""
        for _ in range(MOST_TABS):
            self.press("Tab")
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
        raise AssertionError(f"Tab never reached {selector}")

    def _move(self, device: str) -> None:
        self._now.hands += self._at not in ("", device)
        self._at = device


def documented(document: Path) -> dict[str, Count]:
    """The counts that a document has in its table of tasks, where its estimates follow from them."""
    found = {}
    for name, *numbers, seconds in ROW.findall(document.read_text(encoding="utf-8")):
        found[name] = Count(*map(int, numbers))
        assert round(found[name].seconds) == int(seconds), f"{name} is {found[name].seconds:.0f} seconds"
    return found


def as_table(tasks: Mapping[str, Count]) -> str:
    """The rows as the document has to have them."""
    rows = (
        (name, one.clicks, one.keys, one.hands, one.minds, round(one.seconds)) for name, one in tasks.items()
    )
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in rows)
