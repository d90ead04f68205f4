"""The canonical table of one trust's pregnancies."""

import numpy as np
import pyarrow as pa

from clearway.records.contracts import arrow_schema, contract
from clearway.records.synthetic.columns import (
    MISSING,
    Days,
    Flags,
    Numbers,
    constant,
    dates,
    identifiers,
    whole,
    words,
)
from clearway.records.synthetic.nhs_numbers import numbers
from clearway.records.synthetic.plan import Plan
from clearway.records.synthetic.pregnancies import Pregnancies


def pregnancy_table(plan: Plan, trust: int, women: Pregnancies, there: Flags) -> pa.Table:
    """The pregnancies that were sent, in the order of booking."""
    rows, sent = np.flatnonzero(there), women.take(there)
    local = identifiers("SYNM", sent.mother + 1, 10)
    provider = constant(plan.providers[trust], len(rows))
    columns = {
        "provider": provider,
        "pregnancy_id": identifiers("SYNP", rows + 1, 7),
        "mother_local_id": local,
        "mother_key": pa.compute.coalesce(
            nhs_text(sent.nhs), pa.compute.binary_join_element_wise(provider, local, ":")
        ),
        "booking_date": dates(sent.booking),
        "edd": dates(recorded_edd(sent)),
        "lmp": dates(sent.lmp),
        "booking_site": constant(plan.sites[trust], len(rows)),
        "age_at_booking": whole(completed_years(sent.mother_born, sent.booking)),
        "ethnic_category": words(tuple(plan.calibration.mothers.ethnic_categories), sent.ethnic),
        "imd_decile": whole(sent.imd, sent.imd == 0),
        "discharge_date": dates(sent.discharge),
    }
    schema = arrow_schema(contract("pregnancies"))
    return pa.table([columns[field.name] for field in schema], schema=schema)


def recorded_edd(women: Pregnancies) -> Days:
    """Due dates where they are recorded."""
    return np.where(women.edd_known, women.edd, MISSING).astype(np.int32)


def nhs_text(places: Numbers) -> pa.Array:
    """The made-up NHS number at each place of the range; null below 0."""
    return identifiers("", np.where(places >= 0, numbers()[np.maximum(places, 0)], -1), 10)


def completed_years(born: Days, on: Days) -> Numbers:
    """Age in completed years; both days known."""
    first, last = born.astype("datetime64[D]"), on.astype("datetime64[D]")
    months = last.astype("datetime64[M]").astype(np.int64) - first.astype("datetime64[M]").astype(np.int64)
    day_of = (first - first.astype("datetime64[M]"), last - last.astype("datetime64[M]"))
    return np.asarray((months - (day_of[1] < day_of[0])) // 12, dtype=np.int64)
