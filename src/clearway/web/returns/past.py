"""The last months of a cell, small enough to stand beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from clearway.common.periods import Month, parse_month
from clearway.measures.definitions import Definition
from clearway.web.design.filters import count, figure
from clearway.web.publications.models import Value
from clearway.web.returns.cells import PAST_MONTHS, STATES

WIDTH, HEIGHT, EDGE = 120, 28, 3


@dataclass(frozen=True)
class PastMonth:
    """One month: `text` is its figure, or a dash; `said` is what a screen reader says."""

    month: str
    text: str
    said: str
    number: float | None


@dataclass(frozen=True)
class Past:
    """The last months, oldest first. `lines` are the points of a small line, broken where nothing is held."""

    months: tuple[PastMonth, ...]

    @property
    def empty(self) -> bool:
        """Whether no month holds a figure."""
        return all(each.number is None for each in self.months)

    @property
    def lines(self) -> tuple[str, ...]:
        """Polylines of the sparkline; a missing month breaks the line and is never drawn as zero."""
        return tuple(" ".join(f"{x:g},{y:g}" for x, y in run) for run in self._runs() if len(run) > 1)

    @property
    def dots(self) -> tuple[tuple[float, float], ...]:
        """The newest figure, and every figure without a neighbour."""
        runs = self._runs()
        alone = [run[0] for run in runs if len(run) == 1]
        return tuple(dict.fromkeys([*alone, *([runs[-1][-1]] if runs else [])]))

    def _runs(self) -> list[list[tuple[float, float]]]:
        numbers = [each.number for each in self.months if each.number is not None]
        if not numbers:
            return []
        low, high = min(numbers), max(numbers)
        span = (high - low) or 1
        runs: list[list[tuple[float, float]]] = [[]]
        for place, each in enumerate(self.months):
            if each.number is None:
                runs.append([])
                continue
            x = EDGE + place * (WIDTH - 2 * EDGE) / (PAST_MONTHS - 1)
            share = (each.number - low) / span if high > low else 0.5
            runs[-1].append((round(x, 1), round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE), 1)))
        return [run for run in runs if run]


def past_of(sheet: Definition, rows: Sequence[Value], period: Month) -> Past:
    """The twelve months before a month."""
    by_month = {row.period: row for row in rows}
    months = [period.shift(-back) for back in range(PAST_MONTHS, 0, -1)]
    return Past(tuple(_month(sheet, month, by_month.get(str(month))) for month in months))


def figure_text(sheet: Definition, row: Value) -> str:
    """A figure as people read it: a share in per cent, anything else as a number; a reason in words."""
    if row.state != "value":
        return STATES.get(row.state, "Emptied")
    return figure(row.value, sheet.kind)


def counts_text(sheet: Definition, row: Value) -> str:
    """A figure with its counts: `8.9% (12 of 135)`."""
    text = figure_text(sheet, row)
    if row.numerator is None or row.denominator is None:
        return text
    return f"{text} ({count(row.numerator)} of {count(row.denominator)})"


def _month(sheet: Definition, month: Month, row: Value | None) -> PastMonth:
    name = f"{month.first_day:%b}"
    said = parse_month(str(month)).label
    if row is None:
        return PastMonth(name, "–", f"{said}: nothing held", None)
    text = figure_text(sheet, row).removesuffix("%")
    return PastMonth(
        name, text if row.state == "value" else "·", f"{said}: {counts_text(sheet, row)}", row.value
    )
