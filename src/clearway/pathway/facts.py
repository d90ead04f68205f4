"""The pathway table: one row a pregnancy, each fact with its date.

Nothing downstream defines "booked", "elevated" or "smoker at delivery" again. The evidence rows are
read once, beside the dates they are measured from, and drawn together with conditional aggregates.
"""

from dataclasses import dataclass
from typing import Protocol

import ibis
import ibis.expr.types as ir

from clearway.pathway import (
    after_birth,
    booking,
    delivery,
    elevated,
    ending,
    quitting,
    referral,
    smokefree,
    thirty_six_weeks,
)
from clearway.pathway.evidence import evidence, placed, readings_of
from clearway.pathway.expressions import beside, flag, month_number, narrow, tiny, together
from clearway.pathway.settings import Settings, default_settings
from clearway.pathway.status import NON_SMOKER, SMOKER, status_of
from clearway.pathway.tables import DETAILS, KEY, NUMBER, Tables, local_id

_FLAGS = (
    "tested_at_booking", "declined_at_booking", "tested_36_weeks_first", "tested_36_weeks_second",
    "declined_36_weeks_first", "declined_36_weeks_second", "contact_36_weeks_first",
    "contact_36_weeks_second", "brief_intervention_given", "referred_around_booking",
    "referred_after_reading", "quit_date_set", "quit_at_4_weeks", "quit_at_12_weeks", "quit_at_end",
    "smoking_seen", "labour_dated",
)  # fmt: skip

_WORKING = (
    "booking_rank", "delivery_rank", "rank_36_weeks", "low_booking", "high_booking", "low_36_weeks",
    "high_36_weeks", "last_booking", "last_36_weeks",
)  # fmt: skip


class Keep(Protocol):
    """Stores tables in an engine, so that each is computed once."""

    def __call__(self, name: str, table: ir.Table, *, numbered: bool = False) -> ir.Table:
        """The table as it is stored under `name`; `numbered` adds a column NUMBER, another one each row."""
        ...


@dataclass(frozen=True)
class Steps:
    """The first tables of the pathway, on which the others rest.

    `pregnancies` has a row a pregnancy with the dates things are measured from, `evidence` a row a coded
    row (two where there were two labours) with its days from those dates, `readings` a row a pregnancy
    with what its evidence says, `contacts` a row a contact in the window of 36 weeks, `undecided` a row a
    pregnancy whose readings of one day differ.
    """

    evidence: ir.Table
    pregnancies: ir.Table
    readings: ir.Table
    contacts: ir.Table
    undecided: ir.Table


def steps(tables: Tables, settings: Settings, keep: Keep) -> Steps:
    """The first steps of the pathway."""
    chosen = settings
    base = keep("pathway_pregnancies", _pregnancies(tables.pregnancies, tables.births, chosen), numbered=True)
    anchors = _anchors(base, tables.labours)
    said = keep("pathway_evidence", placed(evidence(tables.activities, chosen), anchors, chosen))
    readings = keep("pathway_readings", _readings(said, chosen))
    window = thirty_six_weeks.contacts_in_window(tables.contacts, base, chosen)
    contacts = keep("pathway_contacts", window)
    return Steps(
        said, base, readings, contacts, keep("pathway_undecided", smokefree.undecided(readings, base))
    )


def pathway(tables: Tables, settings: Settings, first: Steps) -> ir.Table:
    """One row a pregnancy that the provider booked; flags are 0 or 1, dates may be empty.

    `first` are the first steps. Statuses are `smoker`, `non_smoker`, `unknown` or empty.
    """
    chosen = settings
    found = beside(first.pregnancies, first.readings, NUMBER)
    talks = elevated.conversations(first.evidence)
    tries = quitting.attempts(tables.quit_attempts, first.pregnancies, chosen)
    for facts in (
        elevated.intervention_after_reading(talks, first.readings),
        thirty_six_weeks.contact_facts(first.contacts, first.evidence, chosen),
        referral.referral_facts(tables.referrals, first.pregnancies, first.readings, chosen),
        quitting.quitting_facts(tries),
        smokefree.latest_records(readings_of(tables.activities, first.undecided, chosen), chosen),
    ):
        found = beside(found, facts, NUMBER)
    return _named(found, chosen)


def births(
    tables: Tables, pathway_table: ir.Table, done: Steps, settings: Settings | None = None
) -> ir.Table:
    """One row a pregnancy and month with a birth, with the status at delivery and after that birth."""
    chosen = settings or default_settings()
    months = ending.birth_months(tables.births, done.pregnancies, chosen)
    known = after_birth.after_birth_facts(done.evidence, months, chosen)
    rows = beside(months, known, (*NUMBER, "month"))
    facts = ("mother_key", *local_id(pathway_table), "smoker_at_delivery", "known_at_delivery")
    rows = together(rows, pathway_table.select(*NUMBER, *KEY, *facts), NUMBER)
    return rows.select(
        *KEY,
        *facts,
        "month",
        "born",
        known_after_birth=rows.known_after_birth.fill_null(0),
        smoker_after_birth=rows.smoker_after_birth.fill_null(0),
    )


