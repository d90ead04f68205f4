"""Referrals and quit attempts as canonical tables."""

import numpy as np
import pyarrow as pa

from clearway.records.contracts import arrow_schema, contract
from clearway.records.synthetic.columns import Flags, constant, dates, identifiers, words
from clearway.records.synthetic.support import OUTCOMES, REASONS, Attempts, Referrals


def service_tables(
    provider: str, referrals: Referrals, attempts: Attempts, there: Flags
) -> dict[str, pa.Table]:
    """The tables `referrals` and `quit_attempts` of the pregnancies that are `there`."""
    return {
        "referrals": _referrals(provider, referrals, np.flatnonzero(there[referrals.pregnancy])),
        "quit_attempts": _attempts(provider, attempts, np.flatnonzero(there[attempts.pregnancy])),
    }


def _table(name: str, columns: dict[str, pa.Array]) -> pa.Table:
    schema = arrow_schema(contract(name))
    return pa.table([columns[field.name] for field in schema], schema=schema)


def _referrals(provider: str, all_: Referrals, rows: np.ndarray) -> pa.Table:
    return _table(
        "referrals",
        {
            "provider": constant(provider, len(rows)),
            "referral_id": identifiers("SYNR", rows + 1, 7),
            "pregnancy_id": identifiers("SYNP", all_.pregnancy[rows] + 1, 7),
            "referral_date": dates(all_.date[rows]),
            "reason": words(REASONS, all_.reason[rows]),
            "opt_out": pa.array(all_.opt_out[rows]),
            "declined_date": dates(all_.declined[rows]),
            "accepted_date": dates(all_.accepted[rows]),
            "first_contact_date": dates(all_.contacted[rows]),
            "assessment_date": dates(all_.assessed[rows]),
            "feedback_date": dates(all_.feedback[rows]),
            "closed_date": dates(all_.closed[rows]),
        },
    )


def _attempts(provider: str, all_: Attempts, rows: np.ndarray) -> pa.Table:
    ppm = all_.ppm[rows].astype(np.float64)
    return _table(
        "quit_attempts",
        {
            "provider": constant(provider, len(rows)),
            "quit_attempt_id": identifiers("SYNQ", rows + 1, 7),
            "pregnancy_id": identifiers("SYNP", all_.pregnancy[rows] + 1, 7),
            "referral_id": identifiers("SYNR", all_.referral[rows] + 1, 7),
            "quit_date": dates(all_.date[rows]),
            "nrt": pa.array(all_.nrt[rows]),
            "outcome_4_week": words(OUTCOMES, all_.at_4_weeks[rows]),
            "follow_up_4_week_date": dates(all_.followed_up[rows]),
            "co_4_week_ppm": pa.array(
                ppm, pa.float64(), mask=np.asarray((ppm < 0) | (all_.at_4_weeks[rows] < 0))
            ),
            "outcome_12_week": words(OUTCOMES, all_.at_12_weeks[rows]),
            "outcome_delivery": words(OUTCOMES, all_.at_delivery[rows]),
        },
    )
