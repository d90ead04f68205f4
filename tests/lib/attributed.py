"""Gives records what breakdowns go by: sites, ages, deciles and ethnic categories, good and odd ones."""

import random

from tests.lib.record_strategies import Tables

SITES = ("RAA01", "RAA02", "RBB01", "RCC01", "ZZ201", None)
AGES = (None, 0, 10, 11, 19, 20, 24, 25, 39, 40, 44, 45, 60, 61)
CATEGORIES = ("A", "a", "C", "D", "H", "M", "R", "S", "Z", "z", "99", "I", "", None)
DECILES = (None, 0, 1, 2, 5, 9, 10, 11)


def with_attributes(tables: Tables, seed: int) -> Tables:
    """The same records; by chance, but the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311
    for row in tables.get("pregnancies", ()):
        row["booking_site"] = chance.choice(SITES)
        row["age_at_booking"] = chance.choice(AGES)
        row["ethnic_category"] = chance.choice(CATEGORIES)
        row["imd_decile"] = chance.choice(DECILES)
    for row in tables.get("births", ()):
        row["delivery_site"] = chance.choice(SITES)
    return tables
