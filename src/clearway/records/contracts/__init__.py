"""Table contracts: what a canonical table holds, where it comes from, how tables refer to each other."""

from clearway.records.contracts.loader import contract, contracts, load_contracts
from clearway.records.contracts.model import Column, Contract, TableReference
from clearway.records.contracts.tables import DUCKDB_TYPES, arrow_schema, create_table_sql, create_tables

__all__ = [
    "DUCKDB_TYPES",
    "Column",
    "Contract",
    "TableReference",
    "arrow_schema",
    "contract",
    "contracts",
    "create_table_sql",
    "create_tables",
    "load_contracts",
]
