"""One trust's records as the canonical tables, each row with the month whose submission holds it."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from clearway.records.contracts import arrow_schema, contract
from clearway.records.synthetic.births import birth_tables
from clearway.records.synthetic.care import Contacts, Said, draw_contacts, draw_said
from clearway.records.synthetic.coded_rows import CodedRows, LabourRows, at_contacts, in_labour, numbered
from clearway.records.synthetic.columns import (
    MISSING,
    Days,
    Flags,
    Numbers,
    constant,
    dates,
    identifiers,
    whole,
)
from clearway.records.synthetic.plan import Plan
from clearway.records.synthetic.pregnancies import Pregnancies
from clearway.records.synthetic.service_tables import service_tables
from clearway.records.synthetic.support import draw_attempts, draw_referrals
from clearway.records.synthetic.trust import CARE, SUPPORT, stream, trust_pregnancies
from clearway.records.synthetic.women import pregnancy_table

NEVER = -1


@dataclass(frozen=True)
class TrustTables:
    """Canonical tables by name with `month`, the place in the plan of the submission that holds each row.

    Rows that no submission holds are left out, and rows that belong to a pregnancy left out.
    `discharge_month` is by row of the pregnancies: the submission that sends them again with the
    discharge, below 0 for none. `women` are their rows, for what only the source tables have.
    """

    tables: dict[str, pa.Table]
    month: dict[str, NDArray[np.int64]]
    women: Pregnancies
    discharge_month: NDArray[np.int64]


def make_trust(plan: Plan, trust: int) -> TrustTables:
    """All records of one trust; the same whatever other trusts are made."""
    women = trust_pregnancies(plan, trust)
    sent = plan.sent[trust]
    first_sent = _sent_from(sent)
    booked_in = plan.month_of(women.booking)
    month = np.where(booked_in < len(sent), first_sent[np.clip(booked_in, 0, len(sent) - 1)], NEVER)
    discharged_in = sent_in(plan, sent, women.discharge)
    discharged_in = np.where((month >= 0) & (discharged_in >= month), discharged_in, NEVER)
    women = women.replace(discharge=np.where(discharged_in >= 0, women.discharge, MISSING).astype(np.int32))
    there = month >= 0
    rng = stream(plan, trust, CARE)
    contacts = draw_contacts(plan, women, rng)
    said = draw_said(plan, trust, women, contacts, rng)
    tables, months = {}, {}
    tables["pregnancies"], months["pregnancies"] = pregnancy_table(plan, trust, women, there), month[there]
    contact_month = np.where(there[contacts.pregnancy], sent_in(plan, sent, contacts.date), NEVER)
    held = contact_month >= 0
    tables["contacts"], months["contacts"] = _contacts(plan, trust, contacts, held), contact_month[held]
    birth_month = np.where(there & women.born, sent_in(plan, sent, women.ends), NEVER)
    births = birth_tables(plan, trust, women, birth_month, rng)
    tables |= births.tables
    months |= births.month
    here = np.flatnonzero(birth_month >= 0)
    labour = in_labour(plan, trust, women, here, rng)
    tables["activities"], months["activities"] = _activities(
        plan, trust, contacts, at_contacts(contacts, said, rng), contact_month, labour, birth_month
    )
    tables |= _services(plan, trust, women, contacts, said, there)
    return TrustTables(tables, months, women.take(there), discharged_in[there])


def sent_in(plan: Plan, sent: Flags, days: Days) -> NDArray[np.int64]:
    """The submission for the month of each day; below 0 when there is none."""
    month = plan.month_of(days)
    inside = (month >= 0) & (month < len(sent))
    return np.where(inside & sent[np.clip(month, 0, len(sent) - 1)], month, NEVER)


def _sent_from(sent: Flags) -> NDArray[np.int64]:
    """For each month the first one sent from it on: bookings of a month left out come with the next."""
    found, following = np.full(len(sent), NEVER, dtype=np.int64), NEVER
    for month in range(len(sent) - 1, -1, -1):
        following = month if sent[month] else following
        found[month] = following
    return found


def _table(name: str, columns: dict[str, pa.Array]) -> pa.Table:
    schema = arrow_schema(contract(name))
    return pa.table([columns[field.name] for field in schema], schema=schema)


def _contacts(plan: Plan, trust: int, contacts: Contacts, held: Flags) -> pa.Table:
    count = int(held.sum())
    return _table(
        "contacts",
        {
            "provider": constant(plan.providers[trust], count),
            "contact_id": identifiers("SYNC", np.flatnonzero(held) + 1, 8),
            "pregnancy_id": identifiers("SYNP", contacts.pregnancy[held] + 1, 7),
            "contact_date": dates(contacts.date[held]),
            "attended": pa.array(contacts.attended[held]),
            "site": constant(plan.sites[trust], count),
        },
    )


def _activities(
    plan: Plan,
    trust: int,
    contacts: Contacts,
    rows: CodedRows,
    contact_month: NDArray[np.int64],
    labour: LabourRows,
    birth_month: NDArray[np.int64],
) -> tuple[pa.Table, NDArray[np.int64]]:
    """The rows of contacts and of labours, in the order of pregnancies."""
    number, line = numbered(rows, several=trust % 2 == 0)
    held = contact_month[rows.owner] >= 0
    by_contact = _contact_rows(plan, contacts, rows, number, line, held)
    by_labour = _labour_rows(labour)
    together = pa.concat_tables([by_contact, by_labour])
    pregnancy = np.concatenate([contacts.pregnancy[rows.owner[held]], labour.rows.owner])
    month = np.concatenate([contact_month[rows.owner[held]], birth_month[labour.rows.owner]])
    order = np.argsort(pregnancy, kind="stable")
    together = together.take(pa.array(order))
    together = together.append_column("provider", constant(plan.providers[trust], len(together)))
    schema = arrow_schema(contract("activities"))
    return together.select(schema.names).cast(schema), month[order]


def _contact_rows(
    plan: Plan, contacts: Contacts, rows: CodedRows, number: Numbers, line: Numbers, held: Flags
) -> pa.Table:
    owner = rows.owner[held]
    return pa.table(
        {
            "pregnancy_id": identifiers("SYNP", contacts.pregnancy[owner] + 1, 7),
            "activity_id": identifiers("SYNA", number[held], 9),
            "line": whole(line[held]),
            "source": constant("MSD202", len(owner)),
            "activity_date": dates(contacts.date[owner]),
            "contact_id": identifiers("SYNC", owner + 1, 8),
            **rows.take(held).codes(),
        }
    )


def _labour_rows(labour: LabourRows) -> pa.Table:
    owner = labour.rows.owner
    first = np.ones(len(owner), dtype=np.bool_)
    first[1:] = owner[1:] != owner[:-1]
    return pa.table(
        {
            "pregnancy_id": identifiers("SYNP", owner + 1, 7),
            "activity_id": identifiers("SYNL", owner + 1, 7),
            "line": whole(np.where(first, 1, 2)),
            "source": constant("MSD302", len(owner)),
            "activity_date": dates(labour.date),
            "contact_id": pa.nulls(len(owner), pa.string()),
            **labour.rows.codes(),
        }
    )


def _services(
    plan: Plan, trust: int, women: Pregnancies, contacts: Contacts, said: Said, there: Flags
) -> dict[str, pa.Table]:
    """Referrals and quit attempts, of the service's own register; of pregnancies that were sent."""
    rng = stream(plan, trust, SUPPORT)
    referrals = draw_referrals(plan, trust, contacts, said, rng)
    attempts = draw_attempts(plan, women, referrals, rng)
    return service_tables(plan.providers[trust], referrals, attempts, there)
