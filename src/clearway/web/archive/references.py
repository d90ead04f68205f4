"""What a row says of another row: its number where it moves too, else what it is known by."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from clearway.common.errors import ClearwayError
from clearway.web.archive.tables import Table, tables

ELSEWHERE = "elsewhere"
Reference = int | dict[str, Any] | None
Inside = Iterator[tuple[str, str, str, str]]


def inside(table: Table) -> Inside:
    """The keys of rows that lie in JSON columns: its whole name, the column, the name inside, the table."""
    for name, target in table.kept.keys.items():
        column, key = name.split(".")
        yield name, column, key, target


class Numbers:
    """The numbers of the rows of one organisation, and what other rows are known by."""

    def __init__(self) -> None:
        self._of: dict[str, dict[Any, int]] = defaultdict(dict)
        self._known: dict[tuple[str, Any], dict[str, Any]] = {}

    def give(self, table: Table, keys: Iterable[Any]) -> Mapping[Any, int]:
        """Number the rows of a table, 1 for the first."""
        self._of[table.name] = {key: number for number, key in enumerate(keys, 1)}
        return self._of[table.name]

    def of(self, target: str, key: Any, *, beyond: bool = False) -> Reference:
        """How to tell of that row; `beyond` where it may be of another organisation.

        Raises ClearwayError where nothing in the files could tell of it.
        """
        if key is None:
            return None
        number = self._of[target].get(key)
        if number is None and not beyond:
            raise ClearwayError(
                f"A row refers to {target} {key}, which is not of this organisation",
                mend="This is a fault of Clearway: please report it",
            )
        return number if number is not None else {ELSEWHERE: self._known_by(target, key)}

    def _known_by(self, target: str, key: Any) -> dict[str, Any]:
        if (target, key) not in self._known:
            table = tables()[target]
            paths = table.kept.known_by
            row = table.model._base_manager.values(*paths).get(pk=key)
            self._known[target, key] = {path: row[path] for path in sorted(paths)}
        return self._known[target, key]


def find(target: str, known_by: Any) -> Any:
    """The key of the row that is known by that; None where it is not here, not for others, or not one only.

    Raises ValueError where it is no name of a row of that table.
    """
    table = tables()[target]
    if not table.kept.known_by or not isinstance(known_by, dict):
        raise ValueError(f"a row of {target} cannot be elsewhere")
    if set(known_by) != set(table.kept.known_by) or not all(
        isinstance(each, str | int) for each in known_by.values()
    ):
        raise ValueError(f"a row of {target} is known by {', '.join(table.kept.known_by)}")
    rows = table.model._base_manager.filter(**known_by).exclude(**table.kept.never)
    found = list(rows.values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None
