"""Contacts of a trust's pregnancies and what is coded at them: status, readings, interventions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clearway.records.synthetic.columns import Days, Flags, Numbers, by_share, known
from clearway.records.synthetic.plan import Plan
from clearway.records.synthetic.pregnancies import LENGTH, Pregnancies

BOOKING, EARLY, MIDDLE, WINDOW, LATE, AFTER = range(6)
_SCHEDULE = {EARLY: (112, 5), MIDDLE: (196, 5), LATE: (266, 4)}
"""Day of gestation of a contact and the days either side of it."""
_SHARE = {EARLY: 0.95, MIDDLE: 0.95, LATE: 0.8, AFTER: 0.85}
_FIRST_WINDOW_DAY, _LAST_WINDOW_DAY = 245, 258
_QUIET_BEFORE_BIRTH = 4
"""No contact in the last days: what is coded within 3 days of labour is evidence for delivery."""
_MISSED = 0.06


@dataclass(frozen=True)
class Contacts:
    """Contacts sorted by pregnancy and date; `pregnancy` is the row of the pregnancy."""

    pregnancy: Numbers
    date: Days
    attended: Flags
    kind: NDArray[np.int8]


@dataclass(frozen=True)
class Said:
    """What is coded at each contact. `ppm` is the reading, -1 for none; `wrong` a value with a wrong unit."""

    coded: Flags
    smokes: Flags
    unknown: Flags
    ppm: NDArray[np.int16]
    declined: Flags
    wrong: Flags
    cigarettes: Flags
    intervention: Flags


def draw_contacts(plan: Plan, women: Pregnancies, rng: np.random.Generator) -> Contacts:
    """The contacts up to the end of the time, kept or not."""
    count = len(women)
    every = np.arange(count)
    start = women.edd - LENGTH
    anchor = np.where(known(women.onset), women.onset, women.ends)
    last = np.where(women.born, anchor - _QUIET_BEFORE_BIRTH, women.ends - 1)
    near = rng.random(count) < plan.calibration.readings.contact_near_booking
    booked = women.booking + np.where(near, rng.choice([-2, -1, 1, 2], count), 0)
    parts = [(every, booked, np.ones(count, dtype=np.bool_), BOOKING)]
    for kind, (middle, around) in _SCHEDULE.items():
        day = start + middle + rng.integers(-around, around + 1, count)
        there = (day > women.booking + 13) & (day < last) & (rng.random(count) < _SHARE[kind])
        parts.append((every[there], day[there], rng.random(int(there.sum())) >= _MISSED, kind))
    parts += _window(plan, women, start, last, rng)
    after = women.born & (rng.random(count) < _SHARE[AFTER])
    # The weeks around 36 are left to women who are pregnant then: any contact in them owes a test.
    day = np.maximum(
        women.ends + rng.integers(5, 22, count), start + _LAST_WINDOW_DAY + rng.integers(1, 8, count)
    )
    parts.append((every[after], day[after], np.ones(int(after.sum()), dtype=np.bool_), AFTER))
    return _sorted(plan, parts)


def _window(
    plan: Plan, women: Pregnancies, start: Days, last: Days, rng: np.random.Generator
) -> list[tuple[Numbers, Days, Flags, int]]:
    """The contact of 36 weeks: kept; or missed; or missed and kept a week later."""
    figures, count = plan.calibration.readings, len(women)
    drawn = rng.random(count)
    missed = drawn < figures.missed_36_week_contact + figures.second_36_week_contact
    twice = missed & (drawn >= figures.missed_36_week_contact)
    day = start + _FIRST_WINDOW_DAY + np.where(missed, rng.integers(0, 5, count), rng.integers(2, 13, count))
    fits = (day > women.booking + 13) & (day < last)
    again = fits & twice & (day + 7 < last)
    every = np.arange(count)
    return [
        (every[fits], day[fits], ~missed[fits], WINDOW),
        (every[again], day[again] + 7, np.ones(int(again.sum()), dtype=np.bool_), WINDOW),
    ]


def _sorted(plan: Plan, parts: list[tuple[Numbers, Days, Flags, int]]) -> Contacts:
    pregnancy = np.concatenate([part[0] for part in parts])
    date = np.concatenate([part[1] for part in parts]).astype(np.int32)
    attended = np.concatenate([part[2] for part in parts])
    kind = np.concatenate([np.full(len(part[0]), part[3], dtype=np.int8) for part in parts])
    order = np.lexsort((kind, date, pregnancy))
    order = order[date[order] <= plan.horizon]
    return Contacts(pregnancy[order], date[order], attended[order], kind[order])


def draw_said(
    plan: Plan, trust: int, women: Pregnancies, contacts: Contacts, rng: np.random.Generator
) -> Said:
    """What is coded at each contact."""
    figures, rates = plan.calibration.readings, plan.rates
    kind, attended, who = contacts.kind, contacts.attended, contacts.pregnancy
    smokes = np.select(
        [kind <= MIDDLE, kind == AFTER], [women.smoked[who], women.smoked_after[who]], women.smoked_36[who]
    )
    coded_share = np.zeros(6)
    coded_share[[BOOKING, WINDOW, AFTER]] = (
        rates.coded_booking[trust],
        rates.coded_36_weeks[trust],
        figures.after_birth_coded,
    )
    coded = by_share(attended, coded_share[kind], rng)
    unknown = by_share((kind == BOOKING) & ~coded, figures.unknown_coded, rng)
    tested_share = np.zeros(6)
    tested_share[[BOOKING, WINDOW]] = rates.test_booking[trust], rates.test_36_weeks[trust]
    between = np.where(smokes & np.isin(kind, (EARLY, MIDDLE)), figures.smoking_test_between, 0.0)
    tested = by_share(attended, tested_share[kind] + between, rng)
    owed = attended & np.isin(kind, (BOOKING, WINDOW)) & ~tested
    declined = by_share(owed, figures.declined, rng)
    wrong = by_share(owed & ~declined, figures.wrong_unit, rng)
    ppm = _ppm(plan, smokes, tested | wrong, rng)
    return Said(
        coded=coded,
        smokes=smokes,
        unknown=unknown,
        ppm=ppm,
        declined=declined,
        wrong=wrong,
        cigarettes=by_share(coded & smokes & (kind == BOOKING), figures.cigarettes_coded, rng),
        intervention=by_share((ppm >= 4) & ~wrong, figures.brief_intervention, rng),
    )


def _ppm(plan: Plan, smokes: Flags, tested: Flags, rng: np.random.Generator) -> NDArray[np.int16]:
    """Whole ppm, as monitors show: 0 to 3 for most, 4 and more for most who smoke."""
    figures, count = plan.calibration.readings, len(smokes)
    high = rng.random(count) < np.where(smokes, figures.elevated_when_smoking, figures.elevated_when_not)
    low = np.searchsorted(np.array([0.45, 0.8, 0.95]), rng.random(count), side="right")
    raised = 4 + np.floor(rng.exponential(np.where(smokes, 7.0, 1.0))).astype(np.int64)
    return np.where(tested, np.where(high, np.minimum(raised, 60), low), -1).astype(np.int16)
