"""Labours and births of one trust as canonical tables."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from clearway.records.contracts import arrow_schema, contract
from clearway.records.synthetic.columns import constant, dates, identifiers, whole, words
from clearway.records.synthetic.plan import Plan
from clearway.records.synthetic.pregnancies import LENGTH, OUTCOMES, Pregnancies

_AFTER_MIDNIGHT = 0.05


@dataclass(frozen=True)
class BirthTables:
    """The tables `labours` and `births` with the month of the submission that holds each row."""

    tables: dict[str, pa.Table]
    month: dict[str, NDArray[np.int64]]


def birth_tables(
    plan: Plan, trust: int, women: Pregnancies, month: NDArray[np.int64], rng: np.random.Generator
) -> BirthTables:
    """Labours and births sent in `month` (by pregnancy, below 0 for none).

    Twins are two rows of one labour; a few second twins are born after midnight.
    """
    here = np.flatnonzero(month >= 0)
    labours = {
        "provider": constant(plan.providers[trust], len(here)),
        "labour_id": identifiers("SYNL", here + 1, 7),
        "pregnancy_id": identifiers("SYNP", here + 1, 7),
        "onset_date": dates(women.onset[here]),
        "caesarean_date": dates(women.caesarean[here]),
    }
    second = np.repeat(np.array([False, True]), [len(here), int(women.twins[here].sum())])
    mother = np.concatenate([here, here[women.twins[here]]])
    late = second & (rng.random(len(mother)) < _AFTER_MIDNIGHT) & (women.ends[mother] < plan.horizon)
    order = np.lexsort((second, mother))
    mother, second, late = mother[order], second[order], late[order]
    born = (women.ends[mother] + late).astype(np.int32)
    babies = {
        "provider": constant(plan.providers[trust], len(mother)),
        "pregnancy_id": identifiers("SYNP", mother + 1, 7),
        "labour_id": identifiers("SYNL", mother + 1, 7),
        "baby_id": identifiers("SYNB", (mother + 1) * 10 + second + 1, 8),
        "birth_date": dates(born),
        "outcome": words(OUTCOMES, women.outcome[mother]),
        "gestation_days": whole(born - (women.edd[mother] - LENGTH)),
        "delivery_site": constant(plan.sites[trust], len(mother)),
    }
    tables = {}
    for name, columns in (("labours", labours), ("births", babies)):
        schema = arrow_schema(contract(name))
        tables[name] = pa.table([columns[field.name] for field in schema], schema=schema)
    return BirthTables(tables, {"labours": month[here], "births": month[mother]})
