"""Reads the packaged tables: organisations, dated relations, other words for an organisation."""

import csv
from collections.abc import Iterator
from datetime import date
from importlib import resources

from clearway.common.organisations.model import Alias, Level, Organisation, Relation


def read_organisations() -> list[Organisation]:
    """Every organisation of `data/organisations.csv`, then those of `data/made_up.csv`, in their order."""
    return [
        Organisation(
            code=row["code"],
            name=row["name"],
            level=Level(row["level"]),
            parent=row["parent"],
            opened=_day(row["opened"]),
            closed=_day(row["closed"]),
            successor=row["successor"],
            latitude=_degrees(row["latitude"]),
            longitude=_degrees(row["longitude"]),
            ons_code=row["ons_code"],
            source=row["source"],
        )
        for name in ("organisations.csv", "made_up.csv")
        for row in _rows(name)
    ]


def read_relations() -> list[Relation]:
    """Parents that held for a time only, from `data/relations.csv`."""
    return [
        Relation(row["code"], row["parent"], _day(row["from"]), _day(row["to"]))
        for row in _rows("relations.csv")
    ]


def read_aliases() -> list[Alias]:
    """Other words and codes that publications use, from `data/aliases.csv`."""
    return [Alias(row["alias"], Level(row["level"]), row["code"]) for row in _rows("aliases.csv")]


def packaged(name: str) -> str:
    """The text of a file of `data/`."""
    return resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8")


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(packaged(name).splitlines())


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _degrees(text: str) -> float | None:
    return float(text) if text else None
