"""What is to be made: which trusts, how many pregnancies a month, what they send, at which rates.

The rates are solved so that a computation over the records gives the published national figures back.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Level, directory
from clearway.common.periods import Month
from clearway.records.synthetic.calibration import Calibration
from clearway.records.synthetic.columns import Days, day_number
from clearway.records.synthetic.rates import Rates, draw_rates

LAST_MONTH = Month(2026, 3)
MOST_MONTHS = 120
_A_YEAR = 5_000
"""Pregnancies that a trust books in a year, about: decides how many trusts a small set has."""
_FEWEST_TRUSTS = 3
_MONTHS_PER = 600_000
"""England books about as many in a year."""


@dataclass(frozen=True)
class Plan:
    """`counts`, `sent` and `resent` are by trust and month; `starts` has the first day of each month and
    of the month after the last."""

    seed: int
    calibration: Calibration
    providers: tuple[str, ...]
    sites: tuple[str, ...]
    months: tuple[Month, ...]
    starts: Days
    counts: NDArray[np.int64]
    sent: NDArray[np.bool_]
    resent: NDArray[np.bool_]
    rates: Rates

    @property
    def horizon(self) -> int:
        """The last day of the last month: nothing later is known."""
        return int(self.starts[-1]) - 1

    @cached_property
    def transfers(self) -> NDArray[np.int64]:
        """How many pregnancies of each trust move to the next trust."""
        share = self.calibration.pregnancies.transfer if len(self.providers) > 1 else 0.0
        moving: NDArray[np.int64] = np.floor(self.counts.sum(axis=1) * share + 0.5).astype(np.int64)
        return moving

    def month_of(self, days: Days) -> NDArray[np.int64]:
        """Place of the month of each day; below 0 before the first, the number of months after the last."""
        place: NDArray[np.int64] = np.searchsorted(self.starts, days, side="right").astype(np.int64) - 1
        return place


def make_plan(
    pregnancies: int,
    seed: int,
    calibration: Calibration,
    *,
    months: int | None = None,
    last: Month = LAST_MONTH,
    providers: int | None = None,
) -> Plan:
    """The plan. Raises ClearwayError when the numbers cannot be."""
    if pregnancies < 1 or (months is not None and months < 1) or (providers is not None and providers < 1):
        raise ClearwayError(
            "There is nothing to make", mend="Ask for at least one pregnancy, month and trust"
        )
    if seed < 0:
        raise ClearwayError(f"The seed {seed} is below 0", mend="Choose a whole number from 0")
    length = months or default_months(pregnancies)
    chosen_months = [last]
    while len(chosen_months) < length:
        chosen_months.append(chosen_months[-1].previous())
    span = tuple(reversed(chosen_months))
    wanted = providers or max(_FEWEST_TRUSTS, round(pregnancies / (length / 12 * _A_YEAR)))
    codes = choose_trusts(wanted, last)
    rng = np.random.default_rng([seed, 0])
    starts = np.array([day_number(m.first_day) for m in (*span, last.next())], dtype=np.int32)
    open_then = np.array([[_open(code, m) for m in span] for code in codes])
    sent, resent = _sending(open_then, calibration, rng)
    counts = _counts(pregnancies, open_then, np.diff(starts), calibration, rng)
    rates = draw_rates(counts, sent, calibration, rng)
    sites = tuple(_site(code, last) for code in codes)
    return Plan(seed, calibration, codes, sites, span, starts, counts, sent, resent, rates)


def default_months(pregnancies: int) -> int:
    """A year for up to England's bookings of a year, in proportion above it, ten years at the most."""
    return int(min(MOST_MONTHS, max(12, 12 * round(pregnancies / _MONTHS_PER))))


def choose_trusts(wanted: int, last: Month) -> tuple[str, ...]:
    """So many trusts open at the end, spread over boards and regions; all when more are wanted."""
    trusts = directory().providers(on=last.last_day)

    def place(code: str) -> tuple[str, ...]:
        return (*(o.code for o in reversed(directory().ancestors(code, last.last_day))), code)

    ordered = sorted((trust.code for trust in trusts), key=place)
    if wanted >= len(ordered):
        return tuple(ordered)
    return tuple(ordered[number * len(ordered) // wanted] for number in range(wanted))


def _open(code: str, month: Month) -> bool:
    return directory().get(code).is_open(month.first_day)


def _site(code: str, last: Month) -> str:
    """Its first site by name; empty when the directory knows none."""
    sites = directory().children(code, last.last_day, {Level.SITE})
    return sites[0].code if sites else ""


def _sending(
    open_then: NDArray[np.bool_], calibration: Calibration, rng: np.random.Generator
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which months are sent, and which of them twice."""
    figures, trusts = calibration.trusts, len(open_then)
    sent = open_then & (rng.random(open_then.shape) >= figures.month_missing)
    sent[rng.permutation(trusts)[: round(figures.silent * trusts)]] = False
    resent = sent & (rng.random(open_then.shape) < figures.resubmitted)
    return sent, resent


def _counts(
    pregnancies: int,
    open_then: NDArray[np.bool_],
    lengths: NDArray[np.int32],
    calibration: Calibration,
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    sizes = np.exp(rng.normal(0, calibration.trusts.size_spread, len(open_then)))
    weights = sizes[:, None] * open_then * lengths[None, :]
    drawn = rng.multinomial(pregnancies, (weights / weights.sum()).ravel())
    return drawn.reshape(open_then.shape).astype(np.int64)
