"""Reads the contracts: `tables/*.yaml`, one file a table, named like the table."""

from collections.abc import Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from types import MappingProxyType

import yaml
from pydantic import ValidationError

from clearway.common.errors import ClearwayError
from clearway.records.contracts.model import Contract

FOLDER = Path(__file__).with_name("tables")


@cache
def contracts() -> Mapping[str, Contract]:
    """All contracts by name; a table comes after those it refers to. Raises ClearwayError."""
    return MappingProxyType(load_contracts(FOLDER))


def contract(name: str) -> Contract:
    """The contract of one table. Raises ClearwayError when there is none."""
    found = contracts().get(name)
    if found is None:
        raise ClearwayError(f"There is no table '{name}'", mend=f"Choose from: {', '.join(contracts())}")
    return found


def load_contracts(folder: Path) -> dict[str, Contract]:
    """The contracts of a folder, checked against each other. Raises ClearwayError on any error."""
    read = {path.stem: _load(path) for path in sorted(folder.glob("*.yaml"))}
    for table in read.values():
        for reference in table.references:
            _check_reference(table, reference.table, reference.columns, read)
    try:
        order = TopologicalSorter(
            {name: sorted(r.table for r in table.references) for name, table in read.items()}
        ).static_order()
        return {name: read[name] for name in order}
    except CycleError as error:
        raise ClearwayError(
            f"Tables refer to each other in a circle: {' > '.join(error.args[1])}", mend="Drop a reference"
        ) from None


def _load(path: Path) -> Contract:
    try:
        table = Contract.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise ClearwayError(str(error), where=path.name, mend="Mend the contract") from None
    if table.name != path.stem:
        raise ClearwayError(
            f"The table is called '{table.name}'", where=path.name, mend="Name the file like the table"
        )
    return table


def _check_reference(table: Contract, to: str, columns: tuple[str, ...], read: dict[str, Contract]) -> None:
    where = f"{table.name}.yaml"
    if to not in read:
        raise ClearwayError(f"It refers to '{to}', which is no table", where=where, mend="Correct the name")
    if columns != read[to].key:
        raise ClearwayError(
            f"Its reference to '{to}' uses {', '.join(columns)}",
            where=where,
            mend=f"Name the columns like the key: {', '.join(read[to].key)}",
        )
