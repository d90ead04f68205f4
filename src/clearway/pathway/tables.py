"""The canonical tables that the pathway reads, as Ibis tables of whatever engine."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

import ibis.expr.types as ir

KEY = ("provider", "pregnancy_id")
"""Identifiers are the provider's own, so nothing is joined without the provider."""

NUMBER = ("pregnancy",)
"""A number for each pregnancy and provider, given as its records are first put together, by which the
steps of the pathway are joined: numbers are smaller than two texts and sooner compared. It says nothing,
and is another one in the next computation."""

DETAILS = ("mother_local_id", "booking_site", "age_at_booking", "ethnic_category", "imd_decile")
"""Columns of a pregnancy that are carried along for lists and breakdowns; no rule asks about them."""


def local_id(table: ir.Table) -> tuple[str, ...]:
    """The provider's own identifier of the woman, where a table carries it along."""
    return tuple(name for name in DETAILS[:1] if name in table.columns)


@dataclass(frozen=True)
class Tables:
    """One Ibis table for each contract of `clearway.records.contracts` that the pathway uses."""

    submissions: ir.Table
    pregnancies: ir.Table
    contacts: ir.Table
    activities: ir.Table
    births: ir.Table
    labours: ir.Table
    referrals: ir.Table
    quit_attempts: ir.Table
    organisations: ir.Table

    @classmethod
    def of(cls, tables: Mapping[str, ir.Table]) -> Self:
        """From tables by name. Raises KeyError for one that is not there."""
        return cls(**{field.name: tables[field.name] for field in fields(cls)})

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names of the tables."""
        return tuple(field.name for field in fields(cls))
