"""The slow engine in plain Python: the judge of the fast ones.

It takes the canonical tables as lists of dicts and goes through them pregnancy by pregnancy, one small
function a rule. Nothing in it is shared with the pathway or another engine but the code lists and the
definition sheets, which are data.
"""

from collections.abc import Iterator
from datetime import date

from clearway.measures.engines.reference.counting import ResultRow, count
from clearway.measures.engines.reference.members import Member
from clearway.measures.engines.reference.pregnancy import Tables, gather
from clearway.measures.engines.reference.smokefree import smokefree_pregnancy
from clearway.measures.engines.reference.smoking import (
    smoking_after_birth,
    smoking_at_36_weeks,
    smoking_at_booking,
    smoking_at_delivery,
)
from clearway.measures.engines.reference.steps import care_omitted, conversations
from clearway.measures.engines.reference.support import quit_attempt, smokers_at_booking
from clearway.measures.engines.reference.testing import after_elevated, co_at_36_weeks, co_at_booking

__all__ = ["Member", "ResultRow", "Tables", "members", "run"]

RULES = (
    smoking_at_booking,
    smoking_at_delivery,
    smoking_at_36_weeks,
    smoking_after_birth,
    co_at_booking,
    co_at_36_weeks,
    smokefree_pregnancy,
    after_elevated,
    smokers_at_booking,
    conversations,
    care_omitted,
)


def run(tables: Tables, as_of: date | None = None) -> list[ResultRow]:
    """Every measure by provider, board, region, nation and month, from canonical tables.

    `tables` holds the rows of every canonical table by its name. `as_of` is by default the latest last
    day of a reporting period; it decides only what is closed or past and removes no rows.
    """
    return list(count(_all_members(tables, as_of), tables["submissions"], tables["organisations"]))


def members(tables: Tables, as_of: date | None = None) -> list[Member]:
    """Who is in the denominators, and who of them in the numerators, in the months that were read."""
    covered = {(row["provider"], row["period"]) for row in tables["submissions"]}
    return [m for m in _all_members(tables, as_of) if (m.provider, m.month) in covered]


def _all_members(tables: Tables, as_of: date | None) -> Iterator[Member]:
    day = as_of or max((row["period_end"] for row in tables["submissions"]), default=date.max)
    pregnancies = gather(tables)
    for pregnancy in pregnancies.values():
        for rule in RULES:
            yield from rule(pregnancy)
    for attempt in tables["quit_attempts"]:
        yield from quit_attempt(attempt, pregnancies.get((attempt["provider"], attempt["pregnancy_id"])), day)
