"""The logs that teams keep of their own work: table contracts, a reader of CSV files, tables in DuckDB.

Whoever keeps such logs, the site or a spreadsheet, hands them over in these tables; the measures about
improvement work are computed from them and from nothing else.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from clearway.common.errors import ClearwayError
from clearway.records.contracts import Contract, contract, load_contracts

FOLDER = Path(__file__).with_name("tables")
ORGANISATIONS = "organisations"
"""Where providers belonged: the same table as beside patient records."""


@cache
def team_log_contracts() -> Mapping[str, Contract]:
    """The tables that teams keep, by name; a table comes after those it refers to. Raises ClearwayError."""
    return MappingProxyType(load_contracts(FOLDER))


def team_log_contract(name: str) -> Contract:
    """The contract of one table, that of the organisations among them. Raises ClearwayError."""
    if name == ORGANISATIONS:
        return contract(name)
    found = team_log_contracts().get(name)
    if found is None:
        names = ", ".join(team_log_contracts())
        raise ClearwayError(f"There is no table '{name}'", mend=f"Choose from: {names}")
    return found


def table_names() -> tuple[str, ...]:
    """All tables that the measures read."""
    return (*team_log_contracts(), ORGANISATIONS)
