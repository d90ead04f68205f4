"""One trust: its own pregnancies, those that left and those that came, in the order of booking."""

from dataclasses import dataclass

import numpy as np

from clearway.records.synthetic.columns import Days, Numbers
from clearway.records.synthetic.nhs_numbers import blocks
from clearway.records.synthetic.plan import Plan
from clearway.records.synthetic.pregnancies import (
    Pregnancies,
    after_transfer,
    before_transfer,
    draw_pregnancies,
)

_OWN, _MOVING = 1, 2
CARE, SUPPORT = 3, 4
_CAME_FROM = 1_000_000_000
"""Mothers who came have numbers of their own from here on: local identifiers are never shared."""


@dataclass(frozen=True)
class Moving:
    """Pregnancies that leave a trust, with the day each leaves."""

    pregnancies: Pregnancies
    days: Days


def stream(plan: Plan, trust: int, use: int) -> np.random.Generator:
    """Random numbers of one use at one trust: each trust can be made alone and comes out the same."""
    return np.random.default_rng([plan.seed, trust + 1, use])


def trust_pregnancies(plan: Plan, trust: int) -> Pregnancies:
    """All pregnancies that the trust books, in the order of booking."""
    counts = plan.counts[trust]
    months = np.repeat(np.arange(len(counts)), counts)
    leave = moving(plan, trust)
    rng = stream(plan, trust, _OWN)
    stay = np.ones(len(months), dtype=np.bool_)
    stay[rng.permutation(len(months))[: len(leave.days)]] = False
    own = draw_pregnancies(plan, trust, months[stay], rng, mothers_from=int(plan.transfers[trust]))
    own = own.replace(nhs=_numbers(plan, trust, own.nhs))
    every = own.with_others(before_transfer(leave.pregnancies, leave.days))
    if len(plan.providers) > 1:
        before = (trust - 1) % len(plan.providers)
        came = moving(plan, before)
        here = after_transfer(came.pregnancies, came.days)
        here = here.replace(mother=here.mother + _CAME_FROM)
        every = every.with_others(here.take(here.booking <= plan.horizon))
    return every


def moving(plan: Plan, trust: int) -> Moving:
    """The pregnancies that leave a trust, drawn apart from the others so that both trusts see the same."""
    rng = stream(plan, trust, _MOVING)
    wanted = int(plan.transfers[trust])
    counts = plan.counts[trust]
    months = (
        rng.choice(len(counts), size=wanted, p=counts / counts.sum()) if wanted else np.zeros(0, np.int64)
    )
    drawn = draw_pregnancies(plan, trust, months.astype(np.int64), rng, mothers_from=0)
    start = drawn.edd.astype(np.int64) - 280
    free = np.minimum(start + 215, drawn.ends - 14) - (drawn.booking + 14)
    days = drawn.booking + 14 + (rng.random(len(drawn)) * np.maximum(free, 0)).astype(np.int64)
    fits = (free > 0) & drawn.born
    drawn = drawn.replace(nhs=_numbers(plan, trust, drawn.nhs))
    return Moving(drawn.take(fits), days[fits].astype(np.int32))


def _numbers(plan: Plan, trust: int, wanted: Numbers) -> Numbers:
    """From the trust's own part of the range; where that is too small, every so many women have one."""
    sizes = plan.counts.sum(axis=1)
    first, room = blocks(sizes)[trust]
    place = wanted * room // max(int(sizes[trust]), 1)
    free = (wanted == 0) | (place != (wanted - 1) * room // max(int(sizes[trust]), 1))
    return np.where((wanted >= 0) & free & (place < room), place + first, -1)
