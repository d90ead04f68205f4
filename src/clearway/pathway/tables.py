"""The canonical tables that the pathway reads, as Ibis tables of whatever engine."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

import ibis.expr.types as ir

KEY = ("provider", "pregnancy_id")
"""Identifiers are the provider's own, so nothing is joined without the provider."""


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