def attempts(tables: Tables, pathway_table: ir.Table, settings: Settings | None = None) -> ir.Table:
    """One row a quit attempt with its outcomes as 0 or 1; see `clearway.pathway.quitting`."""
    chosen = settings or default_settings()
    return quitting.attempts(tables.quit_attempts, pathway_table, chosen)


def conversations(done: Steps) -> ir.Table:
    """One row a brief intervention conversation, with `month`; see `clearway.pathway.elevated`."""
    talks = elevated.conversations(done.evidence)
    named = local_id(done.pregnancies)
    talks = together(talks, done.pregnancies.select(*NUMBER, *KEY, *named), NUMBER)
    return talks.select(*KEY, *named, "day", month=narrow(month_number(talks.day)))


def _pregnancies(pregnancies: ir.Table, births: ir.Table, settings: Settings) -> ir.Table:
    """Pregnancies with the anchors of their windows, and how they ended."""
    rows = pregnancies.select(
        *KEY,
        *("mother_key", "booking_date", "edd", "lmp", "discharge_date"),
        *(name for name in DETAILS if name in pregnancies.columns),
        month_booked=narrow(month_number(pregnancies.booking_date)),
        month_36_weeks=narrow(thirty_six_weeks.window_month(pregnancies, settings)),
        reached_36_weeks_date=smokefree.reached_date(pregnancies, settings),
    )
    return beside(rows, ending.ending_facts(births, settings))


def _anchors(pregnancies: ir.Table, labours: ir.Table) -> ir.Table:
    """The dates that evidence is measured from, and no more: every row of evidence is joined to them."""
    dates = ("booking_date", "edd", "lmp", "month_36_weeks", "birth_date")
    return delivery.with_anchors(pregnancies.select(*NUMBER, *KEY, *dates), labours)


def _readings(rows: ir.Table, settings: Settings) -> ir.Table:
    """One pass over the evidence: every fact that is drawn from a pregnancy's own rows."""
    return rows.group_by(*NUMBER).agg(
        **booking.booking_facts(rows, settings),
        **elevated.elevated_facts(rows),
        **thirty_six_weeks.tests_in_window(rows),
        **delivery.delivery_facts(rows),
        **smokefree.smokefree_facts(rows, settings),
    )


def _named(found: ir.Table, settings: Settings) -> ir.Table:
    """Ranks become statuses, missing flags become 0, and what follows from several facts is added."""
    status = status_of(found.booking_rank)
    kept = [name for name in found.columns if name not in _WORKING and name not in _FLAGS]
    status_36 = status_of(found.rank_36_weeks)
    smoker_36 = flag(status_36 == SMOKER)
    in_time = flag(found.booking_date <= found.reached_36_weeks_date)
    still_here = flag(found.discharge_date.isnull() | (found.discharge_date >= found.reached_36_weeks_date))
    proof = smokefree.is_low(found.low_booking, found.high_booking, found.last_booking) * smokefree.is_low(
        found.low_36_weeks, found.high_36_weeks, found.last_36_weeks
    )
    flags = {name: tiny(found[name].fill_null(0)) for name in _FLAGS}
    at_delivery = status_of(found.delivery_rank)
    return found.select(
        *kept,
        **flags,
        booking_status=status,
        has_status_at_booking=flag(status.notnull()),
        known_at_booking=flag(status.isin((SMOKER, NON_SMOKER))),
        smoker_at_booking=flag(status == SMOKER),
        status_36_weeks=status_36,
        smoker_at_36_weeks=smoker_36,
        delivery_status=at_delivery,
        known_at_delivery=flag(at_delivery.isin((SMOKER, NON_SMOKER))),
        smoker_at_delivery=flag(at_delivery == SMOKER),
        elevated=flag(found.elevated_date.notnull()),
        eligible_because=_eligible(status, found.elevated_date),
        relapsed=flag((found.quit_at_4_weeks == 1) & (at_delivery == SMOKER)),
        month_elevated=narrow(month_number(found.elevated_date)),
        month_status_36_weeks=narrow(month_number(found.contact_36_weeks_date)),
        month_reached_36_weeks=narrow(month_number(found.reached_36_weeks_date)),
        in_smokefree=tiny(in_time * still_here),
        smokefree=tiny(in_time * still_here * proof * (1 - found.smoking_seen.fill_null(0))),
        rule_version=ibis.literal(settings.version, "int64"),
    )


def _eligible(status: ir.StringValue, elevated_date: ir.DateValue) -> ir.StringValue:
    """Why she is to be referred unless she declines (NICE NG209): she smokes, or a reading was high."""
    smoker, high = flag(status == SMOKER), flag(elevated_date.notnull())
    return ibis.cases(
        (smoker + high == 2, "smoker;elevated_co"), (smoker == 1, SMOKER), (high == 1, "elevated_co")
    )
