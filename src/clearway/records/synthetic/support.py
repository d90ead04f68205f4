"""Referrals of a trust's women to stop smoking support, the steps that follow, and quit attempts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clearway.records.synthetic.care import BOOKING, WINDOW, Contacts, Said
from clearway.records.synthetic.columns import MISSING, Days, Flags, Numbers, by_share, known, later, when
from clearway.records.synthetic.plan import Plan
from clearway.records.synthetic.pregnancies import Pregnancies

REASONS = ("smoker", "recent_quitter", "elevated_co", "re_referral")
_SMOKER, _ELEVATED, _AGAIN = 0, 2, 3
OUTCOMES = ("quit", "not_quit", "lost")
_QUIT, _NOT_QUIT, _LOST, _BLANK = 0, 1, 2, -1
_FOLLOW_UP = (25, 42)
_CLOSED_AT_12_WEEKS = 98


@dataclass(frozen=True)
class Referrals:
    """One value a referral, sorted by pregnancy and date; days that have not come are not known."""

    pregnancy: Numbers
    date: Days
    reason: NDArray[np.int8]
    opt_out: Flags
    declined: Days
    accepted: Days
    contacted: Days
    assessed: Days
    feedback: Days
    closed: Days


@dataclass(frozen=True)
class Attempts:
    """One value a quit attempt; `referral` is the row of its referral, outcomes are places in `OUTCOMES`."""

    pregnancy: Numbers
    referral: Numbers
    date: Days
    nrt: Flags
    at_4_weeks: NDArray[np.int8]
    followed_up: Days
    ppm: NDArray[np.int8]
    at_12_weeks: NDArray[np.int8]
    at_delivery: NDArray[np.int8]


def draw_referrals(
    plan: Plan, trust: int, contacts: Contacts, said: Said, rng: np.random.Generator
) -> Referrals:
    """Women known to smoke or with a reading of 4 ppm or more at booking; those elevated at 36 weeks."""
    figures = plan.calibration.support
    elevated = (said.ppm >= 4) & ~said.wrong
    smoker = said.coded & said.smokes
    first = by_share((contacts.kind == BOOKING) & (smoker | elevated), float(plan.rates.referred[trust]), rng)
    second = by_share((contacts.kind == WINDOW) & elevated, figures.referred_again, rng)
    place = np.flatnonzero(first | second)
    who, again = contacts.pregnancy[place], second[place]
    before = np.isin(who, who[~again])
    reason = np.where(again & before, _AGAIN, np.where(smoker[place] & ~again, _SMOKER, _ELEVATED))
    count = len(place)
    date = contacts.date[place] + np.where(rng.random(count) < 0.7, 0, rng.integers(1, 7, count))
    return _steps(plan, who, date.astype(np.int32), reason.astype(np.int8), rng)


def _steps(
    plan: Plan, who: Numbers, date: Days, reason: NDArray[np.int8], rng: np.random.Generator
) -> Referrals:
    figures, count = plan.calibration.support, len(who)
    every = np.ones(count, dtype=np.bool_)
    declines = by_share(every, figures.declined, rng)
    taken = by_share(~declines, figures.accepted, rng)
    reached = by_share(taken, figures.contacted, rng)
    assessed = by_share(reached, figures.assessed, rng)
    accepted = later(date, rng.integers(0, 4, count))
    contacted = later(accepted, rng.integers(0, 8, count))
    told = by_share(taken, figures.feedback, rng)
    given_up = declines | (taken & ~reached)
    days = {
        "declined": when(declines, date + rng.integers(0, 8, count)),
        "accepted": when(taken, accepted),
        "contacted": when(reached, contacted),
        "assessed": when(assessed, contacted + rng.integers(0, 8, count)),
        "feedback": when(told, contacted + rng.integers(1, 15, count)),
        "closed": when(given_up, date + rng.integers(14, 43, count)),
    }
    kept = date <= plan.horizon
    return Referrals(
        pregnancy=who[kept],
        date=date[kept],
        reason=reason[kept],
        opt_out=by_share(every, figures.opt_out, rng)[kept],
        **{name: until(plan, column)[kept] for name, column in days.items()},
    )


def until(plan: Plan, days: Days) -> Days:
    """Days after the end of the time are not known yet."""
    return when(days <= plan.horizon, days)


def draw_attempts(plan: Plan, women: Pregnancies, referrals: Referrals, rng: np.random.Generator) -> Attempts:
    """Quit attempts of women who were reached: one a pregnancy, before it ends."""
    figures = plan.calibration.support
    who = referrals.pregnancy
    share = np.where(women.ready[who], figures.quit_date_when_ready, figures.quit_date_otherwise)
    reached = by_share(known(referrals.contacted) & women.smoked[who], share, rng)
    day = later(referrals.contacted, rng.integers(7, 22, len(who)))
    place = np.flatnonzero(reached & (day < women.ends[who]) & (day <= plan.horizon))
    _, first = np.unique(who[place], return_index=True)
    place = place[first]
    who, day, count = who[place], day[place], len(place)
    stops = women.smoked[who] & ~women.smoked_delivery[who]
    at_4_weeks, followed_up = _at_4_weeks(plan, day, stops, rng)
    quit_then = at_4_weeks == _QUIT
    at_12_weeks = _at_12_weeks(plan, quit_then, stops, rng)
    at_12_weeks[day + _CLOSED_AT_12_WEEKS > plan.horizon] = _BLANK
    still = (at_12_weeks == _QUIT) & stops
    at_delivery = np.where(still, _QUIT, np.where(rng.random(count) < 0.6, _NOT_QUIT, _LOST)).astype(np.int8)
    at_delivery[~women.born[who] | (women.ends[who] > plan.horizon)] = _BLANK
    tested = by_share(quit_then, figures.co_verified, rng)
    return Attempts(
        pregnancy=who,
        referral=place,
        date=day.astype(np.int32),
        nrt=rng.random(count) < figures.nrt,
        at_4_weeks=at_4_weeks,
        followed_up=followed_up,
        ppm=np.where(tested, rng.integers(0, 4, count), -1).astype(np.int8),
        at_12_weeks=at_12_weeks,
        at_delivery=at_delivery,
    )


def _at_4_weeks(
    plan: Plan, day: Days, stops: Flags, rng: np.random.Generator
) -> tuple[NDArray[np.int8], Days]:
    """Outcome and day of the follow-up; those lost have no day."""
    figures, count = plan.calibration.support, len(day)
    quits = rng.random(count) < np.where(
        stops, figures.quit_at_4_weeks_when_stopping, figures.quit_at_4_weeks_otherwise
    )
    drawn = rng.random(count)
    lost, blank = figures.lost_at_4_weeks, figures.blank_at_4_weeks
    other = np.where(drawn < lost, _LOST, np.where(drawn < lost + blank, _BLANK, _NOT_QUIT))
    outcome = np.where(quits, _QUIT, other).astype(np.int8)
    after = rng.integers(_FOLLOW_UP[0], _FOLLOW_UP[1] + 1, count)
    outside = rng.random(count) < figures.follow_up_out_of_window
    after = np.where(outside, rng.integers(_FOLLOW_UP[1] + 1, 61, count), after)
    seen = (outcome == _QUIT) | (outcome == _NOT_QUIT)
    followed_up = when(seen, day + after)
    ahead = np.where(seen, followed_up, day + _FOLLOW_UP[1]) > plan.horizon
    outcome[ahead] = _BLANK
    followed_up[ahead] = MISSING
    return outcome, followed_up


def _at_12_weeks(plan: Plan, quit_then: Flags, stops: Flags, rng: np.random.Generator) -> NDArray[np.int8]:
    figures, count = plan.calibration.support, len(quit_then)
    share = np.where(stops, figures.quit_at_12_weeks_when_stopping, figures.quit_at_12_weeks_otherwise)
    quits = by_share(quit_then, share, rng)
    return np.where(quits, _QUIT, np.where(rng.random(count) < 0.5, _NOT_QUIT, _LOST)).astype(np.int8)
