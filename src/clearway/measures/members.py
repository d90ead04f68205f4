"""The women behind a number: local identifiers of those in a denominator, a numerator or a gap.

Local identifiers only; never an NHS number. For use inside the organisation that holds the records.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis

from clearway.common.periods import Month
from clearway.measures.compile import counted
from clearway.measures.computation import Computation, parts
from clearway.measures.computed import Computed
from clearway.measures.levels import number_of
from clearway.pathway.gaps import open_on, work_list


@dataclass(frozen=True, order=True)
class Member:
    """One row counted. `item` is the quit attempt or the step, where one pregnancy can have several."""

    provider: str
    pregnancy_id: str
    mother_local_id: str
    item: str
    in_numerator: bool


@dataclass(frozen=True, order=True)
class Gap:
    """A step due and not done: since when, and how many days after its last day (negative: before it)."""

    provider: str
    pregnancy_id: str
    mother_local_id: str
    step: str
    due_date: date
    days_late: int


_ITEM = {"attempts": "quit_attempt_id", "steps": "step"}


def members(computation: Computation, measure: Computed, month: Month, provider: str = "") -> list[Member]:
    """Who is in the denominator of a measure in a month (for a count: what was counted), by identifier."""
    read = {(coded, number) for coded, number in computation.coverage.read}
    with closing(parts(computation, provider=provider)) as taken:
        listed = [row for part in taken for row in _counted(part, measure, month, provider)]
    return sorted(
        Member(place, pregnancy, mother or "", item or "", bool(inside))
        for place, pregnancy, mother, item, inside in listed
        if (place, number_of(month.first_day)) in read
    )


def _counted(part: Computation, measure: Computed, month: Month, provider: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a part of the records that are in the denominator."""
    rows = counted(part.rows[measure.rows], measure, part.as_of, part.settings)
    wanted = rows[measure.month] == number_of(month.first_day) - measure.shift
    rows = rows.filter(wanted & (rows.in_denominator == 1))
    if provider:
        rows = rows.filter(rows.provider == provider)
    item = rows[_ITEM[measure.rows]] if measure.rows in _ITEM else ibis.literal("")
    found = part.engine.fetch(
        rows.select("provider", "pregnancy_id", "mother_local_id", item=item, in_numerator=rows.in_numerator)
    )
    return zip(*found.values(), strict=True)


def gaps(computation: Computation, provider: str = "", step: str = "") -> list[Gap]:
    """Steps of the pathway due on the as-of date and not done, those longest overdue first."""
    with closing(parts(computation, provider=provider)) as taken:
        listed = [gap for part in taken for gap in _open(part, provider, step)]
    return sorted(listed, key=lambda gap: (-gap.days_late, gap))


def _open(part: Computation, provider: str, step: str) -> Iterator[Gap]:
    """The steps due and not done in a part of the records."""
    due = work_list(part.pathway, part.rows["attempts"], part.settings)
    rows = open_on(due, ibis.literal(part.as_of))
    for column, value in (("provider", provider), ("step", step)):
        rows = rows.filter(rows[column] == value) if value else rows
    found = part.engine.fetch(
        rows.select("provider", "pregnancy_id", "mother_local_id", "step", "due_date", "days_late")
    )
    for place, pregnancy, mother, named, since, late in zip(*found.values(), strict=True):
        yield Gap(place, pregnancy, mother or "", named, since, late)
