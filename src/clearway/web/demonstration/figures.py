"""Plausible figures of the made-up trusts: the same for the same month, whenever they are drawn."""

from dataclasses import replace
from datetime import date, timedelta
from zlib import crc32

import numpy as np

from clearway.common.periods import Month
from clearway.web.demonstration.improvement_plan import improvement
from clearway.web.demonstration.plan import Course, Story, Trust
from clearway.web.returns.cells import CellEntry

STAFF_A_BIRTH = 0.28
PARTS = (0.0, 0.5, 1.0)


def cell_of(story: Story, trust: Trust, back: int, measure: str, component: str, parameter: str) -> CellEntry:
    """The figure of one cell, `back` months before the newest."""
    course = story.measures[measure]
    draw = _random(story, trust.code, back, measure, component)
    blank = CellEntry(measure, component, parameter)
    level = _level(story, trust, course, measure, back)
    if course.of == "counted":
        return replace(blank, value=float(draw.poisson(level)))
    if course.of == "parts":
        step = min(2, round(2 * level - (component == "estates-policy")))
        return replace(blank, value=PARTS[max(step, 0)])
    whole = size(story, trust, back, course.of)
    part = int(draw.binomial(whole, min(level, 1)))
    return replace(blank, numerator=float(part), denominator=float(whole))


def entered_on(story: Story, trust: Trust, period: Month, back: int) -> date:
    """The day on which the trust enters the figures of a month, `back` months before the newest."""
    return period.last_day + timedelta(days=trust.delay + back % 3)


def size(story: Story, trust: Trust, back: int, of: str) -> int:
    """How many there are in the month of what figures are a part of; the same for every measure of them."""
    if of == "staff":
        return round(trust.births * STAFF_A_BIRTH)
    births = int(_random(story, trust.code, back, "births").poisson(trust.births))
    if of == "births":
        return births
    bookings = int(_random(story, trust.code, back, "bookings").poisson(trust.births * 1.12))
    if of == "bookings":
        return bookings
    return max(round(bookings * story.sizes[of] * trust.smoking), 1)


def _level(story: Story, trust: Trust, course: Course, measure: str, back: int) -> float:
    """Where a measure stands in a month: on the line between its first and last level, or where a
    change shifted it."""
    along = 1 - back / max(story.months - 1, 1)
    level = course.level + (course.later - course.level) * along
    level += sum(
        shift.up
        for shift in improvement().shifts
        if (shift.code, shift.measure) == (trust.code, measure) and story.months - back >= shift.month
    )
    return level * trust.smoking if measure.startswith("smoke-") else level


def _random(story: Story, *what: object) -> np.random.Generator:
    return np.random.default_rng([story.seed, crc32("/".join(map(str, what)).encode())])
