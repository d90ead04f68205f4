"""How sure teams may be: by team or by trust, and quarter by quarter, as tables and a picture."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from markupsafe import Markup

from clearway.web.cycles.over_quarters import Quarter, Sum, by_quarter, summed
from clearway.web.cycles.pictures import sure_and_right
from clearway.web.cycles.predicting import FEWEST, Scored
from clearway.web.cycles.scoring import Verdict, scored_of
from clearway.web.design.filters import percent
from clearway.web.design.pictures import NARROW, Table

K = TypeVar("K", int, str)
WIDE = 720
"""Pixels: the column of text that the picture stands in."""
SUMS = ("Predictions", "Came true", "Share that came true", "How sure, mean", "Brier score")
TITLE = "How sure people were, and how often they were right, by quarter of the answer"


@dataclass(frozen=True)
class SumLine:
    """The sum of one team or one trust, and the page that it leads to."""

    name: str
    address: str
    sum: Sum
    cells: tuple[str, ...]
    too_few: bool


@dataclass(frozen=True)
class OverTime:
    """The quarters as a table, drawn wide and narrow, and in a sentence."""

    title: str
    finding: str
    table: Table
    wide: Markup
    narrow: Markup


def lines(found: Iterable[tuple[K, Scored]], named: Mapping[K, tuple[str, str]]) -> tuple[SumLine, ...]:
    """A line for each key of `named` (name and address), in its order; those without an answer have none."""
    by_key: dict[K, list[Scored]] = defaultdict(list)
    for key, scored in found:
        by_key[key].append(scored)
    return tuple(
        SumLine(name, address, one, cells(one), one.n < FEWEST)
        for key, (name, address) in named.items()
        for one in [summed(by_key.get(key, ()))]
        if one.n
    )


def answers(found: Iterable[Verdict]) -> list[tuple[Verdict, date, Scored]]:
    """Those that were scored, each with the day on which it was first answered."""
    return [
        (one, one.answered_on, scored)
        for one in found
        if (scored := scored_of(one)) is not None and one.answered_on is not None
    ]


def over_time(answered: Iterable[tuple[date, Scored]]) -> OverTime | None:
    """Quarter by quarter; None while nothing was answered."""
    quarters = by_quarter(answered)
    if not quarters:
        return None
    finding = _finding(quarters)
    rows = tuple((quarter.label, *cells(one)) for quarter, one in reversed(quarters))
    wide, narrow = (
        sure_and_right(quarters, title=TITLE, finding=finding, width=each) for each in (WIDE, NARROW)
    )
    return OverTime(TITLE, finding, Table(("Quarter", *SUMS), rows, (1, 2, 3, 4, 5)), wide, narrow)


def cells(one: Sum) -> tuple[str, ...]:
    """The figures of a sum; a dash where there is none."""
    if one.share is None or one.mean_sure is None or one.brier is None:
        return ("0", "\u2013", "\u2013", "\u2013", "\u2013")
    return (
        str(one.n), str(one.came_true), percent(one.share, 0), percent(one.mean_sure, 0), f"{one.brier:.2f}",
    )  # fmt: skip


def _finding(quarters: Sequence[tuple[Quarter, Sum]]) -> str:
    """The newest quarter beside the first that says something."""
    telling = [(quarter, one) for quarter, one in quarters if one.n]
    quarter, now = telling[-1]
    words = (
        f"{quarter.label}: {percent(now.mean_sure, 0)} sure on average, {now.came_true} of {now.n} came true."
    )
    first, before = telling[0]
    if len(telling) > 1:
        words += f" {first.label}: {percent(before.mean_sure, 0)} sure, "
        words += f"{before.came_true} of {before.n} came true."
    return words
