"""Pregnancies of one trust: who the women are, when they book, how the pregnancy goes, who smokes when."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from clearway.records.synthetic.columns import MISSING, Days, Flags, Numbers, by_share, later, when
from clearway.records.synthetic.plan import Plan

LENGTH = 280
"""Days from the first day of gestation to the due date."""
_IN_TIME = 91
_LATEST_BOOKING = 230
_BETWEEN_PREGNANCIES = 540


@dataclass(frozen=True)
class Pregnancies:
    """One value a pregnancy. `edd_known` says whether the due date is recorded; `ends` is the day of birth or
    loss, or of the transfer for the part before it. `mother` and `nhs` number mothers and their NHS numbers
    (below 0: none); `imd` is 0 where not recorded; `smoked` says whether she smoked at booking."""

    booking: Days
    edd: Days
    edd_known: Flags
    lmp: Days
    born: Flags
    ends: Days
    onset: Days
    caesarean: Days
    discharge: Days
    twins: Flags
    outcome: NDArray[np.int8]
    mother: Numbers
    nhs: Numbers
    mother_born: Days
    ethnic: NDArray[np.int8]
    imd: NDArray[np.int8]
    ready: Flags
    smoked: Flags
    smoked_36: Flags
    smoked_delivery: Flags
    smoked_after: Flags

    def __len__(self) -> int:
        return len(self.booking)

    def take(self, rows: NDArray[np.signedinteger] | Flags) -> Self:
        """These rows."""
        return type(self)(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def replace(self, **columns: NDArray[np.generic]) -> Self:
        """With other columns."""
        return type(self)(**{f.name: columns.get(f.name, getattr(self, f.name)) for f in fields(self)})

    def with_others(self, *others: "Pregnancies") -> Self:
        """All of them, in the order of booking."""
        every = (self, *others)
        together = type(self)(
            **{f.name: np.concatenate([getattr(p, f.name) for p in every]) for f in fields(self)}
        )
        return together.take(np.argsort(together.booking, kind="stable"))


def draw_pregnancies(
    plan: Plan, trust: int, months: NDArray[np.int64], rng: np.random.Generator, *, mothers_from: int
) -> Pregnancies:
    """One pregnancy a month given; mothers and NHS numbers are numbered from `mothers_from`."""
    figures = plan.calibration.pregnancies
    count = len(months)
    lengths = np.diff(plan.starts)
    booking = plan.starts[months] + (rng.random(count) * lengths[months]).astype(np.int32)
    order = np.argsort(booking, kind="stable")
    booking, months = booking[order].astype(np.int32), months[order]
    gestation = _gestation_at_booking(plan, count, rng)
    start = (booking - gestation).astype(np.int32)
    at_birth = np.maximum(_gestation_at_birth(plan, count, rng), gestation + 7)
    lost = (rng.random(count) < figures.lost_before_24_weeks) & (gestation < 150)
    ends = (start + np.where(lost, gestation + 5 + rng.integers(0, 168 - 150, count), at_birth)).astype(
        np.int32
    )
    edd_known = rng.random(count) >= figures.edd_missing
    noise = rng.integers(-5, 6, count)
    lmp_known = ~edd_known | (rng.random(count) < figures.lmp_recorded)
    onset, caesarean = _labour(plan, ends, ~lost, rng)
    discharge = when(rng.random(count) < figures.discharge_recorded, ends + rng.integers(8, 29, count))
    root = _mothers(booking, plan.calibration.mothers.second_pregnancy, rng)
    people = _people(plan, trust, booking, rng)
    smoking = _smoking(plan, trust, months, people["decile"][root], rng)
    return Pregnancies(
        booking=booking,
        edd=(start + LENGTH).astype(np.int32),
        edd_known=edd_known,
        lmp=when(lmp_known, start + np.where(edd_known, noise, 0)),
        born=~lost,
        ends=ends,
        onset=onset,
        caesarean=caesarean,
        discharge=discharge,
        twins=by_share(~lost, plan.calibration.published.twins, rng),
        outcome=_outcomes(plan, count, rng),
        mother=root + mothers_from,
        nhs=np.where(people["has_number"][root], root + mothers_from, -1),
        mother_born=people["born"][root].astype(np.int32),
        ethnic=people["ethnic"][root].astype(np.int8),
        imd=people["recorded_decile"][root].astype(np.int8),
        **smoking,
    )


def _gestation_at_booking(plan: Plan, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    figures = plan.calibration.pregnancies
    usual = rng.normal(figures.gestation_at_booking, figures.gestation_at_booking_spread, count)
    late = _IN_TIME + rng.exponential(35, count)
    drawn = np.where(
        rng.random(count) < figures.late_booker,
        np.minimum(late, _LATEST_BOOKING),
        np.clip(usual, 35, _IN_TIME - 1),
    )
    return np.floor(drawn).astype(np.int64)


def _gestation_at_birth(plan: Plan, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    early = rng.triangular(168, 256, 259, count)
    term = np.clip(rng.normal(278, 8, count), 259, 296)
    drawn = np.where(rng.random(count) < plan.calibration.pregnancies.preterm, early, term)
    return np.floor(drawn).astype(np.int64)


def _labour(plan: Plan, ends: Days, born: Flags, rng: np.random.Generator) -> tuple[Days, Days]:
    """Onset of labour and date of the caesarean; a few labours have neither."""
    figures, count = plan.calibration.readings, len(ends)
    dated = born & (rng.random(count) >= figures.labour_not_dated)
    planned = rng.random(count) < figures.elective_caesarean
    onset = when(dated & ~planned, ends - (rng.random(count) < 0.4))
    return onset, when(dated & (planned | (rng.random(count) < 0.2)), ends)


def _outcomes(plan: Plan, count: int, rng: np.random.Generator) -> NDArray[np.int8]:
    """Place in `OUTCOMES`: live birth, stillbirths by time, termination, other."""
    still = plan.calibration.pregnancies.stillborn
    edges = np.cumsum([1 - still - 0.0008, 0.75 * still, 0.15 * still, 0.1 * still, 0.0004])
    return np.searchsorted(edges, rng.random(count), side="right").astype(np.int8)


OUTCOMES = ("01", "02", "03", "04", "05", "98")


def _mothers(booking: Days, share: float, rng: np.random.Generator) -> Numbers:
    """For each pregnancy the first one of the same woman here; hers are a year and a half apart or more."""
    count = len(booking)
    before = np.searchsorted(booking, booking - _BETWEEN_PREGNANCIES)
    again = np.flatnonzero((rng.random(count) < share) & (before > 0))
    chosen = (rng.random(len(again)) * before[again]).astype(np.int64)
    _, first = np.unique(chosen, return_index=True)  # no woman has two next pregnancies
    root = np.arange(count, dtype=np.int64)
    root[again[first]] = chosen[first]
    while not np.array_equal(root, root[root]):
        root = root[root]
    return root


def _people(
    plan: Plan, trust: int, booking: Days, rng: np.random.Generator
) -> dict[str, NDArray[np.generic]]:
    """Traits of a woman, one set a pregnancy; those of her first pregnancy are hers."""
    figures, count = plan.calibration.mothers, len(booking)
    edges = np.cumsum(plan.rates.decile[trust])[:-1]
    decile = np.searchsorted(edges, rng.random(count), side="right") + 1
    shares = np.array(list(figures.ethnic_categories.values()))
    ethnic = np.searchsorted(np.cumsum(shares / shares.sum())[:-1], rng.random(count), side="right")
    age = np.clip(rng.normal(figures.age_mean, figures.age_spread, count), 14, 46)
    # Births on the first 28 days of a month only, so that an age in years is the same however it is reckoned.
    born = (booking - (age * 365.25).astype(np.int32)).astype("datetime64[D]")
    month = born.astype("datetime64[M]")
    born = month.astype("datetime64[D]") + np.minimum((born - month.astype("datetime64[D]")).astype(int), 27)
    return {
        "decile": decile,
        "recorded_decile": np.where(rng.random(count) < figures.imd_missing, 0, decile),
        "ethnic": ethnic,
        "born": born.astype("datetime64[D]").astype(np.int32),
        "has_number": rng.random(count) < figures.nhs_number,
    }


def _smoking(
    plan: Plan, trust: int, months: NDArray[np.int64], decile: NDArray[np.generic], rng: np.random.Generator
) -> dict[str, Flags]:
    """Who smokes at booking, at 36 weeks, at delivery and after; who is ready to stop."""
    rates, support, count = plan.rates, plan.calibration.support, len(months)
    ratio = np.array(plan.calibration.mothers.smoking_by_imd_decile)[decile.astype(np.int64) - 1]
    prevalence = np.minimum(rates.base * rates.smoking[trust] * rates.trend[months] * ratio, 0.98)
    smoked = rng.random(count) < prevalence
    ready = by_share(smoked, support.ready, rng)
    stops = by_share(smoked, np.where(ready, support.stop_when_ready, rates.stop_otherwise), rng)
    stops_late = by_share(stops, 0.25, rng)
    delivery = smoked & ~stops
    relapses = by_share(stops, plan.calibration.readings.relapse, rng)
    return {
        "ready": ready,
        "smoked": smoked,
        "smoked_36": delivery | stops_late,
        "smoked_delivery": delivery,
        "smoked_after": delivery | relapses,
    }


def before_transfer(moving: Pregnancies, days: Days) -> Pregnancies:
    """The part of pregnancies at the trust they leave on these days: no birth, discharged then."""
    none = np.full(len(moving), MISSING, dtype=np.int32)
    no = np.zeros(len(moving), dtype=np.bool_)
    return moving.replace(ends=days, discharge=days, born=no, twins=no, onset=none, caesarean=none)


def after_transfer(moving: Pregnancies, days: Days) -> Pregnancies:
    """The part at the trust that takes them on: booked there a week later, by a number of its own."""
    return moving.replace(booking=later(days, 7))
