"""What an engine has to do, and the canonical tables before any engine has them."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, runtime_checkable

import ibis
import ibis.expr.types as ir

from clearway.pathway import Tables
from clearway.records.contracts import Contract, contract

_TYPES = {
    "text": "string",
    "date": "date",
    "timestamp": "timestamp",
    "integer": "int32",
    "number": "float64",
    "boolean": "boolean",
}


class Engine(Protocol):
    """Computes Ibis expressions over tables that it holds by name."""

    def store(self, name: str, table: ir.Table, number: str = "") -> None:
        """Compute `table` and keep it under `name`; one of that name is replaced.

        With `number`, a column of that name is added that has another whole number in each row, however
        often it is read. `table` then has the columns provider and pregnancy_id, together its key.
        """
        ...

    def fetch(self, table: ir.Table) -> dict[str, list[Any]]:
        """Compute `table` and give its columns as lists."""
        ...


@runtime_checkable
class BatchEngine(Engine, Protocol):
    """An engine that can look at some of the providers alone."""

    def only(self, providers: Sequence[str]) -> AbstractContextManager[None]:
        """Until the block ends, however it ends, the canonical tables show the rows of these providers."""
        ...


def canonical_tables() -> Tables:
    """The canonical tables by name and column, as the contracts have them."""
    return Tables.of({name: table_of(contract(name)) for name in Tables.names()})


def table_of(held: Contract) -> ir.Table:
    """One table by name and column, as its contract has it."""
    return ibis.table({column.name: _TYPES[column.type] for column in held.columns}, name=held.name)
