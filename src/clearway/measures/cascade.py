"""The cascade of one group of bookings, from the booking to a birth without smoking.

Each step counts those of the step before who also took this one, so that every step's denominator is
the step above it. Having a high reading selects who the rest is for; it is no loss of care. Steps, in
their order: booked, tested, elevated, referred, contacted, quit date, quit at 4 weeks, smoke-free at
delivery.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import ibis.expr.types as ir

from clearway.common.periods import Month
from clearway.measures.computation import Computation, parts
from clearway.measures.levels import number_of
from clearway.pathway.expressions import flag
from clearway.pathway.status import NON_SMOKER

QUARTER = 3  # months
STEPS = (
    ("booked", "Booked"),
    ("tested", "CO test at booking"),
    ("elevated", "CO of 4 ppm or more"),
    ("referred", "Referred within 7 days"),
    ("contacted", "Reached by the service"),
    ("quit-date", "Set a quit date"),
    ("quit-4-weeks", "Quit at 4 weeks"),
    ("smoke-free-delivery", "Smoke-free at delivery"),
)
SELECTION = "elevated"
"""Not a loss of care: it says for whom the steps after it are."""


@dataclass(frozen=True)
class CascadeStep:
    """`share` is of the step above; `best_quarter` the largest such share of a quarter of bookings.

    `more_if_best` is how many more women would have taken the step, had it matched that quarter.
    """

    id: str
    title: str
    count: int
    lost: int
    share: float | None
    best_quarter: float | None
    more_if_best: int


@dataclass(frozen=True)
class Cascade:
    """The steps from the top down. `biggest_leak` names the care step that lost most, if any did."""

    steps: tuple[CascadeStep, ...]
    biggest_leak: str


def cascade(computation: Computation, first: Month, last: Month, provider: str = "") -> Cascade:
    """The cascade of pregnancies booked from `first` to `last`, of one provider or of all."""
    low, high = number_of(first.first_day), number_of(last.first_day)
    quarters: dict[int, list[int]] = {}
    with closing(parts(computation, provider=provider)) as taken:
        for part in taken:
            for number, *sums in _months(part, low, high, provider):
                held = quarters.setdefault((number - low) // QUARTER, [0] * len(STEPS))
                quarters[(number - low) // QUARTER] = [a + b for a, b in zip(held, sums, strict=True)]
    totals = [sum(column) for column in zip(*quarters.values(), strict=True)] or [0] * len(STEPS)
    steps = tuple(_step(index, totals, list(quarters.values())) for index in range(len(STEPS)))
    leaks = [step for step in steps[1:] if step.id != SELECTION and step.lost]
    return Cascade(steps, max(leaks, key=lambda step: step.lost).id if leaks else "")


def _months(part: Computation, low: int, high: int, provider: str) -> Iterator[tuple[int, ...]]:
    """Of a part of the records: months of booking, each with how many reached each step."""
    rows = part.pathway
    rows = rows.filter(rows.month_booked.between(low, high))
    if provider:
        rows = rows.filter(rows.provider == provider)
    reached = rows.select(month=rows.month_booked, **_reached(rows))
    names = [name for name, _ in STEPS]
    found = part.engine.fetch(
        reached.group_by("month").agg(**{name: reached[name].sum().cast("int64") for name in names})
    )
    return zip(found["month"], *(found[name] for name in names), strict=True)


def _reached(rows: ir.Table) -> dict[str, ir.IntegerValue]:
    """1 for each step reached together with all steps before it."""
    taken = (
        flag(rows.booking_date.notnull()),
        rows.tested_at_booking,
        rows.elevated,
        rows.referred_after_reading,
        flag(rows.contacted_date.notnull()),
        rows.quit_date_set,
        rows.quit_at_4_weeks,
        flag(rows.delivery_status == NON_SMOKER),
    )
    reached: dict[str, ir.IntegerValue] = {}
    so_far: ir.IntegerValue = 1
    for (name, _), step in zip(STEPS, taken, strict=True):
        so_far = step * so_far
        reached[name] = so_far
    return reached


def _step(index: int, totals: list[int], quarters: list[list[int]]) -> CascadeStep:
    name, title = STEPS[index]
    count, above = totals[index], totals[max(index - 1, 0)]
    share = count / above if above else None
    shares = [quarter[index] / quarter[index - 1] for quarter in quarters if index and quarter[index - 1]]
    best = max(shares, default=None)
    more = round(above * best) - count if best is not None and name != SELECTION else 0
    return CascadeStep(name, title, count, above - count, share, best, more)
